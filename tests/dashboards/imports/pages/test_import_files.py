"""What goes in and comes out of the pages of an import as files, and who may have it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from dashboards.imports import problems
from dashboards.imports.contract import Level, Problem
from dashboards.models import ImportRun, SourceFile
from safetyvalve.core.models import Authority
from tests import factories
from tests.dashboards.imports.pages.steps import AFTER, IMPORTS, a_dry_run, upload, words_of


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("figures.pdf", b"x", "figures.pdf is not of the right sort: choose a file that ends with .csv"),
        ("figures.csv", b"", "figures.csv is empty"),
    ],
)
def test_what_can_be_seen_from_outside_is_an_error_of_the_form(
    page: Client, name: str, content: bytes, expected: str
) -> None:
    response = page.post(f"{IMPORTS}new/lines/", {"files": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert expected in words_of(response)
    assert not ImportRun.objects.exists()


def test_no_file_and_no_day_that_can_be_are_told_at_once(page: Client) -> None:
    day = {"as_at_day": "15", "as_at_month": "6", "as_at_year": "2024"}
    words = words_of(page.post(f"{IMPORTS}new/grid/", day))
    assert "Choose a file" in words
    assert "The day must not be in the future" in words


def test_an_upload_that_is_too_large_is_refused_in_a_sentence(page: Client, settings: object) -> None:
    settings.LARGEST_UPLOAD = 10
    response = upload(page, *AFTER)
    assert response.status_code == 422
    assert "Upload at most 0 MB at a time. Nothing was read." in words_of(response)
    assert not ImportRun.objects.exists()


def test_a_script_that_uploads_is_told_where_to_go(page: Client) -> None:
    file = SimpleUploadedFile("figures.csv", b"plans_new,2024-05,14")
    response = page.post(f"{IMPORTS}new/lines/", {"files": file}, headers={"Accept": "application/json"})
    assert response.json() == {"url": f"{IMPORTS}{ImportRun.objects.get().pk}/"}


def test_the_list_of_problems_comes_as_a_workbook_without_formulas(page: Client, council: Authority) -> None:
    run, _ = a_dry_run(page, council)
    odd = Problem("odd", '=HYPERLINK("x")', "@fix", Level.WARNING, "+sheet", 7, "-column")
    run.problems = problems.to_json([odd, *problems.from_json(run.problems)])
    run.save()
    response = page.get(f"{IMPORTS}{run.pk}/problems.xlsx")
    assert response["Content-Disposition"].startswith("attachment")
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Problems", "Would change", "Would be added"]
    cells = [cell for row in book["Problems"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value in (odd.sentence, odd.fix, odd.sheet, odd.column)} == {"s"}
    assert [cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row].count("f") == 0
    values = [[cell.value for cell in row] for row in book["Problems"].iter_rows()]
    assert ["Left out", "figures.csv", 4, None, "This line is odd.", "Correct it.", 1] in values


def test_a_problem_of_the_whole_file_is_listed_without_a_row(page: Client, council: Authority) -> None:
    run, _ = a_dry_run(page, council)
    run.problems = problems.to_json([Problem("odd", "Something is odd.", "Look.", Level.NOTE, "May")])
    for figures in (run.figures, b"of long ago"):
        run.figures = figures
        run.save()
        response = page.get(f"{IMPORTS}{run.pk}/problems.xlsx")
        values = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(response.content))["Problems"]]
        assert ["For information", "May", "–", None, "Something is odd.", "Look.", 1] in values


def test_the_source_is_given_back_as_it_came_and_never_as_a_page(page: Client, council: Authority) -> None:
    run, shown = a_dry_run(page, council)
    source = run.source_files.get()
    url = f"{IMPORTS}{run.pk}/source/{source.pk}/"
    assert url in words_of(shown)
    response = page.get(url)
    assert response.content == "\n".join(AFTER).encode()
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith('attachment; filename="figures.csv"')
    assert response["Content-Type"] == "application/octet-stream"


def test_of_a_personal_file_there_is_nothing_to_give_back(page: Client) -> None:
    words = words_of(page.get(upload(page, "plans_new,2024-05,14", kind="people", name="people.csv").url))
    assert "We keep only counts: the file itself is never stored." in words
    assert "/source/" not in words


def test_directors_look_and_change_nothing(client: Client, page: Client, council: Authority) -> None:
    run, _ = a_dry_run(page, council)
    client.force_login(factories.make_user("director", council))
    words = words_of(client.get(f"{IMPORTS}{run.pk}/"))
    assert "/confirm/" not in words
    assert "/cancel/" not in words
    for action in ("confirm", "cancel", "undo", "restart"):
        assert client.post(f"{IMPORTS}{run.pk}/{action}/").status_code == 403


def test_forum_members_see_none_of_it(client: Client, page: Client, council: Authority) -> None:
    run, _ = a_dry_run(page, council)
    client.force_login(factories.make_user("forum_member", council))
    for path in ("", "new/", f"{run.pk}/", f"{run.pk}/problems.xlsx", f"{run.pk}/source/{run.source_files.get().pk}/"):
        assert client.get(f"{IMPORTS}{path}").status_code == 403


def test_a_hostile_name_of_a_file_is_only_text(page: Client) -> None:
    name = "<script>alert(1)</script>.csv"
    run_page = page.get(upload(page, "plans_new,2024-05,14", name=name).url)
    assert "<script>alert" not in run_page.content.decode()
    source = SourceFile.objects.get()
    response = page.get(f"{IMPORTS}{source.run_id}/source/{source.pk}/")
    assert "<" not in response["Content-Disposition"]


def test_the_files_are_unlike_any_page(page: Client) -> None:
    for ending, kind in (("xlsx", "spreadsheetml"), ("csv", "text/csv")):
        response = page.get(f"{IMPORTS}grid-template.{ending}")
        assert kind in response["Content-Type"]
        assert response["Content-Disposition"].startswith("attachment")
    assert page.get(f"{IMPORTS}grid-template.pdf").status_code == 404
