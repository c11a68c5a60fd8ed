"""The 0.5% rule, pounds against thousands, what stands beside what, and the bridge of a year."""

from datetime import date
from decimal import Decimal

import pytest

from conditions.line_list import blocks, lines
from conditions.models import TransferConsent
from dashboards.finance import blocks as reading
from dashboards.finance.blocks import ACTUAL, BUDGET, Sheet
from dashboards.finance.bridge import bridge, steps
from dashboards.finance.comparison import Figure, compare
from dashboards.finance.doubts import doubts
from dashboards.finance.roll_forward import RollForward, roll_forward
from dashboards.finance.transfers import transfers, uneven
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter

FORECAST = Sheet("forecast", "mitigated", "update-1-2024-25")


@pytest.fixture
def world(db: None) -> factories.World:
    return factories.make_world()


def one_year(**instead: Decimal | int | None) -> RollForward:
    amounts = {("2024-25", code): amount for code, amount in a_year(**instead).items()}
    return roll_forward(amounts, years=["2024-25"], blocks=blocks())


def test_the_line_list_has_forty_lines_and_every_section_251_line_paid_from_high_needs() -> None:
    assert len(lines()) == 40
    of_section_251 = [line.code for line in blocks()[0].of_kind("spend")]
    assert of_section_251 == [
        *("1.0.2", "1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.2.6", "1.2.7", "1.2.8", "1.2.9", "1.2.10"),
        *("1.2.11", "1.2.13", "1.4.11"),
    ]
    assert lines()["1.2.3"].name == "1.2.3 Top-up: non-maintained and independent"
    assert lines()["hn-payments"].name == "DfE Safety Valve payments"
    assert lines()["sch-opening"].full_name == "Opening balance (schools block)"
    assert len({line.full_name for line in lines().values()}) == 40


@pytest.mark.parametrize(
    ("moved", "forum", "secretary", "settled", "words"),
    [
        (
            425_000,
            None,
            None,
            False,
            "0.50% of its income: within 0.5%. The day on which the Schools Forum agreed is not recorded (Item 5).",
        ),
        (425_000, date(2024, 1, 16), None, True, "The Schools Forum agreed on 16 January 2024 (Item 5)."),
        (425_001, date(2024, 1, 16), None, False, "needs the Secretary of State’s agreement, and none is recorded."),
        (425_001, date(2024, 1, 16), None, False, "0.500001% of its income: more than 0.5%."),
        (424_900, date(2024, 1, 16), None, True, "0.4999% of its income: within 0.5%."),
        (850_000, None, date(2024, 3, 1), True, "The Secretary of State agreed on 1 March 2024."),
    ],
)
def test_up_to_half_a_per_cent_needs_the_forum_and_more_the_secretary_of_state(
    moved: int, forum: date | None, secretary: date | None, settled: bool, words: str
) -> None:
    consent = TransferConsent(forum_agreed_on=forum, forum_reference="Item 5", secretary_of_state_on=secretary)
    (found,) = transfers(one_year(lsch_transfer=-moved, lhn_transfer=moved), {"2024-25": consent})
    assert found.is_settled is settled
    assert words in found.sentence


def test_a_transfer_to_which_nobody_agreed_says_so() -> None:
    (found,) = transfers(one_year(), {"2024-25": TransferConsent()})
    assert not found.is_settled
    assert "No agreement of the Schools Forum is recorded." in found.sentence


def test_the_share_of_a_transfer_is_unknown_while_the_income_is() -> None:
    (found,) = transfers(one_year(lsch_income=None), {})
    assert (found.is_settled, found.share) == (None, None)
    assert "Its income is not known" in found.sentence


def test_no_transfer_asks_for_no_consent() -> None:
    assert transfers(one_year(lsch_transfer=0), {}) == []
    assert transfers(one_year(lsch_transfer=None), {}) == []


def test_transfers_that_do_not_cancel_out_are_named() -> None:
    assert list(uneven(one_year())) == []
    assert list(uneven(one_year(lhn_transfer=300_000))) == [
        "2024-25: the transfers between blocks should cancel out, and come to −£100,000."
    ]


def test_the_steps_of_a_bridge_add_up_and_leave_out_what_is_nothing() -> None:
    found = steps(one_year(lhn_contribution=250_000), "2024-25")
    amounts = [part.amount for _, part in found]
    assert sum(amounts[:-1]) == amounts[-1]  # type: ignore[arg-type]
    assert [name for name, _ in found] == [
        "Balance at the end of 2023-24",
        "High needs: income less spending",
        "High needs: block transfer received",
        "Council contribution",
        "DfE Safety Valve payments",
        "Balance at the end of 2024-25",
    ]


def test_a_bridge_says_how_the_balance_moved_and_starts_every_bar_from_nothing() -> None:
    chart = bridge(one_year(), "2024-25", name="Outturn")
    assert chart is not None
    assert (
        chart.title
        == "£5.4 million deficit after DfE payments at the end of 2024-25, £1.9 million better than a year before"
    )
    assert (chart.kind, chart.axis_from_zero, len(chart.series)) == ("bar", True, 1)
    assert "DfE Safety Valve payments: £2 million better." in chart.summary
    assert bridge(one_year(l1_2_3=None), "2024-25", name="Outturn") is None
    chart = bridge(one_year(lhn_contribution=400_000), "2024-25", name="Outturn")
    assert chart is not None
    both = "High needs: block transfer received: £400,000 better. Council contribution: £400,000 better."
    assert both in chart.summary, "movements of one size are told together"


