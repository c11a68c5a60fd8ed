"""Nothing that a row about a child says comes out of a spreadsheet of cases."""

import dataclasses
import json
import tomllib

import pytest

from dashboards.imports import mapped
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


def test_words_of_codes_are_shown_and_those_of_one_row_are_not(council: Authority) -> None:
    rows = [
        *CASES,
        *([*row[:4], word, *row[5:]] for row, word in zip(CASES, ["Uncle Bob", "Lead", "Lead"], strict=False)),
    ]
    _, proposed = read(council, rows)
    [column] = [column for column in proposed.columns if column.target == "RequestSource"]
    assert {(word.word, word.code) for word in column.words} == {
        *(("Lead", ""), ("Parent/carer", "parent"), ("School", "school"), ("GP", "health")),
    }
    assert column.words_left_out == 1


@pytest.mark.parametrize(
    "word", ["Mrs Lamb of Quay Street", "his aunt, TQ1 2AB", "A880000000001", "vi@example.org", "mother 01803 200"]
)
def test_words_about_a_person_are_never_shown_however_often_they_stand(council: Authority, word: str) -> None:
    rows = [*CASES, *([*row[:4], word, *row[5:]] for row in CASES), *([*row[:4], word, *row[5:]] for row in CASES)]
    _, proposed = read(council, rows)
    assert word not in json.dumps(proposed.as_json())
    [column] = [column for column in proposed.columns if column.target == "RequestSource"]
    assert {word.code for word in column.words} == {"parent", "school", "health"}


def test_nothing_about_a_child_is_in_what_comes_out(council: Authority) -> None:
    wrong = [
        ["Gus Lamb", "X7", "31/02/2016", "soon", "Aunt Vi", "Maybe so", "10/13/2024", "", "", "Flew away", "Odd", ""]
    ]
    reading, proposed = read(council, [*CASES, *wrong])
    out = json.dumps(
        [
            [str(row) for row in reading.rows],
            [dataclasses.asdict(problem) for problem in reading.problems],
            reading.summary,
            proposed.as_json(),
        ],
        default=str,
    )
    secrets = {cell for row in [*CASES, *wrong] for cell in (row[0], row[1], row[2], row[-1], *row[0].split()) if cell}
    secrets |= {"soon", "Aunt Vi", "Maybe so", "10/13/2024", "Flew away", "Odd"}
    secrets -= {"SEMH", "X7"}
    assert [secret for secret in sorted(secrets) if secret in out] == []


def test_a_column_of_names_is_not_taken_for_a_school(council: Authority) -> None:
    rows = [["Date received", "School URN"], ["01/05/2024", "113000"], ["02/05/2024", "Harbour Primary"]]
    spec = {"shape": "cases", "columns": {"Date received": "ReceivedDate", "School URN": "SchoolURN"}}
    reading = mapped.read(delivery(council, csv_file(rows), as_at=AS_AT, mapping_spec=spec))
    assert [(p.code, p.row) for p in reading.problems if p.code == "urns-not-read"] == [("urns-not-read", 3)]
    assert counted(reading, "requests_received", "May 2024", "school") == {"113000": 1, "not_known": 1}
