"""A spreadsheet with a row for each case is counted as a SEN2 return is, and nothing about a child is kept."""

import tomllib
from datetime import date

import pytest
from openpyxl import Workbook

from dashboards.imports import mapped
from dashboards.imports.contract import Delivered
from dashboards.services.categories import load_shipped
from safetyvalve.core.models import Authority
from tests.dashboards.imports import sheets
from tests.dashboards.imports.mapped.cases import AS_AT, CASES, counted, read
from tests.dashboards.imports.sheets import csv_file, delivery
from tests.dashboards.records import FIXTURES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def council() -> Authority:
    load_shipped(tomllib.loads((FIXTURES / "categories.toml").read_text()))
    return sheets.council_only()


def test_columns_are_guessed_from_their_headings(council: Authority) -> None:
    _, proposed = read(council, CASES)
    assert (proposed.shape, proposed.missing) == ("cases", ())
    assert {column.heading: column.target for column in proposed.columns} == {
        "Child name": "",
        "UPN": "PersonKey",
        "DOB": "PersonBirthDate",
        "Date received": "ReceivedDate",
        "Requested by": "RequestSource",
        "Decision": "RequestOutcome",
        "Decision date": "RequestOutcomeDate",
        "EHCP start date": "StartDate",
        "Date ceased": "CeaseDate",
        "Reason ceased": "CeaseReason",
        "Primary need": "SENtype",
        "Case notes": "",
    }


def test_cases_become_counts_of_requests_decisions_and_plans(council: Authority) -> None:
    reading, _ = read(council, CASES, since="2024-04-01")
    assert counted(reading, "requests_received", "April 2024") == {"": 2}
    assert counted(reading, "requests_received", "May 2024") == {"": 2}
    sources = counted(reading, "requests_received", "May 2024", "source")
    assert {code: number for code, number in sources.items() if number} == {"parent": 1, "school": 1}
    assert counted(reading, "refusals_to_assess", "May 2024") == {"": 2}
    assert counted(reading, "decisions_to_assess_made", "May 2024") == {"": 3}
    assert counted(reading, "plans_maintained", "April 2024") == {"": 2}
    assert counted(reading, "plans_maintained", "May 2024") == {"": 1}
    assert counted(reading, "plans_ceased", "May 2024") == {"": 1}
    reasons = counted(reading, "plans_ceased", "May 2024", "cease_reason")
    assert {code: number for code, number in reasons.items() if number} == {"higher_education": 1}


def test_the_same_person_in_two_rows_is_one_person(council: Authority) -> None:
    again = ["Eve Ross", "x5", "09/10/2006", "", "", "", "", "01/02/2023", "", "", "SEMH", ""]
    reading, _ = read(council, [*CASES, again], since="2024-05-01")
    assert counted(reading, "plans_maintained", "May 2024") == {"": 1}
    assert dict(reading.summary)["People"] == "6"


def test_a_need_without_a_plan_is_the_need_of_the_request(council: Authority) -> None:
    reading, _ = read(council, CASES, since="2024-05-01")
    needs = counted(reading, "requests_received", "May 2024", "need")
    assert {code: number for code, number in needs.items() if number} == {"MLD": 1, "not_known": 1}
    of_plans = counted(reading, "plans_maintained", "May 2024", "need")
    assert {code: number for code, number in of_plans.items() if number} == {"SEMH": 1}


def test_a_value_mapping_says_what_a_word_stands_for(council: Authority) -> None:
    spec = read(council, CASES)[1].spec.as_json()
    spec["values"]["Requested by"] = {"School": "health"}
    reading, _ = read(council, CASES, since="2024-05-01", mapping_spec=spec)
    sources = counted(reading, "requests_received", "May 2024", "source")
    assert {code: number for code, number in sources.items() if number} == {"parent": 1, "health": 1}


def test_cells_that_cannot_be_read_are_counted_by_column(council: Authority) -> None:
    wrong = ["Gus Lamb", "X7", "31/02/2016", "soon", "Aunt Vi", "Maybe so", "", "", "", "", "", ""]
    reading, _ = read(council, [*CASES, wrong])
    found = [p for p in reading.problems if p.code in ("dates-not-read", "words-not-known")]
    assert [(p.code, p.row, p.column, p.count, p.level) for p in found] == [
        ("dates-not-read", 8, "C (DOB)", 1, "warning"),
        ("dates-not-read", 8, "D (Date received)", 1, "warning"),
        ("words-not-known", 8, "E (Requested by)", 1, "warning"),
        ("words-not-known", 8, "F (Decision)", 1, "warning"),
    ]
    assert found[0].sentence == "1 cell of this column is not a date."


