"""The pages of an import, from the choice of a file to its undoing, as somebody without scripts uses them."""

import zlib
from datetime import timedelta
from decimal import Decimal

from django.test import Client

from dashboards.imports import runs
from dashboards.imports.contract import Problem
from dashboards.models import ImportRun, Measurement, SourceFile
from dashboards.services.measurements import record
from dashboards.views.imports.shown import told_once
from safetyvalve.core.models import Authority
from tests.dashboards.imports import fakes
from tests.dashboards.imports.pages.steps import (
    BEFORE,
    IMPORTS,
    State,
    a_dry_run,
    at_work,
    confirm,
    put_on_record,
    upload,
    words_of,
)
from tests.factories import NOW


def test_an_empty_list_explains_what_imports_are(page: Client) -> None:
    words = words_of(page.get(IMPORTS))
    assert "Nothing has been imported yet" in words
    assert f"{IMPORTS}new/" in words


def test_each_way_in_says_what_is_kept_of_its_file(page: Client) -> None:
    words = words_of(page.get(f"{IMPORTS}new/"))
    assert words.count("We keep only counts: the file itself is never stored.") == 4
    assert words.count("We keep the file") >= 2
    for kind in ("grid", "mapped", "sen2", "blade", "ees", "gias"):
        assert f"{IMPORTS}new/{kind}/" in words


def test_a_way_in_that_is_not_there_is_not_found(page: Client) -> None:
    assert page.get(f"{IMPORTS}new/telepathy/").status_code == 404


def test_the_dry_run_says_what_the_file_would_do(page: Client, council: Authority) -> None:
    run, shown = a_dry_run(page, council)
    words = words_of(shown)
    assert "This file would add 1 figure, change 1, and cannot use 1 entry" in words
    assert "New EHC plans, April 2024" in words
    assert [(each.old, each.new) for each in shown.context["changed"]] == [("12", "13")]
    assert "Add 1 figure and change 1" in words
    assert "figures.csv, row 4" in words
    assert "This line is odd." in words
    assert "Correct it." in words
    assert (run.state, Measurement.objects.current().count()) == (State.READY, 2)


def test_confirming_puts_it_on_record_and_the_old_value_is_still_shown(page: Client, council: Authority) -> None:
    run, shown = a_dry_run(page, council)
    words = words_of(confirm(page, run, shown))
    assert "1 figure added, 1 changed. Dashboards, checks and returns use them from now on." in words
    assert "/c/999/measures/plans_new/" in words
    assert ">12</td>" in words
    assert ">13</td>" in words
    assert fakes.values(council) == {
        "plans_new 2024-04": Decimal(13),
        "plans_new 2024-05": Decimal(14),
        "plans_new 2024-06": Decimal(11),
    }


def test_undoing_asks_first_and_brings_the_old_back(page: Client, council: Authority) -> None:
    run, shown = a_dry_run(page, council)
    confirm(page, run, shown)
    undo = f"{IMPORTS}{run.pk}/undo/"
    asked = words_of(page.get(undo))
    assert "1 figure that it added is taken off the record." in asked
    assert "1 figure that it changed gets its earlier value back." in asked
    words = words_of(page.post(undo, follow=True))
    assert "This import was undone" in words
    assert fakes.values(council) == {"plans_new 2024-04": Decimal(12), "plans_new 2024-05": Decimal(14)}
    assert "Undone" in words_of(page.get(IMPORTS))


def test_an_import_that_later_ones_rest_on_is_not_undone_and_the_page_says_why(
    page: Client, council: Authority
) -> None:
    run, shown = a_dry_run(page, council)
    confirm(page, run, shown)
    earlier = ImportRun.objects.get(file_name="earlier.csv")
    refused = page.post(f"{IMPORTS}{earlier.pk}/undo/")
    assert refused.status_code == 409
    assert "Later figures rest on this import. Undo that first: “figures.csv”" in words_of(refused)


def test_typed_figures_are_undone_from_the_list(page: Client, council: Authority) -> None:
    batch = record(council, fakes.row_of("plans_new,2024-05,14"), by=None, now=NOW).batch
    undo = f"{IMPORTS}batches/{batch.pk}/undo/"
    assert undo in words_of(page.get(IMPORTS))
    assert "Undone." in words_of(page.post(undo, follow=True))
    assert fakes.values(council) == {}


def test_a_record_that_moved_meanwhile_gives_a_new_dry_run_and_says_so(page: Client, council: Authority) -> None:
    run, shown = a_dry_run(page, council)
    other = runs.start(council, "lines", [fakes.file("plans_new,2024-04,99", name="other.csv")], by=None, now=NOW)
    runs.confirm(other, expected=runs.dry_run(other).digest, by=None, now=NOW)
    response = page.post(f"{IMPORTS}{run.pk}/confirm/", {"expected": shown.context["digest"]})
    assert response.status_code == 409
    assert "The record has changed since you opened this page." in words_of(response)
    assert [(each.old, each.new) for each in response.context["changed"]] == [("99", "13")]
    assert "1 figure added, 1 changed" in words_of(confirm(page, run, response))


