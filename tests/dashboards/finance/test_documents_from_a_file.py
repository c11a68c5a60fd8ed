"""What documents say the deficit is, out of a file: looked at first, saved whole or not at all, nothing lost."""

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from conditions.models import ReconciliationSource
from conditions.services import reconciliation as services
from dashboards.finance.reconciliation.stated_figures import HEADINGS, read
from dashboards.imports.contract import Delivered
from dashboards.imports.files.tables import Sheet, Tables, read_tables
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter
from tests.factories import NOW, World

pytestmark = pytest.mark.usefixtures("clock")
LIST = "/c/999/finance/safety-valve/reconciliation/"
PAGE = f"{LIST}file/"
YEARS = ("2022-23", "2023-24")
HEAD = ",".join(HEADINGS)
GOOD = f"""{HEAD}
2023/24,"Section 251, line 1.9.3","-£5,460,000.50","Outturn, line 1.9.3",31/05/2024
2023-2024,Revenue Outturn,(5410000),RO return,2024-05-31
2023-24,Statement of accounts: DSG unusable reserve,,,
"""


@pytest.fixture
def world(db: None) -> World:
    """The outturn of 2023-24 closes with a deficit of £5,410,000."""
    world = factories.make_world()
    enter(world, "2023-24", a_year(), column="actual")
    return world


def hand_over(client: Client, text: str, name: str = "documents.csv") -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, text.encode())})


def save(client: Client, review: Any, **more: str) -> Any:
    return client.post(PAGE, {"figures": review.context["figures"], **more}, follow=True)


def test_a_file_is_looked_at_then_saved_with_one_event_for_each_figure(finance: Client) -> None:
    assert PAGE in finance.get(LIST).content.decode()
    review = hand_over(finance, GOOD)
    page = review.content.decode()
    assert "2 of 2 figures would be new or different" in page
    assert "−£5,460,000.50" in page
    assert not ReconciliationSource.objects.exists()
    assert "2 figures saved. 0 stood like that already." in save(finance, review).content.decode()
    kept = {row.source: (row.amount, row.reference, str(row.dated_on)) for row in ReconciliationSource.objects.all()}
    assert kept == {
        "s251": (Decimal("-5460000.50"), "Outturn, line 1.9.3", "2024-05-31"),
        "outturn": (Decimal(-5_410_000), "RO return", "2024-05-31"),
    }
    events = AuditEvent.objects.filter(action="reconciliation_source_entered")
    assert {event.changes["amount"][1] for event in events} == {"-5460000.50", "-5410000.00"}
    again = hand_over(finance, GOOD)
    assert "there is nothing to save" in again.content.decode()
    assert "Nothing was different." in save(finance, again).content.decode()
    assert events.count() == 2


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_table_with_what_is_on_record_comes_back_as_it_went(finance: Client, format: str) -> None:
    save(finance, hand_over(finance, GOOD))
    content = finance.get(f"{LIST}documents.{format}").content
    tables = read_tables(Delivered(f"documents.{format}", content))
    found, wrong = read(tables, years=YEARS)
    assert wrong == []
    assert {(each.key.source, each.amount, each.reference) for each in found} == {
        ("s251", Decimal("-5460000.50"), "Outturn, line 1.9.3"),
        ("outturn", Decimal(-5_410_000), "RO return"),
    }
    back = finance.post(PAGE, {"file": SimpleUploadedFile(f"documents.{format}", content)})
    assert "there is nothing to save" in back.content.decode()
    assert finance.get(f"{LIST}documents.pdf").status_code == 404


def test_thousands_and_a_turned_sign_are_asked_about_and_saved_once_looked_at(finance: Client) -> None:
    text = f"{HEAD}\n2023-24,DSG note,-5410,Note 8,1/5/2024\n2023-24,Section 251,5410000,Line 1.9.3,1/5/2024\n"
    review = hand_over(finance, text)
    page = review.content.decode()
    assert "−£5,410.00 beside −£5,410,000.00: pounds or thousands?" in page
    assert "Is the sign right?" in page
    refused = save(finance, review)
    assert refused.status_code == 422
    assert not ReconciliationSource.objects.exists()
    save(finance, refused, looked="yes")
    assert ReconciliationSource.objects.count() == 2


