"""What a ledger extract is refused for: words about somebody in a code, columns that could be either, wrong signs."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dashboards.finance.coming_in.ledger import Extract, read
from dashboards.finance.coming_in.ledger_words import code_of, column_of
from dashboards.imports.contract import Delivered, UnusableDelivery
from dashboards.models import FinanceDelivery, LedgerCode
from dashboards.services.ledger_codes import digest, set_codes
from safetyvalve.core.services.refusals import NotAllowed
from tests import factories
from tests.factories import NOW

ABOUT_SOMEBODY = ("J Smith 12/03/2014", "40010 TAXI SMITH J", "A123456789012", "a12345678901b", "SMITH12/03/2014")


def extract(text: str) -> Extract:
    return read(Delivered("ledger.csv", text.encode()), year="2024-25")


def refused(text: str) -> list[tuple[str, str]]:
    with pytest.raises(UnusableDelivery) as why:
        extract(text)
    return [(each.code, each.sentence) for each in why.value.problems]


@pytest.mark.parametrize("cell", [*ABOUT_SOMEBODY, "4410\u00a02", "2014-03-12", "12.03.2014", date(2014, 3, 12)])
def test_what_may_be_about_somebody_is_no_code_and_is_never_quoted(cell: Any) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        code_of(cell)


@pytest.mark.parametrize("code", ["S1001", "10-20-3000", "E4/10/A", "4410.01", "R9_8000", "1234567890"])
def test_codes_in_parts_are_still_codes(code: str) -> None:
    assert code_of(code) == code


@pytest.mark.parametrize("words", ABOUT_SOMEBODY)
def test_a_row_whose_code_is_a_narrative_is_named_and_not_summed(words: str) -> None:
    found = extract(f"Cost centre,Subjective,Amount\nS1,4410,10\nS1,{words},20\n")
    assert [(each.code, each.sheet) for each in found.problems] == [("wrong-code", "ledger.csv, cell B3")]
    assert list(found.sums) == [("S1", "4410", "2024-25", "")]
    assert "SMITH" not in f"{found.problems}{found.to_json()}".upper()
    assert "A123456789012" not in str(found)


@pytest.mark.parametrize("heading", ["Detail", "Element", "Account"])
def test_headings_that_often_stand_over_words_are_not_taken_for_the_subjective(heading: str) -> None:
    assert column_of(heading) == ""


def test_two_columns_of_one_meaning_are_refused_and_neither_is_taken() -> None:
    twice = "Cost centre,{},Amount\nS1,1,1,10\n"
    for pair in ("Subjective,GL code", "Year,Financial year", "Period,Month", "Code,Subjective", "Amount £,Period"):
        assert [code for code, _ in refused(twice.format(pair))] == ["column-twice"]
    debits = "Cost centre,Debit,Dr,Credit,Credits\nS1,1,1,1,1\n"
    assert [code for code, _ in refused(debits)] == ["column-twice", "column-twice"]


@pytest.mark.parametrize(
    "heading", ["Actual YTD", "YTD actual", "Actual to date £", "Year to date", "Full year forecast"]
)
def test_sums_of_several_months_are_refused_beside_a_period_and_read_without_one(heading: str) -> None:
    ((code, words),) = refused(f"Cost centre,Period,{heading}\nS1,1,100\nS1,2,250\n")
    assert code == "several-months"
    assert "would count the same pounds again" in words
    assert extract(f"Cost centre,{heading}\nS1,250\n").total == 250


def test_debits_and_credits_beside_an_amount_are_named_as_not_read() -> None:
    found = extract("Cost centre,Debit,Credit,Amount\nS1,10,4,6\n")
    assert (found.total, [each.code for each in found.problems]) == (Decimal(6), ["columns-unread"])
    assert found.problems[0].sentence.startswith("Columns B, C were not read")


@pytest.mark.parametrize(
    ("credits", "total", "notes"),
    [
        ((30, -30), 100, []),
        ((30, 20), 50, []),
        ((-30, -20), 50, ["credits-negative"]),
        ((-30, 0), 70, ["credits-negative"]),
        ((0, 0), 100, []),
    ],
)
def test_a_credit_reduces_and_its_reversal_adds(credits: tuple[int, int], total: int, notes: list[str]) -> None:
    rows = "".join(f"S1,,{amount}\n" for amount in credits)
    found = extract(f"Cost centre,Debit,Credit\nS1,100,\n{rows}Total,100,{sum(credits)}\n")
    assert found.total == total
    assert [each.code for each in found.problems if each.level == "note"] == notes


@pytest.fixture
def finance(client: Client, db: None) -> Client:
    client.force_login(factories.make_world().people["finance_officer"])
    return client


@pytest.mark.usefixtures("clock")
def test_nothing_of_a_file_is_stored_when_a_row_of_it_may_be_about_somebody(finance: Client) -> None:
    content = b"Cost centre,Subjective,Amount\nS1,4410,10\nS1,J Smith 12/03/2014,20\n"
    data = {"files": SimpleUploadedFile("ledger.csv", content), "sheet": "actual", "year": "2024-25", "signs": "usual"}
    page = finance.post("/c/999/finance/safety-valve/in/ledger/", data)
    words = page.content.decode()
    assert page.status_code == 422
    assert "ledger.csv, cell B3: This is not a code" in words
    assert "SMITH" not in words.upper()
    assert not FinanceDelivery.objects.exists()


def test_no_code_that_may_be_about_somebody_is_remembered_but_one_can_be_forgotten(db: None) -> None:
    world = factories.make_world()
    by = world.people["finance_officer"]
    with pytest.raises(NotAllowed, match="may be about somebody"):
        set_codes(world.authority, {("S1", "JSMITH12/03/2014"): "1.2.3"}, seen=digest({}), by=by, now=NOW)
    LedgerCode.objects.create(
        authority=world.authority,
        cost_centre="S1",
        subjective="A123456789012",
        line="1.2.3",
        updated_at=NOW,
        updated_by=by,
    )
    seen = digest({("S1", "A123456789012"): "1.2.3"})
    assert set_codes(world.authority, {("S1", "A123456789012"): ""}, seen=seen, by=by, now=NOW) == 1
