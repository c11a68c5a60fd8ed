"""The workbook that computes itself, the JSON and the page: one set of figures, three faces."""

import io
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from conditions.line_list import lines
from dashboards.finance import blocks as reading
from dashboards.finance.blocks import ACTUAL, Sheet
from dashboards.finance.position import WHOLE
from dashboards.finance.workbook import UNKNOWN, workbook
from safetyvalve.core import money
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("clock")
GRID = "/c/999/finance/safety-valve/"
FORECAST = Sheet("forecast", "mitigated", "update-1-2024-25")
FILE = f"{GRID}roll-forward.xlsx?sheet={FORECAST.code}"
OPENINGS = {
    "lhn_opening_before": None,
    "lhn_opening_after": None,
    "lsch_opening": None,
    "ley_opening": None,
    "lcss_opening": None,
}


@pytest.fixture
def world(db: None) -> factories.World:
    """The outturn of 2023-24, and a forecast that carries on from it, misses a line in 2025-26 and has pence."""
    world = factories.make_world()
    enter(world, "2023-24", a_year(), column="actual")
    enter(world, "2024-25", a_year(l1_2_3=Decimal("14000000.10"), l1_2_1=Decimal("9000000.20"), **OPENINGS))
    enter(world, "2025-26", a_year(l1_2_3=Decimal("13100000.07"), **OPENINGS))
    enter(world, "2026-27", a_year(l1_2_13=None, **OPENINGS))
    return world


def cells(page: Any) -> dict[str, list[Any]]:
    """Rows of the computing sheet by block and label: "Whole DSG / Closing balance after DfE payments"."""
    found, block = {}, ""
    for row in page.iter_rows(min_row=5, values_only=True):
        label = str(row[0] or "")
        if (
            label
            and not any(value is not None for value in row[1:])
            and label not in {each.name for each in lines().values()}
        ):
            block = label
        elif label:
            found[f"{block} / {label}"] = list(row[1:])
    return found


def test_sums_are_formulas_that_nobody_types_over_and_figures_are_open(finance: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(finance.get(FILE).content))
    assert book.sheetnames == ["Roll-forward", "Beside each other", "Bridge", "About this download"]
    assert book["About this download"].sheet_state == "hidden"
    page = book["Roll-forward"]
    assert page.protection.sheet
    formulas = [cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("=")]
    figures = [cell for row in page.iter_rows() for cell in row if isinstance(cell.value, int | float)]
    assert len(formulas) > 100
    assert all(cell.protection.locked for cell in formulas)
    assert figures
    assert not any(cell.protection.locked for cell in figures)
    assert page.data_validations.dataValidation


def test_an_opening_from_the_outturn_stands_as_a_figure_and_a_carried_one_as_a_formula(finance: Client) -> None:
    page = openpyxl.load_workbook(io.BytesIO(finance.get(FILE).content))["Roll-forward"]
    opening = cells(page)["High needs block / Opening balance after DfE payments"]
    assert opening[2] == -5_410_000
    assert opening[3] == "=D31"
    assert str(page["A31"].value) == "Closing balance after DfE payments"


def test_the_same_facts_give_the_same_bytes(world: factories.World) -> None:
    book = reading.read(world.agreement)
    assert workbook(book, FORECAST, at=NOW) == workbook(book, FORECAST, at=NOW)


def test_what_somebody_typed_is_never_a_formula(world: factories.World) -> None:
    world.authority.name = "=1+1"
    world.agreement.authority = world.authority
    page = openpyxl.load_workbook(io.BytesIO(workbook(reading.read(world.agreement), ACTUAL, at=NOW))).active
    assert page is not None
    assert (page["A1"].data_type, str(page["A1"].value)[:4]) == ("s", "=1+1")


def test_the_page_shows_what_the_json_says(finance: Client) -> None:
    facts = finance.get(f"{GRID}roll-forward.json?sheet={FORECAST.code}").json()
    context = finance.get(f"{GRID}?sheet={FORECAST.code}").context
    shown = {row.label: dict(zip(context["years"], row.amounts, strict=True)) for row in context["rows"].whole}
    for name, label in WHOLE:
        for year in context["years"]:
            said = facts["position"][year][name]
            assert shown[label][year] == (None if said is None else Decimal(said)), (label, year)
    assert facts["position"]["2024-25"]["closing_after_payments"] == "-3540000.30"
    assert facts["position"]["2026-27"]["closing_after_payments"] is None
    assert facts["whole"]["2026-27"]["missing"] == ["2026-27 1.2.13 Therapies and other health"]
    page = finance.get(f"{GRID}?sheet={FORECAST.code}").content.decode()
    assert money.in_figures(Decimal("-3540000.30")) in page


def test_no_other_format_is_offered(finance: Client) -> None:
    assert finance.get(f"{GRID}roll-forward.pdf").status_code == 404


@pytest.mark.slow
def test_libreoffice_recalculates_the_workbook_to_the_figures_of_the_page(finance: Client, tmp_path: Path) -> None:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    assert soffice, "This test needs LibreOffice: install it, or leave out the slow tests."
    made = openpyxl.load_workbook(io.BytesIO(finance.get(FILE).content))
    # Without what openpyxl cannot know there is nothing to read back but what LibreOffice worked out.
    made.save(tmp_path / "made.xlsx")
    (tmp_path / "out").mkdir()
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", tmp_path / "out", tmp_path / "made.xlsx"], check=True, timeout=180)
    book = openpyxl.load_workbook(tmp_path / "out" / "made.xlsx", data_only=True)
    found = cells(book["Roll-forward"])
    facts = finance.get(f"{GRID}roll-forward.json?sheet={FORECAST.code}").json()
    for index, year in enumerate(facts["years"]):
        for name, label in WHOLE:
            assert pence(found[f"Whole DSG / {label}"][index]) == facts["position"][year][name], (label, year)
        high_needs = facts["blocks"]["high_needs"][year]
        for name, label in (
            ("spend", "Net spending"),
            ("in_year", "In-year position: income − net spending"),
            ("closing_before", "Closing balance before DfE payments"),
            ("closing_after", "Closing balance after DfE payments"),
        ):
            assert pence(found[f"High needs block / {label}"][index]) == high_needs[name], (label, year)

    # The bridge of 2024-25 is read from that sheet: its steps lead from one balance to the other.
    [first, *_, last] = levels = [
        row for row in book["Bridge"].iter_rows(values_only=True) if isinstance(row[3], int | float)
    ]
    position = facts["position"]["2024-25"]
    assert pence(first[1]) == position["opening_after_payments"]
    assert pence(last[1]) == pence(levels[-2][4]) == position["closing_after_payments"]


def pence(value: Any) -> str | None:
    """A number as the JSON writes it; "not known" is None there."""
    return None if value in (None, UNKNOWN) else f"{Decimal(str(value)):.2f}"
