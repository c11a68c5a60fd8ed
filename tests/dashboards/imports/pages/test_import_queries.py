"""Pages of an import ask the database as often for a thousand figures as for ten."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.imports import runs
from dashboards.models import ImportRun
from safetyvalve.core.models import Authority
from tests.dashboards.imports import fakes
from tests.dashboards.imports.pages.steps import IMPORTS, confirm, upload
from tests.factories import NOW


def queries(page: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert page.get(path).status_code == 200
    return len(captured)


def a_ready_run(page: Client, council: Authority, count: int) -> ImportRun:
    """A third of its figures stand in other words, the rest are new, and some lines are odd."""
    earlier = [fakes.file(*fakes.many(count // 3, value=50), name=f"earlier-{count}.csv")]
    run = runs.start(council, "lines", earlier, by=None, now=NOW)
    runs.confirm(run, expected=runs.dry_run(run).digest, by=None, now=NOW)
    upload(page, *fakes.many(count), *["refuse me"] * (count // 5), name=f"figures-{count}.csv")
    return ImportRun.objects.get(file_name=f"figures-{count}.csv")


def ready(page: Client, council: Authority, count: int) -> str:
    return f"{IMPORTS}{a_ready_run(page, council, count).pk}/"


def ready_as_workbook(page: Client, council: Authority, count: int) -> str:
    return f"{ready(page, council, count)}problems.xlsx"


def on_record(page: Client, council: Authority, count: int) -> str:
    path = ready(page, council, count)
    run = ImportRun.objects.get(file_name=f"figures-{count}.csv")
    assert "added" in confirm(page, run, page.get(path)).content.decode()
    return path


def to_be_undone(page: Client, council: Authority, count: int) -> str:
    return f"{on_record(page, council, count)}undo/"


@pytest.mark.parametrize(
    ("made", "expected"),
    [(ready, 11), (ready_as_workbook, 10), (on_record, 11), (to_be_undone, 4)],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_pages_take_as_many_queries_for_many_figures_as_for_few(
    page: Client, council: Authority, made: Callable[[Client, Authority, int], str], expected: int
) -> None:
    assert [queries(page, made(page, council, count)) for count in (12, 600)] == [expected, expected]


def test_the_list_takes_as_many_queries_for_many_imports_as_for_few(page: Client, council: Authority) -> None:
    upload(page, "plans_new,2024-05,14", name="one.csv")
    few = queries(page, IMPORTS)
    for number in range(20):
        upload(page, f"plans_new,2024-05,{number}", name=f"{number}.csv")
    assert (few, queries(page, IMPORTS)) == (6, 6)
