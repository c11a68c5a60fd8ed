"""What titles and sentences say of savings and payments: the sign, what has no plan, and what is not known."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from conditions.models import Payment
from dashboards.board import Board
from dashboards.boards.programme import savings_headline
from dashboards.charts.deficit import deficit_after, deficit_before
from dashboards.charts.money import in_year, payments, savings
from dashboards.finance.summary import _savings
from dashboards.payments import Payments, PaymentYear, read_payments
from dashboards.positions import Deficit, Profile, YearEnd
from dashboards.scope import Scope
from safetyvalve.render.data import ChartData
from safetyvalve.render.standing import figures_with_standing
from tests import factories
from workstreams.savings import Sum, WorkstreamYear, YearTotal

DSG, CASHABLE, AVOIDANCE = "Dedicated Schools Grant", "Cashable saving", "Cost avoidance"


def amounts(amount: int | None, known: int = 2, of: int = 2) -> Sum:
    return Sum(None, 0, of) if amount is None else Sum(Decimal(amount), known, of)


def year(label: str, planned: Sum, forecast: Sum, delivered: Sum, kind: str = CASHABLE) -> YearTotal:
    return YearTotal(label, kind, DSG, planned, forecast, delivered)


NONE = amounts(None)


@pytest.mark.parametrize(
    ("totals", "title"),
    [
        (
            [year("2023-24", NONE, NONE, amounts(-376_000))],
            "Pressures outweigh cashable savings by £376,000, delivered by 2023-24; no plan for that time",
        ),
        (
            [year("2023-24", amounts(-100_000), NONE, amounts(-376_000))],
            "Pressures outweigh cashable savings by £376,000, delivered by 2023-24; "
            "£100,000 of pressures was planned for that time",
        ),
        (
            [year("2023-24", amounts(900_000, 4, 4), NONE, amounts(200_000, 1, 4))],
            "£200,000 of cashable savings delivered by 2023-24 (not every figure is known)",
        ),
        (
            [year("2023-24", amounts(900_000, 3, 4), NONE, amounts(200_000, 4, 4))],
            "£200,000 of cashable savings delivered by 2023-24",
        ),
        (
            [
                year("2023-24", amounts(100_000), NONE, amounts(100_000)),
                year("2024-25", amounts(900_000), NONE, NONE),
                year("2025-26", amounts(100_000), NONE, amounts(100_000)),
            ],
            "£200,000 of cashable savings delivered by 2025-26 (not known for every year)",
        ),
        (
            [
                year("2023-24", amounts(100_000), NONE, amounts(100_000)),
                year("2024-25", NONE, NONE, amounts(100_000)),
            ],
            "£200,000 of cashable savings delivered by 2024-25",
        ),
        (
            [
                year("2023-24", amounts(100_000), NONE, amounts(100_000)),
                year("2024-25", amounts(900_000), NONE, amounts(800_000)),
                year("2025-26", amounts(900_000), NONE, NONE),
            ],
            "£900,000 of cashable savings delivered by 2024-25; £1 million was planned for that time",
        ),
        (
            [year("2023-24", amounts(500_000), NONE, amounts(0)), year("2024-25", amounts(900_000), NONE, NONE)],
            "£0 of cashable savings delivered by 2023-24; £500,000 was planned for that time",
        ),
        ([year("2024-25", NONE, amounts(70_000), NONE)], "£70,000 of cashable savings forecast, none delivered yet"),
    ],
)
def test_a_title_says_pressures_and_never_takes_a_missing_plan_for_nothing(totals: list[YearTotal], title: str) -> None:
    chart = savings(Payments((), tuple(totals)), CASHABLE)
    assert chart is not None
    assert chart.title == title


def test_the_sum_of_a_year_in_words_says_its_sign() -> None:
    chart = savings(Payments((), (year("2023-24", NONE, NONE, amounts(-376_000)),)), CASHABLE)
    assert chart is not None
    assert chart.summary == "2023-24: £376,000 of pressures delivered."


def test_no_file_calls_a_plan_a_forecast_or_a_payment_that_is_to_come_final() -> None:
    hidden = Sum(None, 2, 2, is_hidden=True)
    chart = savings(Payments((), (year("2023-24", amounts(9), amounts(8), hidden),)), CASHABLE)
    assert chart is not None
    table = figures_with_standing(chart)
    assert [column.name for column in table.columns[4:]] == [
        "Planned: status", "Forecast: status", "Delivered: status"
    ]  # fmt: skip
    assert table.rows[0][4:] == ("", "", "Hidden to protect children")
    due = payments(Payments((PaymentYear("2023-24", Decimal(5), Decimal(4), None),), (), version=1))
    assert due is not None
    assert "Final" not in {cell for row in figures_with_standing(due).rows for cell in row}


YEARS = (
    YearEnd("2023-24", Decimal(-13), Decimal(-7), in_year=Decimal(-1)),
    YearEnd("2024-25", Decimal(-14), Decimal(-6), is_settled=False, in_year=Decimal(-2)),
    YearEnd("2025-26", Decimal(-15), Decimal(-5), is_settled=False, in_year=Decimal(-3)),
)


@pytest.mark.parametrize("chart_of", [deficit_after, deficit_before, in_year])
def test_a_forecast_of_the_report_before_is_as_provisional_as_one_of_the_latest(
    chart_of: Callable[[Deficit], ChartData | None],
) -> None:
    latest, earlier = Profile("Update 1", YEARS), Profile("Update 3", YEARS[:2])
    chart = chart_of(Deficit((Profile("Planned", YEARS),), latest, earlier))
    assert chart is not None
    table = figures_with_standing(chart)
    assert [column.name for column in table.columns[4:]] == ["Latest report: status", "Report before it: status"]
    assert [row[4:] for row in table.rows] == [
        ("Final", "Final"),
        ("Provisional", "Provisional"),
        ("Provisional", "Not available"),
    ]
    assert chart.series[1].positions_of("provisional") == [1]


def undated(amount: int | None) -> WorkstreamYear:
    return WorkstreamYear("Places", "", AVOIDANCE, DSG, amounts(amount))


def test_savings_of_no_year_are_not_said_to_be_none() -> None:
    assert _savings(Payments((), (), by_workstream=(undated(900_000),)), AVOIDANCE) == (
        "Without a year: £900,000 in a full year."
    )
    assert _savings(Payments((), (), by_workstream=(undated(None),)), AVOIDANCE) == "No amount is on record yet."
    assert _savings(Payments((), ()), AVOIDANCE) == "None of the Dedicated Schools Grant is recorded."


def test_an_instalment_without_an_amount_leaves_the_whole_unknown() -> None:
    found = Payments((PaymentYear("2023-24", Decimal(5_080_000), None, None),), (), version=1, without_amount=2)
    chart = payments(found)
    assert chart is not None
    assert chart.title == "DfE has paid £5.1 million"
    assert chart.summary == "DfE has paid £5.1 million. 2 instalments have no amount on record and are not counted."


@pytest.mark.django_db
def test_instalments_without_an_amount_are_counted_but_for_cancelled_ones(clock: object) -> None:
    world = factories.make_world()
    version = world.agreement.versions.get()
    before = read_payments(world.agreement, today=date(2025, 5, 1)).without_amount
    for status in (Payment.Status.DUE, Payment.Status.CANCELLED):
        Payment.objects.create(version=version, financial_year="2025-26", label=status, status=status)
    assert read_payments(world.agreement, today=date(2025, 5, 1)).without_amount == before + 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("delivered", "value", "change"),
    [
        (amounts(-376_000), "£376,000 of pressures", "£876,000 less than planned"),
        (amounts(200_000, 1, 2), "£200,000", ""),
        (amounts(600_000), "£600,000", "£100,000 more than planned"),
    ],
)
def test_the_headline_says_the_sign_and_compares_only_what_is_whole(delivered: Sum, value: str, change: str) -> None:
    world = factories.make_world()
    money = Payments((), (year("2024-25", amounts(500_000), NONE, delivered),))
    board = Board(world.authority, Scope(is_inside=True), {}, money=money)
    found = savings_headline(board, date(2025, 1, 1))
    assert found is not None
    assert (found.value, found.change) == (value, change)