@pytest.mark.parametrize(
    ("signs", "ways"), [((1, 1, 1), "all better"), ((-1, -1, -1), "all worse"), ((1, 1, -1), "some better, some worse")]
)
def test_movements_too_many_to_name_say_which_way_they_go(signs: tuple[int, int, int], ways: str) -> None:
    transfer, contribution, adjustment = (400_000 * sign for sign in signs)
    year = one_year(lhn_transfer=transfer, lhn_contribution=contribution, lhn_adjustment=adjustment)
    chart = bridge(year, "2024-25", name="Outturn")
    assert chart is not None
    assert f" 3 movements of £400,000 each, {ways}. It closes with" in chart.summary


def test_agreed_forecast_and_outturn_stand_beside_each_other(world: factories.World) -> None:
    before = factories.period_of(world.agreement, "update-3-2023-24")
    enter(world, "2023-24", a_year(), period=before)
    enter(world, "2024-25", a_year(l1_2_3=14_100_000))
    enter(world, "2023-24", a_year(), column="actual")
    in_year, before_payments, _ = compare(reading.read(world.agreement))
    assert [(heading.name, heading.about) for heading in in_year.headings] == [
        ("Agreed", "version 1"),
        ("Forecast before", "Update 3 of 2023-24"),
        ("Latest forecast", "Update 1 of 2024-25"),
        ("Outturn", ""),
    ]
    rows = dict(in_year.rows)
    assert rows["2024-25"] == (Figure(Decimal(-560_000)), Figure(None), Figure(Decimal(-260_000)), Figure(None))
    assert rows["2023-24"][3] == Figure(Decimal(-160_000))
    assert dict(before_payments.rows)["2026-27"][0] == Figure(Decimal(-12_690_000))


def test_the_year_alone_counts_the_block_transfer_as_the_plan_beside_it_does(world: factories.World) -> None:
    """Money that other blocks give to high needs stays in the DSG: the year moves the balance by this much."""
    enter(world, "2023-24", a_year(), column="actual")
    carried = a_year(lhn_opening_before=None, lhn_opening_after=None, lsch_opening=None)
    enter(world, "2024-25", carried, column="actual")
    in_year, before_payments, _ = (dict(each.rows) for each in compare(reading.read(world.agreement)))
    moved = before_payments["2024-25"][-1].amount - before_payments["2023-24"][-1].amount  # type: ignore[operator]
    assert in_year["2024-25"][-1] == Figure(moved)


def test_what_a_return_reported_stands_where_the_lines_are_silent_and_says_so(world: factories.World) -> None:
    factories.make_dsg_position(world.period, block_transfer=Decimal(400_000))
    factories.make_dsg_position(world.period, "2023-24", basis="actual", in_year_position=Decimal(-1))
    in_year = dict(compare(reading.read(world.agreement))[0].rows)
    assert in_year["2024-25"][1] == Figure(Decimal(-160_000), is_reported=True)
    assert in_year["2023-24"][2] == Figure(Decimal(-1), is_reported=True)
    enter(world, "2024-25", a_year(l1_2_3=14_100_000))
    assert dict(compare(reading.read(world.agreement))[0].rows)["2024-25"][1] == Figure(Decimal(-260_000))


def test_a_forecast_that_is_past_stands_as_its_return_stated_it_whatever_its_lines_come_to_now(
    world: factories.World,
) -> None:
    before = factories.period_of(world.agreement, "update-3-2023-24")
    enter(world, "2024-25", a_year(), period=before)
    factories.make_dsg_position(before, in_year_position=Decimal(-999_000))
    enter(world, "2024-25", a_year(l1_2_3=14_100_000))
    row = dict(compare(reading.read(world.agreement))[0].rows)["2024-25"]
    assert row[1:3] == (Figure(Decimal(-999_000), is_reported=True), Figure(Decimal(-260_000)))


@pytest.mark.parametrize(
    ("typed", "is_doubted"),
    [(14_000, True), (Decimal("14000000000"), True), (13_500_000, False), (140_000, False), (0, False)],
)
def test_a_thousand_fold_jump_is_doubted(world: factories.World, typed: Decimal | int, is_doubted: bool) -> None:
    enter(world, "2024-25", a_year())
    found = doubts(reading.read(world.agreement), FORECAST, [(("2024-25", "1.2.3"), Decimal(typed))])
    assert bool(found) is is_doubted


def test_a_figure_is_held_against_another_sheet_or_the_year_before(world: factories.World) -> None:
    enter(world, "2023-24", a_year(), column="actual")
    book = reading.read(world.agreement)
    cells = [(("2023-24", "1.2.3"), Decimal(14_000)), (("2024-25", "1.2.3"), Decimal(14_000))]
    assert [doubt.cell[0] for doubt in doubts(book, BUDGET, cells)] == ["2023-24"]
    assert [doubt.cell[0] for doubt in doubts(book, ACTUAL, cells)] == ["2023-24", "2024-25"]
    assert doubts(book, BUDGET, [(("2024-25", "1.2.13"), Decimal(14_000))]) == []
