"""A year month by month: twelve months decide it, a difference is asked about, what is empty stays unknown."""

import io
import re
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from conditions.models import FinanceLine, FinanceMonths
from conditions.rules.finance_months import NAMES, to_date, year_of
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter

pytestmark = pytest.mark.usefixtures("clock")
GRID = "/c/999/finance/safety-valve/"
SHEET = "sheet=forecast.update-1-2024-25&year=2024-25"
PAGE, FORM = f"{GRID}months/?{SHEET}", f"{GRID}months/enter/?{SHEET}"
LINE = "1.2.3"
AMOUNTS = st.lists(
    st.none() | st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2), min_size=12, max_size=12
)


@given(AMOUNTS)
def test_months_decide_when_all_are_given_and_never_count_an_empty_one(months: list[Decimal | None]) -> None:
    known = [each for each in months if each is not None]
    found = to_date(months)
    assert found.given == len(known)
    assert found.amount == (sum(known) if known else None)
    assert year_of(months) == (sum(known) if len(known) == 12 else None)


@pytest.mark.parametrize(
    ("given_at", "words"),
    [([], ""), ([0], "April"), ([0, 1, 2], "April to June"), ([0, 2], "April and June"), (range(12), "April to March")],
)
def test_year_to_date_names_its_months(given_at: Any, words: str) -> None:
    assert to_date([Decimal(1) if index in given_at else None for index in range(12)]).months == words


@pytest.fixture
def world(db: None) -> factories.World:
    world = factories.make_world()
    enter(world, "2024-25", a_year())
    return world


def typed(finance: Client, **boxes: str) -> dict[str, str]:
    """The form as it stands, with some months of line 1.2.3 typed over: m0 is April."""
    form = finance.get(FORM).context["form"]
    data = {bound.html_name: bound.value() for bound in form}
    data = {name: "" if value is None else str(value) for name, value in data.items()}
    return {**data, **{f"{LINE}_{name[1:]}": value for name, value in boxes.items()}}


def all_twelve(amount: str, **instead: str) -> dict[str, str]:
    return {**{f"m{month}": amount for month in range(12)}, **instead}


def year_figure() -> Decimal | None:
    return FinanceLine.objects.get(line=LINE, financial_year="2024-25").amount


def test_some_months_are_a_year_to_date_and_leave_the_year_as_typed(finance: Client) -> None:
    assert finance.post(FORM, typed(finance, m0="1,100,000", m1="1.2m")).status_code == 302
    assert year_figure() == 14_000_000
    page = finance.get(PAGE).content.decode()
    assert '£2,300,000</strong><br><span class="app-quiet">April to May</span>' in page
    assert '£14,000,000</strong><br><span class="app-quiet">Typed</span>' in page
    facts = finance.get(f"{GRID}roll-forward.json?{SHEET}").json()["months"]["2024-25"][LINE]
    assert facts["amounts"] == ["1100000.00", "1200000.00", *[None] * 10]
    assert (facts["to_date"], facts["months"], facts["decides_the_year"]) == ("2300000.00", "April to May", False)
    event = AuditEvent.objects.get(action="finance_forecast_months_changed")
    assert event.changes["April 2024: 1.2.3 Top-up: non-maintained and independent"] == [None, "1100000.00"]


def test_twelve_months_decide_after_the_difference_was_looked_at(finance: Client) -> None:
    data = typed(finance, **all_twelve("1,200,000.01"))
    asked = finance.post(FORM, data)
    assert asked.status_code == 422
    assert "the twelve months come to £14,400,000" in asked.content.decode()
    assert year_figure() == 14_000_000
    digest = asked.context["doubts_digest"]
    assert finance.post(FORM, {**data, "checked": digest}).status_code == 302
    assert year_figure() == Decimal("14400000.12")
    # From then on the year follows its months without asking again.
    assert finance.post(FORM, typed(finance, m11="1,300,000.01")).status_code == 302
    assert year_figure() == Decimal("14500000.12")
    assert "Sum of its months" in finance.get(PAGE).content.decode()


def test_a_month_taken_out_of_a_decided_year_is_asked_about(finance: Client) -> None:
    finance.post(FORM, typed(finance, **all_twelve("1,166,666.66", m11="1,166,666.74")))
    data = typed(finance, m2="", m11="")
    asked = finance.post(FORM, data)
    words = "June and March are emptied, so its months no longer decide the year. £14,000,000, what the twelve came to"
    assert (asked.status_code, FinanceMonths.objects.get().march) == (422, Decimal("1166666.74"))
    assert words in asked.content.decode()
    assert "#id_1.2.3_2" in asked.content.decode()
    assert finance.post(FORM, {**data, "checked": asked.context["doubts_digest"]}).status_code == 302
    assert (FinanceMonths.objects.get().march, year_figure()) == (None, 14_000_000)
    # It is asked once: the year is typed from then on.
    assert finance.post(FORM, typed(finance, m3="")).status_code == 302