def test_own_checks_name_rows_of_the_sheet(council: Authority) -> None:
    backwards = ["Gus Lamb", "X7", "", "20/05/2024", "School", "Refused", "01/05/2024", "", "", "", "", ""]
    reading, _ = read(council, [*CASES, backwards])
    sentences = " ".join(problem.sentence for problem in reading.problems)
    assert "row 8, column G" in sentences
    assert "Person" not in sentences
    assert "request 1" not in sentences


def test_a_file_without_a_date_to_count_by_asks_for_one(council: Authority) -> None:
    file = csv_file([["UPN", "Requested by", "Decision"], ["X1", "School", "Agreed"], ["X2", "Parent", "Refused"]])
    reading = mapped.read(delivery(council, file, shape="cases"))
    assert reading.rows == ()
    assert "the date the request was received" in reading.problems[-1].sentence


def test_dates_of_a_workbook_are_read_as_they_look(council: Authority) -> None:
    rows = [["Date received", "Requested by"], [date(2024, 5, 2), "School"], [date(2024, 5, 3), "Parent"]]
    reading = mapped.read(delivery(council, sheets.workbook(Cases=rows), as_at=AS_AT))
    assert counted(reading, "requests_received", "May 2024") == {"": 2}


def test_plans_counted_from_rows_come_with_a_warning(council: Authority) -> None:
    reading, _ = read(council, CASES)
    [warning] = [problem for problem in reading.problems if problem.code == "stock-from-rows"]
    assert warning.level == "warning"
    requests = csv_file([["Date received", "Requested by"], ["02/05/2024", "School"], ["03/05/2024", "Parent"]])
    codes = {problem.code for problem in mapped.read(delivery(council, requests, as_at=AS_AT)).problems}
    assert "stock-from-rows" not in codes


def test_formulas_without_their_result_and_errors_are_counted_and_not_taken(council: Authority) -> None:
    book = Workbook()
    sheet = book.active
    for row in (["Date received", "Decision"], ["=A9", "Agreed"], ["02/05/2024", "#N/A"], ["03/05/2024", "Refused"]):
        sheet.append(row)
    sheet["B3"].data_type = "e"
    reading = mapped.read(delivery(council, sheets.saved(book), as_at=AS_AT))
    assert counted(reading, "requests_received", "May 2024") == {"": 2}
    wrong = [(p.code, p.row, p.count) for p in reading.problems if p.code in ("dates-not-read", "words-not-known")]
    assert wrong == [("dates-not-read", 2, 1), ("words-not-known", 3, 1)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_cases_are_read_in_every_usual_encoding_and_with_semicolons(council: Authority, encoding: str) -> None:
    text = "Date received;Requested by;Primary need\r\n02/05/24;Zoë’s school;SEMH\r\n03/05/24;School;ASD\r\n"
    file = Delivered("cases.csv", text.encode(encoding))
    reading = mapped.read(delivery(council, file, as_at=AS_AT))
    assert counted(reading, "requests_received", "May 2024") == {"": 2}


def test_rows_of_long_ago_counted_for_today_are_worth_a_look(council: Authority) -> None:
    def told(as_at: date) -> list[str]:
        rows = [["Date received", "Decision", "Decision date"], ["02/04/24", "Agreed", "10/05/24"]]
        problems = mapped.read(delivery(council, csv_file(rows), as_at=as_at)).problems
        return [problem.sentence for problem in problems if problem.code == "nothing-lately"]

    assert told(date(2024, 8, 10)) == []
    assert told(date(2024, 8, 11)) == [
        "Nothing in these rows has happened in the three months before 11 August 2024, for which they are counted."
    ]


def test_what_columns_do_not_hold_is_a_matter_of_the_mapping(council: Authority) -> None:
    rows = [["EHCP start date", "Main need"], *([["01/02/2023", "ASD"]] * 20)]
    problems = {each.code: each for each in mapped.read(delivery(council, csv_file(rows), as_at=AS_AT)).problems}
    assert "age-unlikely" not in problems
    assert problems["no-cease-dates"].fix == "If the spreadsheet has it, say in the mapping which column holds it."
