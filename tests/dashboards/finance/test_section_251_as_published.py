"""Section 251 tables laid out as DfE publishes them: columns, markers and units. The figures are made up."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conditions.models import ReconciliationSource
from dashboards.finance.coming_in.section_251 import MILLIONS, POUNDS, Table, read
from dashboards.imports.contract import Delivered, UnusableDelivery
from safetyvalve.core.models import Authority
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter

HEAD = (
    "time_period,time_identifier,geographic_level,country_name,country_code,region_code,region_name,la_name,"
    "old_la_code,new_la_code,{main},{category},early_years_establishments,primary_schools,secondary_schools,"
    "sen_and_special_schools,pupil_referral_units_and_alt_provision,post_16,{gross},income,{net},{per_capita}"
)
OUTTURN = HEAD.format(
    main="main_category",
    category="category_of_expenditure",
    gross="gross_expenditure",
    net="net_expenditure",
    per_capita="net_per_capita_expenditure",
)
BUDGET = HEAD.format(
    main="main_category_planned_expenditure",
    category="category_of_planned_expenditure",
    gross="gross_planned_expenditure",
    net="net_planned_expenditure",
    per_capita="net_per_capita_planned_expenditure",
)
ENGLAND = "Financial year,National,England,E92000001,,,,,,"
OURS = "Financial year,Local authority,England,E92000001,E12000009,South West,Saltmarsh,999,E06000999,"
DSG, SCHOOLS = "Dedicated schools grant,", "Schools expenditure,"
COUNCIL = Authority(name="Saltmarsh", gss_code="E06000999", la_code="999")
# Of each category: six phases, then gross, income, net and net per capita. Grants and balances have gross alone.
LINES = (
    (SCHOOLS, '"1.0.1 Individual Schools Budget, before Academy recoupment"', "1,2,3,0,0,x,{0},0,{0},10"),
    (SCHOOLS, "1.0.2 High needs place funding within Individual Schools Budget", "0,0,0,1,1,x,{1},0,{1},10"),
    (SCHOOLS, "1.2.3 Top-up and other funding – non-maintained and independent providers", "0,0,0,1,1,x,{2},{3},{4},1"),
    (
        SCHOOLS,
        '"1.2.10 PFI/ BSF costs at special schools, AP/ PRUs and Post 16 institutions only"',
        "z,z,z,z,z,z,z,z,z,z",
    ),
    (DSG, "1.9.1 Dedicated Schools Grant for year", ":,:,:,:,:,:,{5},:,:,:"),
    (DSG, "1.9.2 Dedicated Schools Grant brought forward from previous year", ":,:,:,:,:,:,{6},:,:,:"),
    (DSG, "1.9.3 Dedicated Schools Grant carried forward to next year", ":,:,:,:,:,:,{7},:,:,:"),
)
IN_MILLIONS = ("84.12345", "5.00004", "14.25", "0.25", "14.00001", "130.5", "-3.1", "5.86001")
IN_POUNDS = ("8.412345E+07", "5000040.126", "14250000", "250000", "14000010", "130500000", "-3100000", "5860010")


def published(head: str, figures: tuple[str, ...], *, period: str = "202021", only: slice = slice(None)) -> str:
    rows = [head]
    for main, category, cells in LINES[only]:
        rows.append(f"{period},{ENGLAND}{main}{category},{cells.format(*['27116.27692'] * 8)}")
        rows.append(f"{period},{OURS}{main}{category},{cells.format(*figures)}")
    return "\n".join(rows)


def table(text: str, **more: Any) -> Table:
    return read(Delivered("s251.csv", text.encode("cp1252")), COUNCIL, years=["2020-21", "2023-24"], **more)


def test_an_outturn_in_millions_is_read_in_pounds_and_a_balance_from_where_it_stands() -> None:
    found = table(published(OUTTURN, IN_MILLIONS))
    assert {code: each.amount for (_, code), each in found.cells.items()} == {
        "1.0.2": Decimal("5000040.00"),
        "1.2.3": Decimal("14000010.00"),
    }
    assert found.carried_forward == {"2020-21": Decimal("-5860010.00")}
    assert any("in millions of pounds" in each.sentence for each in found.problems)


def test_a_table_in_pounds_with_more_than_two_decimals_is_rounded_to_the_penny() -> None:
    for head in (OUTTURN, BUDGET):
        found = table(published(head, IN_POUNDS, period="202324"))
        assert found.cells["2023-24", "1.0.2"].amount == Decimal("5000040.13")
        assert found.cells["2023-24", "1.2.3"].amount == Decimal(14_000_010)
        assert found.carried_forward == {"2023-24": Decimal(-5_860_010)}
        assert found.is_budget == (head == BUDGET)
        assert not any("millions" in each.sentence for each in found.problems)


def test_a_table_whose_unit_nobody_can_tell_asks_for_it() -> None:
    small = published(OUTTURN, IN_MILLIONS, only=slice(1, 3))
    with pytest.raises(UnusableDelivery, match="pounds or millions of pounds"):
        table(small)
    assert table(small, unit=MILLIONS).cells["2020-21", "1.0.2"].amount == Decimal("5000040.00")
    assert table(small, unit=POUNDS).cells["2020-21", "1.0.2"].amount == Decimal("5.00")


def test_years_in_both_units_are_not_read_as_one_unit() -> None:
    """Put together from DfE's older and newer tables: the older years would come in as a few pounds."""
    pounds = published(OUTTURN, IN_POUNDS, period="202324").partition("\n")[2]
    both = f"{published(OUTTURN, IN_MILLIONS)}\n{pounds}"
    with pytest.raises(UnusableDelivery) as why:
        table(both)
    assert why.value.problems[0].code == "which-unit"
    assert str(why.value.problems[0].sentence) == (
        "The figures of 2020-21 look like millions of pounds, those of 2023-24 like pounds."
    )
    one = read(Delivered("s251.csv", both.encode("cp1252")), COUNCIL, years=["2020-21"])
    assert one.cells["2020-21", "1.0.2"].amount == Decimal("5000040.00")
    assert table(both, unit=POUNDS).unit == POUNDS