def test_another_figure_for_a_decided_year_is_refused_with_its_sum(finance: Client, world: factories.World) -> None:
    finance.post(FORM, typed(finance, **all_twelve("1,166,666.66", m11="1,166,666.74")))
    edit = f"{GRID}change/?{SHEET}"
    form = finance.get(edit).context["form"]
    data = {bound.html_name: "" if bound.value() is None else str(bound.value()) for bound in form}
    refused = finance.post(edit, {**data, f"2024-25_{LINE}": "15,000,000"})
    assert "its twelve months come to £14,000,000, and they decide" in refused.content.decode()
    assert year_figure() == 14_000_000


def test_page_workbook_and_json_say_the_same(finance: Client) -> None:
    finance.post(FORM, typed(finance, m0="1,100,000.10", m2="1,000,000.20"))
    book = openpyxl.load_workbook(io.BytesIO(finance.get(f"{GRID}roll-forward.xlsx?{SHEET}").content))
    page = book["Months 2024-25"]
    [number] = [cell.row for cell in page["A"] if cell.value == "1.2.3 Top-up: non-maintained and independent"]
    row = [cell.value for cell in page[number]]
    assert row[1:4] == [1100000.10, None, 1000000.20]
    span = f"B{number}:M{number}"
    assert row[13:] == [
        f"=COUNT({span})",
        f'=IF(COUNT({span})=0,"not known",ROUND(SUM({span}),2))',
        f"=IF(COUNT({span})=12,ROUND(SUM({span}),2),14000000)",
    ]
    # Every line that can have months is there to be filled in, and an opening balance is not.
    assert [cell.value for cell in page["A"]].count("1.2.1 Top-up: maintained schools") == 1
    assert not [cell for cell in page["A"] if cell.value and cell.value.startswith("Opening balance")]
    assert book.sheetnames[0] == "Roll-forward"
    facts = finance.get(f"{GRID}roll-forward.json?{SHEET}").json()["months"]["2024-25"][LINE]
    assert [None if each is None else Decimal(each) for each in facts["amounts"]] == [
        None if each is None else Decimal(str(each)).quantize(Decimal("0.01")) for each in row[1:13]
    ]
    [(_, [shown])] = finance.get(PAGE).context["groups"]
    assert [str(each) if each is not None else None for each in shown.amounts] == facts["amounts"]
    assert shown.so_far.months == "April and June"


def test_a_month_in_thousands_is_asked_about(finance: Client) -> None:
    asked = finance.post(FORM, typed(finance, m0="1100"))
    assert "April, 1.2.3 Top-up: non-maintained and independent: £1,100 where £1,166,667 is about what a month has" in (
        asked.content.decode()
    )
    assert not FinanceMonths.objects.exists()


@pytest.mark.parametrize(
    ("boxes", "words"),
    [({"m0": "lots"}, "must be an amount in pounds"), ({"m0": "1.001"}, "must have no more than 2 decimal places")],
)
def test_what_is_no_amount_is_refused_at_its_month(finance: Client, boxes: dict[str, str], words: str) -> None:
    page = finance.post(FORM, typed(finance, **boxes)).content.decode()
    assert re.search(f"April, 1.2.3 Top-up: non-maintained and independent {words}", page)
    assert not FinanceMonths.objects.exists()


def test_two_people_lose_nothing(finance: Client) -> None:
    first, second = typed(finance, m0="1,100,000"), typed(finance, m0="1,150,000", m1="1,000,000")
    finance.post(FORM, first)
    late = finance.post(FORM, second)
    assert "somebody else saved £1,100,000 meanwhile" in late.content.decode()
    assert FinanceMonths.objects.get().april == 1_100_000
    assert FinanceMonths.objects.get().may is None


def test_a_locked_return_locks_its_months(finance: Client, world: factories.World) -> None:
    data = typed(finance, m0="1,100,000")
    world.submission.status = "submitted"
    world.submission.save()
    assert "This return has been submitted" in finance.post(FORM, data).content.decode()
    assert not FinanceMonths.objects.exists()


def test_a_budget_has_no_months_and_readers_only_read(finance: Client, world: factories.World) -> None:
    assert finance.get(f"{GRID}months/?sheet=budget").context["sheet"].code == "actual"
    finance.force_login(world.people["officer"])
    assert finance.get(PAGE).context["can_edit"] is False
    assert finance.get(FORM).status_code == 403


def test_every_line_and_month_takes_few_queries(finance: Client) -> None:
    finance.post(FORM, typed(finance, **all_twelve("1,166,666.66", m11="1,166,666.74")))
    for address in (PAGE, FORM, f"{GRID}roll-forward.json?{SHEET}"):
        with CaptureQueriesContext(connection) as queries:
            assert finance.get(address).status_code == 200
        assert len(queries) < 15, address
    assert len(NAMES) == 12
