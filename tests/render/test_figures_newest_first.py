"""A long table can begin with its newest figures, so that a phone shows those first."""

import re
from dataclasses import replace

import pytest

from safetyvalve.render.data import ChartData, Series
from safetyvalve.render.html_table import figures_table

MONTHS = tuple(f"Month {number}" for number in range(1, 17))
LINE = ChartData(
    key="plans",
    title="Plans",
    subtitle="Number",
    kind="line",
    unit="count",
    categories=MONTHS,
    series=(
        Series("Plans", (*range(100, 112), None, None, None, None), markers=(*[None] * 12, "c", None, None, None)),
        Series("Planned", tuple(range(100, 116)), role="target"),
    ),
    summary="More.",
    source="Council",
)


def rows(chart: ChartData, **options: bool) -> list[str]:
    table = figures_table(chart, **options)  # type: ignore[arg-type]
    return re.findall(r'<tr><th scope="row(?:group" colspan="3)?">([^<]*)', table)


def test_the_last_figure_comes_first_and_what_is_only_planned_last() -> None:
    """A letter stands in the place of a figure."""
    newest = [f"Month {number}" for number in range(13, 0, -1)]
    assert rows(LINE, newest_first=True) == [*newest, "Still to come", "Month 14", "Month 15", "Month 16"]
    assert rows(LINE) == list(MONTHS)


@pytest.mark.parametrize(
    "chart",
    [
        replace(LINE, kind="bar", axis_from_zero=True),
        replace(LINE, categories=MONTHS[:12], series=(Series("Plans", tuple(range(12))),)),
    ],
    ids=["no line", "short"],
)
def test_other_tables_stay_as_they_are(chart: ChartData) -> None:
    assert rows(chart, newest_first=True) == list(chart.categories)


def test_a_line_without_a_plan_has_nothing_to_come() -> None:
    alone = replace(LINE, series=(Series("Plans", tuple(range(16))),))
    assert rows(alone, newest_first=True) == list(MONTHS[::-1])