def test_a_figure_that_somebody_saved_meanwhile_is_shown_and_nothing_is_saved_over_it(
    finance: Client, world: World
) -> None:
    review = hand_over(finance, GOOD)
    values = {"amount": Decimal(-5_500_000), "reference": "Letter", "dated_on": None}
    services.set_source(
        world.agreement, "2023-24", "outturn", values, revision=0, by=world.people["section_151"], now=NOW
    )
    refused = save(finance, review)
    assert refused.status_code == 422
    assert "−£5,500,000.00" in refused.content.decode()
    assert ReconciliationSource.objects.count() == 1
    save(finance, refused)
    assert ReconciliationSource.objects.get(source="outturn").amount == -5_410_000


@pytest.mark.parametrize("figures", ["", "nonsense", "W10:1tFYzE:abc"])
def test_a_page_that_lost_track_saves_nothing(finance: Client, figures: str) -> None:
    assert "Hand over the file again" in finance.post(PAGE, {"figures": figures}, follow=True).content.decode()
    assert not ReconciliationSource.objects.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "No row of the file has the headings"),
        (f"{HEAD},UPN\n2023-24,DSG note,-1,N,1/5/2024,A1\n", "1 more column is in the file"),
        (f"{HEAD}\n2023-24,DSG note,about five,N,1/5/2024\n", "Row 2: it has a balance that must be an amount"),
        (f"{HEAD}\n2019-20,DSG note,-1,N,1/5/2024\n", "Row 2: it names 2019-20, which is not a year of this agreement"),
        (f"{HEAD}\n2023-34,DSG note,-1,N,1/5/2024\n", "must name a financial year"),
        (f"{HEAD}\n2023-24,A letter,-1,N,1/5/2024\n", "names a document that is not one of those compared"),
        (f"{HEAD}\n2023-24,DSG note,-1.005,N,1/5/2024\n", "no more than 2 decimal places"),
        (f"{HEAD}\n2023-24,DSG note,-1,,1/5/2024\n", "Row 2: Say which document it is"),
        (f"{HEAD}\n2023-24,DSG note,-1,N,\n", "Row 2: Give the date of the document"),
        (f"{HEAD}\n2023-24,DSG note,-1,N,1/5/2099\n", "Row 2: 1 May 2099 is in the future"),
        (f"{HEAD}\n2023-24,DSG note,-1,N,soon\n", "has a date that must be a date"),
        (f"{HEAD}\n2023-24,DSG note,-1,N,1/5/2024\n2023/24,DSG note,-2,N,1/5/2024\n", "the same document as row 2"),
        (f"{HEAD}\n2023-24,DSG note,,,\n", "No row of the file has a balance"),
        (HEAD + "\n2023-24,DSG note,-1,N,1/5/2024" * 201, "200 is the most that is read"),
    ],
)
def test_what_is_wrong_is_said_with_its_row_and_nothing_is_saved(finance: Client, text: str, words: str) -> None:
    response = hand_over(finance, text)
    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors["file"])
    assert not ReconciliationSource.objects.exists()


@pytest.mark.parametrize(("name", "words"), [("a.pdf", "ends with .xlsx or .csv"), ("a.xlsx", "")])
def test_a_file_of_another_sort_is_refused(finance: Client, name: str, words: str) -> None:
    response = hand_over(finance, "%PDF-1.7 not a table", name)
    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors["file"])


def test_a_formula_without_a_result_and_an_error_are_refused_by_row(finance: Client) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (HEADINGS, ("2023-24", "DSG note", "=1+1", "N", "1/5/2024"), ("2023-24", "RO", "#N/A", "R", "1/5/2024")):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    response = finance.post(PAGE, {"file": SimpleUploadedFile("a.xlsx", buffer.getvalue())})
    assert [words[:6] for words in response.context["form"].errors["file"]] == ["Row 2:", "Row 3:"]


cells = st.one_of(st.none(), st.text(max_size=20), st.decimals(), st.dates(), st.booleans())


@settings(max_examples=30)
@given(st.lists(st.tuples(*[cells] * 5), max_size=8))
def test_whatever_the_cells_hold_it_is_read_or_refused_in_words(rows: list[tuple[Any, ...]]) -> None:
    found, wrong = read(Tables((Sheet("a", (HEADINGS, *rows)),)), years=YEARS)
    assert all(each.amount == each.amount.quantize(Decimal("0.01")) for each in found)
    assert len(found) + len(wrong) <= max(len(rows), 1)
