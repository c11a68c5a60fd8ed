"""What these tests do over and over: hand over lines, read the page, confirm."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from dashboards.imports import runs
from dashboards.models import ImportRun
from safetyvalve.core.models import Authority
from tests.dashboards.imports import fakes
from tests.factories import NOW

IMPORTS = "/c/999/imports/"
State = ImportRun.State
BEFORE = ("plans_new,2024-04,12", "plans_new,2024-05,14")
AFTER = ("plans_new,2024-04,13", "plans_new,2024-05,14", "plans_new,2024-06,11", "refuse me")


def upload(page: Client, *lines: str, kind: str = "lines", name: str = "figures.csv", **more: object) -> HttpResponse:
    file = SimpleUploadedFile(name, "\n".join(lines).encode())
    return page.post(f"{IMPORTS}new/{kind}/", {"files": file, **more})


def words_of(response: HttpResponse) -> str:
    text = response.content.decode()
    return " ".join(text[text.index("<main") : text.index("</main>")].split())


def a_dry_run(page: Client, council: Authority) -> tuple[ImportRun, HttpResponse]:
    """On record are ``BEFORE``; somebody hands over ``AFTER``."""
    put_on_record(council)
    response = upload(page, *AFTER)
    run = ImportRun.objects.get(file_name="figures.csv")
    assert response.status_code == 302
    return run, page.get(response.url)


def put_on_record(council: Authority) -> None:
    run = runs.start(council, "lines", [fakes.file(*BEFORE, name="earlier.csv")], by=None, now=NOW)
    runs.confirm(run, expected=runs.dry_run(run).digest, by=None, now=NOW)


def confirm(page: Client, run: ImportRun, shown: HttpResponse) -> HttpResponse:
    return page.post(f"{IMPORTS}{run.pk}/confirm/", {"expected": shown.context["digest"]}, follow=True)


def at_work(council: Authority, **fields: object) -> ImportRun:
    given = {"state": State.READING, "heartbeat_at": NOW, "made_at": NOW, **fields}
    return ImportRun.objects.create(
        authority=council, importer="lines", file_name="figures.csv", file_sha256="0" * 64, **given
    )
