"""The hidden sheet of a downloaded workbook, when somebody has changed it."""

from decimal import Decimal

import pytest

from dashboards.finance.coming_in.stamp import NoStamp, read

FIRST = [("safety-valve-finance-grid", "1"), ("download", "999", "safety-valve", "actual", "2026-11-22T12:00:00")]


@pytest.mark.parametrize("typed", ["sNaN", "NaN", "Infinity", "-inf", "1E+999999", "12 pounds"])
def test_a_figure_that_the_service_never_wrote_is_no_stamp(typed: str) -> None:
    for parts in ((typed, ""), ("", typed)):
        with pytest.raises(NoStamp):
            read([*FIRST, ("figure", "2024-25", "1.2.3", *parts)])


def test_figures_that_it_did_write_are_read() -> None:
    shown = read([*FIRST, ("figure", "2024-25", "1.2.3", "-9999999999.99", None)]).cells["2024-25", "1.2.3"]
    assert (shown.amount, shown.on_record) == (Decimal("-9999999999.99"), None)
