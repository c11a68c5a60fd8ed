"""A council's own spreadsheet: guessed, shown, corrected and remembered; the file itself handed over each time."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dashboards.models import ColumnMapping, ImportRun, SourceFile
from safetyvalve.core.models import Authority, User
from tests import factories
from tests.dashboards.imports import sheets
from tests.dashboards.imports.pages.steps import IMPORTS, words_of

KNOWN = [["Measure", "Month", "Figure"], ["EHC plans maintained", "May 2024", "1,570"]]
UNKNOWN = [["Measure", "Month", "How many there were", "Remark"], ["EHC plans maintained", "May 2024", "1,570", ""]]


@pytest.fixture
def council(db: None) -> Authority:
    return sheets.council()


@pytest.fixture
def analyst(council: Authority) -> User:
    return factories.make_user("programme_manager", council)


def posted(rows: list[list[str]], **more: str) -> dict[str, object]:
    return {"files": SimpleUploadedFile("own.csv", sheets.csv_file(rows).content), **more}


def test_what_the_headings_say_is_read_at_once_and_shown(page: Client) -> None:
    response = page.post(f"{IMPORTS}new/mapped/", posted(KNOWN), follow=True)
    words = words_of(response)
    assert "This file would add 1 figure" in words
    assert "How the columns were read" in words
    assert "A: Measure" in words
    assert "/mapping/" in words
    assert not SourceFile.objects.exists()


def test_what_they_do_not_say_is_asked_and_the_answer_remembered(page: Client, council: Authority) -> None:
    asked = page.post(f"{IMPORTS}new/mapped/", posted(UNKNOWN, read_as="shape:long"), follow=True)
    url = asked.redirect_chain[-1][0]
    assert url.endswith("/mapping/")
    assert "Choose the column that holds the figure." in words_of(asked)
    assert "Each row is taken for a figure. If that is wrong" in words_of(asked)
    first = ImportRun.objects.get()
    assert "Some columns are not known yet" in words_of(page.get(f"{IMPORTS}{first.pk}/"))
    answers = {"column_0": "measure", "column_1": "period", "column_2": "value", "remember_as": "Monthly report"}
    shown = page.post(url, posted(UNKNOWN, **answers), follow=True)
    assert "This file would add 1 figure" in words_of(shown)
    assert ColumnMapping.objects.get(authority=council).name == "Monthly report"
    first.refresh_from_db()
    assert first.state == "cancelled"
    again = page.post(f"{IMPORTS}new/mapped/", posted(UNKNOWN), follow=True)
    assert "This file would add 1 figure" in words_of(again)


def test_a_script_is_given_the_questions_while_it_still_has_the_file(page: Client) -> None:
    sent = posted(UNKNOWN, read_as="shape:long")
    response = page.post(f"{IMPORTS}new/mapped/", sent, headers={"Accept": "application/json"})
    assert response["Content-Type"].startswith("text/html")
    run = ImportRun.objects.get()
    assert f'action="{IMPORTS}{run.pk}/mapping/"' in response.content.decode()


def test_wrong_answers_and_a_missing_file_are_told_together(page: Client) -> None:
    page.post(f"{IMPORTS}new/mapped/", posted(UNKNOWN, read_as="shape:long"))
    url = f"{IMPORTS}{ImportRun.objects.get().pk}/mapping/"
    response = page.post(url, {"column_0": "measure", "column_1": "period", "column_2": ""})
    assert response.status_code == 422
    words = words_of(response)
    assert "Choose the column that holds the figure" in words
    assert "Choose a file" in words


def test_other_ways_in_have_no_columns_to_say(page: Client) -> None:
    page.post(f"{IMPORTS}new/grid/", posted(KNOWN))
    run = f"{IMPORTS}{ImportRun.objects.get().pk}/"
    assert page.get(f"{run}mapping/").url == run
