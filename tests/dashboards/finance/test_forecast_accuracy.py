"""How near forecasts came: the arithmetic by hand, and what the page and its files say."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dashboards.finance import blocks as reading
from dashboards.finance.accuracy import NO_REASON, Forecast, by_horizon, in_words, judge, months_before
from dashboards.finance.forecasts import accuracy_chart, direction, measures
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter

JUNE, SEPTEMBER = date(2024, 6, 30), date(2024, 9, 30)
PAGE = "/c/999/finance/safety-valve/forecasts/"


def forecast(end: date, amount: int | None, year: str = "2024-25", reason: str = "") -> Forecast:
    return Forecast("Q", end, year, None if amount is None else Decimal(amount), reason)


def test_the_example_on_the_page() -> None:
    """Errors of £500,000, −£100,000 and £200,000: a mean of £200,000 and a mean size of £266,666.67."""
    made = [
        forecast(JUNE, -1_000_000),
        forecast(date(2025, 6, 30), -700_000, "2025-26"),
        forecast(date(2026, 6, 30), 300_000, "2026-27"),
    ]
    outturns: dict[str, Decimal | None] = {
        "2024-25": Decimal(-1_500_000),
        "2025-26": Decimal(-600_000),
        "2026-27": Decimal(100_000),
    }
    judged = judge(made, outturns)
    assert [each.error for each in judged] == [500_000, -100_000, 200_000]
    (found,) = by_horizon(judged)
    assert (found.months, found.known, found.of) == (9, 3, 3)
    assert (found.mean, found.mean_size) == (Decimal("200000.00"), Decimal("266666.67"))


@pytest.mark.parametrize(
    ("end", "months", "words"),
    [
        (JUNE, 9, "9 months before"),
        (date(2023, 11, 30), 16, "16 months before"),
        (date(2025, 2, 28), 1, "1 month before"),
        (date(2025, 3, 31), 0, "at the year’s end"),
        (date(2025, 6, 30), -3, "3 months after"),
    ],
)
def test_a_horizon_counts_from_the_month_in_which_the_period_ends(end: date, months: int, words: str) -> None:
    assert months_before(end, "2024-25") == months
    assert in_words(months) == words


def test_what_is_missing_stays_missing_and_is_not_averaged() -> None:
    made = [forecast(JUNE, None), forecast(JUNE, -5, "2025-26"), forecast(date(2023, 6, 30), -8, "2023-24")]
    judged = judge(made, {"2024-25": Decimal(-1), "2023-24": Decimal(-10)})
    assert [(each.error, each.movement) for each in judged] == [(2, None), (None, None), (None, None)]
    later, earlier = by_horizon(judged)
    assert (later.months, later.known, later.of, later.mean) == (21, 0, 1, None)
    assert (earlier.known, earlier.of, earlier.mean, earlier.mean_size) == (1, 2, 2, 2)
    assert (direction(None), direction(Decimal(0)), direction(Decimal(-2_000_000))) == (
        "",
        "right",
        "£2 million too cautious",
    )


def test_a_movement_has_its_reason_or_says_that_none_was_given() -> None:
    december = date(2024, 12, 31)
    made = [
        forecast(SEPTEMBER, -30),
        forecast(JUNE, -20),
        forecast(december, -35, reason="Growth"),
        forecast(JUNE, 1, "2025-26"),
    ]
    judged = judge(made, {})
    assert [(each.movement, each.reason, each.is_first) for each in judged] == [
        (None, "", True),
        (-10, NO_REASON, False),
        (-5, "Growth", False),
        (None, "", True),
    ]
    assert judge([forecast(JUNE, 5), forecast(SEPTEMBER, 5)], {})[1].reason == ""


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9)), min_size=1, max_size=8))
def test_a_mean_never_exceeds_the_mean_size(pairs: list[tuple[int, int]]) -> None:
    made = [forecast(date(2000 + n, 6, 30), said, f"{2000 + n}-{n + 1:02d}") for n, (said, _) in enumerate(pairs)]
    judged = judge(made, {f"{2000 + n}-{n + 1:02d}": Decimal(came) for n, (_, came) in enumerate(pairs)})
    (found,) = by_horizon(judged)
    assert found.mean is not None
    assert found.mean_size is not None
    assert abs(found.mean) <= found.mean_size <= max(each.size or Decimal(0) for each in judged)


@pytest.fixture
def world(db: None) -> factories.World:
    """2024-25 forecast at −£1m and a transfer of £400,000 in November 2023, in May by lines, in August by a return.

    Its outturn stands in lines.
    """
    world = factories.make_world()
    early = factories.period_of(world.agreement, "update-3-2023-24")
    late = factories.period_of(world.agreement, "update-2-2024-25")
    moved = Decimal(400_000)
    factories.make_dsg_position(
        early, in_year_position=Decimal(-1_000_000), block_transfer=moved, movement_reason="First."
    )
    factories.make_dsg_position(early, "2023-24", basis="actual")
    factories.make_dsg_position(late, in_year_position=Decimal(-900_000), block_transfer=moved, movement_reason=" ")
    enter(world, "2024-25", a_year())
    enter(world, "2024-25", a_year(l1_2_3=14_100_000), column="actual")
    return world


def test_a_return_stands_before_the_lines_and_the_lines_where_no_return_speaks(world: factories.World) -> None:
    in_year, closing = measures(reading.read(world.agreement))
    assert [(each.forecast.amount, each.months, each.reason) for each in in_year.judged] == [
        (-600_000, 16, "First."),
        (-160_000, 10, NO_REASON),
        (-500_000, 7, NO_REASON),
    ]
    assert [each.error for each in in_year.judged] == [-340_000, 100_000, -240_000]
    assert [each.forecast.amount for each in closing.judged] == [-5_810_000, -5_410_000, -5_810_000]
    chart = accuracy_chart([in_year, closing])
    assert chart is not None
    assert chart.categories == ("16 months before", "10 months before", "7 months before")
    assert chart.series[0].values == (340_000, 100_000, 240_000)
    assert "7 months before, £240,000 off, £240,000 too cautious on average (1 forecast)" in chart.summary


def test_the_page_and_its_files_say_the_same(client: Client, world: factories.World) -> None:
    client.force_login(world.people["officer"])
    page = client.get(PAGE).content.decode()
    assert "−£340,000" in page
    assert "no reason given" in page
    lines = client.get(PAGE[:-1] + ".csv").content.decode("utf-8-sig").splitlines()
    assert lines[1] == (
        'Saltmarsh,"In-year position, with block transfers",2024-25,Update 3 of 2023-24,2023-11-30,16,-600000.00,'
        "-260000.00,-340000.00,340000.00,,First."
    )
    assert len(lines) == 7
    book = openpyxl.load_workbook(io.BytesIO(client.get(PAGE[:-1] + ".xlsx").content))
    assert book.sheetnames == ["Forecasts", "By horizon"]
    assert client.get(PAGE[:-1] + ".pdf").status_code == 404


def test_before_anything_is_forecast_the_page_says_so(client: Client, db: None) -> None:
    world = factories.make_world()
    client.force_login(world.people["officer"])
    assert b"Nothing has been forecast yet." in client.get(PAGE).content
    client.force_login(world.people["forum_member"])
    assert client.get(PAGE).status_code == 403
