"""DfE's section 251 tables: the council's rows, the lines they are, and line 1.9.3 in the reconciliation."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conditions.models import FinanceLine, ReconciliationSource
from conditions.services.reconciliation import set_source
from dashboards.finance.coming_in.section_251 import Table, read
from dashboards.imports.contract import Delivered, UnusableDelivery
from safetyvalve.core.models import Authority
from tests import factories
from tests.factories import NOW

OUTTURN_HEAD = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,new_la_code,"
    "old_la_code,la_name,main_category,category_of_expenditure,early_years_establishments,primary_schools,"
    "gross_expenditure,income,net_expenditure,net_per_capita_expenditure"
)
BUDGET_HEAD = OUTTURN_HEAD.replace("_expenditure", "_planned_expenditure").replace(
    "main_category", "main_category_planned_expenditure"
)
COUNCIL = Authority(name="Saltmarsh", gss_code="E06000999", la_code="999")
YEARS = ["2023-24", "2024-25"]


def row(period: str, category: str, net: str, *, gss: str = "E06000999", la: str = "999") -> str:
    cells = [period, "Financial year", "Local authority", "E92000001", "England", "E12000009", "South West", gss, la]
    return ",".join([*cells, "Saltmarsh", "DSG", f'"{category}"', "0", "0", net, "0", net, "12.5"])


ROWS = (
    row("202324", "1.0.2 High needs place funding within Individual Schools Budget, all", "5000000.4"),
    row("202324", "1.2.3 Top-up and other funding – non-maintained and independent", "14000000"),
    row("202324", "1.2.3 Top-up and other funding – non-maintained and independent", "1", gss="E06000001", la="101"),
    row("202324", "1.2.10 PFI/ BSF costs at special schools", "z"),
    row("202324", "1.0.1 Individual Schools Budget", "90000000"),
    row("202324", "1.9.1a Adjustment", "7"),
    row("202324", "1.9.3 Dedicated Schools Grant carried forward to next year", "5860000"),
    row("202324", "2.1.4 SEN transport", "3000000"),
    row("201516", "1.2.3 Top-up and other funding", "1"),
)


def table(text: str, *, years: list[str] | None = None, encoding: str = "cp1252") -> Table:
    return read(Delivered("s251.csv", text.encode(encoding)), COUNCIL, years=years or YEARS)


def test_an_outturn_gives_high_needs_lines_and_what_was_carried_forward() -> None:
    found = table("\n".join([OUTTURN_HEAD, *ROWS]))
    assert {cell: each.amount for cell, each in found.cells.items()} == {
        ("2023-24", "1.0.2"): Decimal("5000000.40"),
        ("2023-24", "1.2.3"): Decimal(14_000_000),
    }
    assert found.carried_forward == {"2023-24": Decimal(-5_860_000)}
    assert not found.is_budget
    assert [each.level for each in found.problems] == ["note"] * 4
    assert "2015-16" in found.problems[0].sentence


def test_a_budget_is_told_by_its_heading() -> None:
    found = table("\n".join([BUDGET_HEAD, *ROWS]), encoding="utf-8-sig")
    assert found.is_budget
    assert ("2023-24", "1.2.3") in found.cells


def test_another_file_another_council_and_two_figures_for_a_line() -> None:
    with pytest.raises(UnusableDelivery, match="no row in this file"):
        table("\n".join([OUTTURN_HEAD, ROWS[2]]))
    with pytest.raises(UnusableDelivery, match="not a section 251 table"):
        table("a,b\n999,2\n")
    twice = table("\n".join([OUTTURN_HEAD, ROWS[1], ROWS[1], ROWS[1].replace("14000000", "15000000")]))
    [problem] = [each for each in twice.problems if each.level == "refused"]
    assert problem.code == "twice"
    assert problem.sheet.endswith("4"), "the cell is named as a spreadsheet shows it: the third row below the headings"


@pytest.mark.usefixtures("clock", "db")
def test_lines_and_reconciliation_are_saved_together_after_the_dry_run(client: Client) -> None:
    world = factories.make_world()
    client.force_login(world.people["finance_officer"])
    text = "\n".join([OUTTURN_HEAD, *ROWS]).replace("E06000999", world.authority.gss_code)
    file = SimpleUploadedFile("s251.csv", text.encode("cp1252"))
    data: dict[str, Any] = {"files": file, "dated_on_day": "11", "dated_on_month": "12", "dated_on_year": "2099"}
    address = "/c/999/finance/safety-valve/in/section-251/"
    assert b"today or in the past" in client.post(address, data).content
    file.seek(0)
    shown = client.post(address, data | {"dated_on_year": "2023"}, follow=True)
    assert shown.context["title"] == "3 figures would change"
    (carried,) = shown.context["carried"]
    assert (carried.year, carried.before, carried.after) == ("2023-24", "not known", "£5,860,000 deficit")
    address = shown.request["PATH_INFO"]
    assert client.post(f"{address}confirm/", {"expected": shown.context["found"].digest}).status_code == 302
    lines = dict(FinanceLine.objects.filter(column="actual").values_list("line", "amount"))
    assert lines == {"1.0.2": Decimal("5000000.40"), "1.2.3": Decimal(14_000_000)}
    source = ReconciliationSource.objects.get()
    assert (source.source, source.amount, source.dated_on) == ("s251", Decimal(-5_860_000), date(2023, 12, 11))
    assert source.reference == "Section 251 outturn: s251.csv"


@pytest.mark.usefixtures("clock", "db")
def test_a_figure_without_a_date_does_not_keep_the_date_of_another_document(client: Client) -> None:
    world = factories.make_world()
    by = world.people["finance_officer"]
    values = {"amount": Decimal(-5_000_000), "reference": "Outturn return", "dated_on": date(2022, 5, 31)}
    set_source(world.agreement, "2023-24", ReconciliationSource.Source.S251, values, revision=0, by=by, now=NOW)
    client.force_login(by)
    text = "\n".join([OUTTURN_HEAD, *ROWS]).replace("E06000999", world.authority.gss_code)
    file = SimpleUploadedFile("s251.csv", text.encode("cp1252"))
    shown = client.post("/c/999/finance/safety-valve/in/section-251/", {"files": file}, follow=True)
    address = shown.request["PATH_INFO"]
    assert client.post(f"{address}confirm/", {"expected": shown.context["found"].digest}).status_code == 302
    source = ReconciliationSource.objects.get()
    assert (source.amount, source.reference, source.dated_on) == (
        *(Decimal(-5_860_000), "Section 251 outturn: s251.csv", None),
    )
