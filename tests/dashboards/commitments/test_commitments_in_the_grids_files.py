"""The grid's workbook and JSON have what the page shows of commitments: sums of a year beside the forecast."""

import io
import json

import openpyxl
import pytest
from django.test import Client

from dashboards.finance.commitments.sheet import NAME
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter
from tests.money_examples import make_commitments

GRID = "/c/999/finance/safety-valve/"


@pytest.fixture
def finance(client: Client, db: None, clock: object) -> Client:
    world = factories.make_world()
    enter(world, "2024-25", a_year())
    client.force_login(world.people["finance_officer"])
    assert "commitments" in client.get(f"{GRID}roll-forward.json").json()
    make_commitments(world.agreement, by=world.people["finance_officer"])
    return client


def test_page_json_and_workbook_say_the_same(finance: Client) -> None:
    rows = finance.get(GRID).context["beside"]
    told = finance.get(f"{GRID}roll-forward.json").json()["commitments"]
    page = openpyxl.load_workbook(io.BytesIO(finance.get(f"{GRID}roll-forward.xlsx").content))[NAME]
    header = next(cell.row for cell in page["A"] if cell.value == "Financial year")

    assert [each["financial_year"] for each in told] == [row.financial_year for row in rows] != []
    for at, (row, each) in enumerate(zip(rows, told, strict=True), start=header + 1):
        assert each["committed"] == (None if row.committed is None else f"{row.committed:.2f}")
        assert each["words"] == row.words
        assert page.cell(at, 2).value == (None if row.committed is None else float(row.committed))
        assert page.cell(at, 4).value == f'=IF(COUNT(B{at},C{at})<2,"not known",ROUND(SUM(B{at},C{at}),2))'
        assert row.not_yet is row.together is row.difference is None
        assert each["not_yet_issued"] is each["together"] is each["difference"] is None
        assert page.cell(at, 6).value == ("–" if row.difference is None else f"=ROUND(E{at}-D{at},2)")


def test_no_count_of_placements_is_in_the_files(finance: Client) -> None:
    told = finance.get(f"{GRID}roll-forward.json").json()["commitments"]

    assert told
    assert not any("placement" in key or "count" in key for each in told for key in each)
    assert "placements" not in json.dumps(told)


def test_without_commitments_there_is_no_sheet_of_them(client: Client, db: None, clock: object) -> None:
    world = factories.make_world()
    enter(world, "2024-25", a_year())
    client.force_login(world.people["finance_officer"])

    assert client.get(f"{GRID}roll-forward.json").json()["commitments"] == []
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{GRID}roll-forward.xlsx").content))
    assert NAME not in book.sheetnames