def test_the_same_file_again_would_change_nothing_and_cannot_be_confirmed(page: Client, council: Authority) -> None:
    put_on_record(council)
    words = words_of(page.get(upload(page, *BEFORE).url))
    assert "This file would change nothing" in words
    assert "2 figures of it are on record already." in words
    assert "/confirm/" not in words


def test_confirming_twice_is_told_and_harmless(page: Client, council: Authority) -> None:
    run, shown = a_dry_run(page, council)
    confirm(page, run, shown)
    assert "This import has been confirmed already." in words_of(confirm(page, run, shown))
    assert Measurement.objects.current().count() == 3


def test_a_dry_run_can_be_thrown_away(page: Client, council: Authority) -> None:
    run, _ = a_dry_run(page, council)
    words = words_of(page.post(f"{IMPORTS}{run.pk}/cancel/", follow=True))
    assert "This import was cancelled" in words
    assert not SourceFile.objects.filter(run=run).exists()


def test_a_file_that_cannot_be_read_says_why_and_how_to_go_on(page: Client) -> None:
    words = words_of(page.get(upload(page, "damaged").url))
    assert "This file cannot be used" in words
    assert "The file is damaged." in words
    assert "Export it again." in words
    assert f"{IMPORTS}new/lines/" in words


def test_a_reading_shows_how_far_it_is_and_can_be_cancelled(page: Client, council: Authority) -> None:
    run = at_work(council, progress_done=1200, progress_total=5000, progress_words="Reading rows")
    shown = page.get(f"{IMPORTS}{run.pk}/")
    assert "Reading rows: 1,200 of 5,000" in words_of(shown)
    assert '<meta http-equiv="refresh"' in shown.content.decode()
    facts = page.get(f"{IMPORTS}{run.pk}/", headers={"Accept": "application/json"}).json()
    assert facts == {
        "is_over": False,
        "is_waiting": False,
        "done": 1200,
        "total": 5000,
        "words": "Reading rows: 1,200 of 5,000",
    }
    page.post(f"{IMPORTS}{run.pk}/cancel/")
    assert "Stopping" in words_of(page.get(f"{IMPORTS}{run.pk}/"))


def test_of_a_file_that_was_thrown_away_nothing_is_said_to_be_kept(page: Client, council: Authority) -> None:
    run, shown = a_dry_run(page, council)
    assert "We keep the file" in words_of(shown)
    page.post(f"{IMPORTS}{run.pk}/cancel/")
    words = words_of(page.get(f"{IMPORTS}{run.pk}/"))
    assert "The file was thrown away." in words
    assert "We keep the file" not in words


def test_a_file_handed_over_the_wrong_way_in_is_not_kept(page: Client, council: Authority) -> None:
    words = words_of(page.get(upload(page, "damaged", "Ada Jones,01/02/2016").url))
    assert "This file cannot be used" in words
    assert "The file was thrown away." in words
    assert not SourceFile.objects.exists()


def test_an_interrupted_reading_is_started_again(page: Client, council: Authority) -> None:
    run = at_work(council, heartbeat_at=NOW - timedelta(minutes=2))
    SourceFile.objects.create(
        run=run, name="figures.csv", size=20, sha256="0" * 64, content=zlib.compress(b"plans_new,2024-05,14")
    )
    words = words_of(page.get(f"{IMPORTS}{run.pk}/"))
    assert "This import was interrupted" in words
    assert page.get(f"{IMPORTS}{run.pk}/", headers={"Accept": "application/json"}).json()["is_over"]
    again = words_of(page.post(f"{IMPORTS}{run.pk}/restart/", follow=True))
    assert "This file would add 1 figure" in again


def test_a_dry_run_left_alone_is_a_task_at_home(page: Client, council: Authority) -> None:
    run, _ = a_dry_run(page, council)
    words = words_of(page.get("/c/999/"))
    assert "1 import waiting for you to confirm" in words
    assert f"{IMPORTS}{run.pk}/" in words
    page.post(f"{IMPORTS}{run.pk}/cancel/")
    assert "waiting for you to confirm" not in words_of(page.get("/c/999/"))


def test_many_deliveries_are_paged(page: Client, council: Authority) -> None:
    for number in range(60):
        at_work(council, state=State.CANCELLED, made_at=NOW - timedelta(hours=number))
    shown = page.get(IMPORTS)
    assert len(shown.context["rows"]) == 50
    assert len(page.get(f"{IMPORTS}?page=2").context["rows"]) == 10


def test_a_delivery_names_the_same_problem_once_with_its_rows() -> None:
    [place] = told_once(
        [Problem("odd", "Odd.", "", sheet="Months", row=row, column="May 2024") for row in range(4, 13)]
    )
    assert place.place == "Sheet Months, rows 4, 5, 6, 7, 8, 9 and 3 more, column May 2024"
    assert place.count == 9


def test_a_hand_made_digest_confirms_nothing(page: Client, council: Authority) -> None:
    run, _ = a_dry_run(page, council)
    assert page.post(f"{IMPORTS}{run.pk}/confirm/", {"expected": "0" * 64}).status_code == 409
    assert Measurement.objects.current().count() == 2
