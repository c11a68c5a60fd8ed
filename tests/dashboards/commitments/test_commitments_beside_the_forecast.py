"""Committed and not yet issued beside the forecast, on the finance grid and on the summary, and in the files."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from conditions.models import Assumption
from conditions.services import assumptions
from conditions.services.assumptions import Assumed
from dashboards.finance import blocks
from dashboards.finance.commitments.reading import read_beside
from dashboards.models import CommitmentList
from dashboards.services import commitments
from tests import factories
from tests.dashboards.commitments.lists import drafting, listed
from tests.dashboards.finance.ledger import a_year, enter
from tests.factories import NOW, World

pytestmark = pytest.mark.usefixtures("clock")
MAY = date(2024, 5, 31)
GRID = "/c/999/finance/safety-valve/"
ROWS = ("Independent,365000,year,01/04/2024,,60%,30%,10%", "AP,73000,year,01/04/2024,30/06/2024,,,")


@pytest.fixture
def world(db: None) -> World:
    """£219,000 and £18,200 committed for 2024-25; ten plans being drafted, each at £36,500; £300,000 forecast."""
    world = factories.make_world()
    agreement, by = world.agreement, world.people["finance_officer"]
    draft = commitments.try_out(agreement, listed(*ROWS), as_at=MAY, source="Register", by=by, now=NOW)
    commitments.confirm(draft, seen=0, by=by, now=NOW)
    drafting(world, 10)
    assumed = Assumed({"2024-25": Decimal(36_500)}, date(2024, 4, 1), evidence="Last year's plans.")
    values = {"name": "Cost of a plan", "kind": "unit_cost", "unit": "pounds", "owner": by, "lines": []}
    unit_cost: Assumption = assumptions.create(agreement, values, assumed, by=by, now=NOW)
    basis = {"assumption": unit_cost, "share_issuing": Decimal(50), "weeks_issuing": 0}
    commitments.set_basis(agreement, basis, revision=0, by=by, now=NOW)
    enter(world, "2024-25", a_year(l1_2_1=100_000, l1_2_2=0, l1_2_3=200_000))
    return world


def test_the_sums_and_the_words_agree(world: World) -> None:
    [year, *later] = read_beside(blocks.read(world.agreement), today=MAY)
    assert (year.committed, year.not_yet) == (Decimal(237_200), Decimal(152_500))
    assert (year.together, year.forecast.amount, year.difference) == (389_700, 300_000, -89_700)
    assert year.words == "What is committed and not yet issued together comes to £90,000 more than the forecast."
    assert later[0].not_issued is None
    assert later[0].words.endswith("the expected cost of a plan is not given for 2025-26.")
    assert later[0].words.startswith("They cannot be compared: the lines have no forecast.")


def test_grid_and_summary_show_them_and_the_grid_takes_under_fifteen_queries(finance: Client, world: World) -> None:
    with CaptureQueriesContext(connection) as captured:
        page = finance.get(f"{GRID}?sheet=forecast.{world.period.slug}").content.decode()
    assert len(captured) < 15, [each["sql"][:90] for each in captured]
    assert "Commitments beside the forecast" in page
    assert "comes to £90,000 more than the forecast" in page
    summary = finance.get(f"{GRID}summary/").content.decode()
    assert "2024-25: £237,000 committed and £153,000 committed but not yet issued." in summary


def test_the_page_names_the_assumption_and_its_version(finance: Client) -> None:
    assert "£36,500 in 2024-25" in finance.get(f"{GRID}commitments/").content.decode()
    assert "Cost of a plan (version 1)" in finance.get(f"{GRID}commitments/").content.decode()


def test_workbook_csv_and_page_say_the_same(finance: Client) -> None:
    record = CommitmentList.objects.get()
    address = f"{GRID}commitments/lists/{record.pk}"
    book = load_workbook(io.BytesIO(finance.get(f"{address}.xlsx").content))
    assert book.sheetnames == ["By month", "By year", "Beside the forecast"]
    cells = [[cell.value for cell in row] for row in book["By month"].iter_rows()]
    dsg = sum(Decimal(str(row[4])) for row in cells if len(row) > 4 and row[1] == "2024-25")
    text = finance.get(f"{address}.csv").content.decode("utf-8-sig")
    assert sum(Decimal(line.split(",")[4]) for line in text.splitlines()[1:] if ",2024-25," in line) == dsg == 237_200
    words = [cell for row in book["Beside the forecast"].iter_rows(values_only=True) for cell in row]
    assert any(isinstance(word, str) and "£90,000 more than the forecast" in word for word in words)
    template = load_workbook(io.BytesIO(finance.get(f"{GRID}commitments/template.xlsx").content))
    assert template.sheetnames == ["Placements", "What to write"]
    assert finance.get(f"{address}.pdf").status_code == 404