def test_a_year_whose_unit_nobody_can_tell_is_named_beside_one_that_is_clear() -> None:
    small = published(OUTTURN, IN_MILLIONS, only=slice(1, 3)).partition("\n")[2]
    both = f"{published(OUTTURN, IN_POUNDS, period='202324')}\n{small}"
    with pytest.raises(UnusableDelivery, match="figures of 2020-21 whether they are pounds"):
        table(both)
    only = read(Delivered("s251.csv", both.encode("cp1252")), COUNCIL, years=["2023-24"])
    assert only.cells["2023-24", "1.2.3"].amount == Decimal(14_000_010)
    empty = small.replace("14.00001", ":").replace("14.25", ":").replace("0.25", ":").replace("5.00004", ":")
    assert table(f"{published(OUTTURN, IN_POUNDS, period='202324')}\n{empty}").years == ["2023-24"]


@pytest.mark.usefixtures("clock", "db")
def test_a_balance_the_other_way_round_than_the_record_is_asked_about(client: Client) -> None:
    world = factories.make_world()
    enter(world, "2023-24", a_year(), column="actual")
    client.force_login(world.people["finance_officer"])
    text = published(OUTTURN, (*IN_POUNDS[:-1], "-5860010"), period="202324")
    text = text.replace("E06000999", world.authority.gss_code)
    data = {"files": SimpleUploadedFile("s251.csv", text.encode("cp1252"))}
    shown = client.post("/c/999/finance/safety-valve/in/section-251/", data, follow=True)
    [sentence] = shown.context["doubts"]
    assert "2023-24: line 1.9.3" in sentence
    assert re.search("comes out as a £5.9.* surplus; the outturn here closes with a £.* deficit", sentence)
    address, sent = f"{shown.request['PATH_INFO']}confirm/", {"expected": shown.context["found"].digest}
    assert client.post(address, sent).status_code == 422
    assert client.post(address, {**sent, "checked": shown.context["doubts_digest"]}).status_code == 302
    assert ReconciliationSource.objects.get().amount == 5_860_010
