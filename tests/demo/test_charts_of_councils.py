"""Every chart of the demonstration, in every frame and for every reader: drawing, table and sentence agree."""

from datetime import date
from itertools import chain

import pytest

from dashboards.boards.reading import charts_from, read_figures, wanted_by
from dashboards.boards.registry import CHARTS, DASHBOARDS
from dashboards.charts.lines import Frame
from dashboards.charts.parts import parts_table
from dashboards.scope import INSIDE, outside
from safetyvalve.demo.council import Council
from tests.demo.conftest import Load
from tests.render.reading_back import untold, wrong_with

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = date(2026, 11, 22)
KINDS = list({kind.key: kind for kind in chain(CHARTS, *(each.every_chart for each in DASHBOARDS))}.values())


@pytest.fixture(scope="module", params=["isle-of-wight", "saltmarsh", "torbay"])
def council(request: pytest.FixtureRequest, load: Load) -> Council:
    return load(request.param)


def test_drawing_table_and_sentence_agree_and_each_says_its_day_and_meaning(council: Council) -> None:
    wrong: dict[str, list[str]] = {}
    number = 0
    for scope in (INSIDE, outside(council.authority)):
        figures = read_figures(council.authority, council.agreement, wanted_by(KINDS), scope, today=TODAY)
        for frame in (Frame(), Frame(years=None), Frame(is_rolling=True)):
            for kind, chart in charts_from(figures, KINDS, frame):
                number += 1

                beneath = parts_table(figures.divided[kind.by], frame) if kind.by and chart.kind == "across" else None
                found = wrong_with(chart) + untold(chart, beneath)
                found += [] if chart.as_at else ["no day"]
                meanings = [figures.measures[code].definition.definition for code in kind.codes]
                found += [] if any(meanings) else ["no meaning"]
                if found:
                    wrong[f"{kind.key}, {frame}, {scope.is_inside}"] = found
    assert wrong == {}
    assert number > 60
