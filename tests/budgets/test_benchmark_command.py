"""``manage.py benchmark`` measures what is loaded, writes nothing, and says what it needs. No time is asserted."""

import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from dashboards.models import ImportRun
from safetyvalve.core.models import User
from safetyvalve.demo import import_benchmark
from safetyvalve.demo.benchmarking import PAGES
from tests import factories
from tests.conditions.answering import walk_to
from tests.dashboards import records
from tests.factories import World

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def benchmark(*options: str) -> str:
    out = StringIO()
    call_command("benchmark", "--repeat", "1", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def world() -> World:
    """One council in draft, one waiting for signature, one that has submitted."""
    here = factories.make_world()
    for code, status in (("998", "awaiting_sign_off"), ("997", "submitted")):
        walk_to(factories.make_world(factories.make_authority(f"Council {code}", code)), status)
    return here


def test_every_page_and_file_is_measured_and_nothing_is_written(world: World) -> None:
    found: dict[str, Any] = json.loads(benchmark("--json"))
    assert [page["name"] for page in found["pages"]] == [page.name for page in PAGES]
    assert all(page["queries"] > 3 and page["size"] > page["size_gzip"] > 0 for page in found["pages"])
    assert [file["kind"] for file in found["files"]] == ["docx", "xlsx", "pdf"] * 2
    assert found["peak_memory_bytes"]["after_files"] > 1_000_000
    assert not Session.objects.exists()
    assert not User.objects.filter(last_login__isnull=False).exists()


def test_the_table_names_what_it_measured(world: World) -> None:
    table = benchmark("--council", "999")
    assert "Condition update" in table
    assert "Sign-off" not in table, "this council has nothing to sign"
    assert "Files of Saltmarsh, Update 1 (May/June 2024): 3 conditions, 0 risks" in table
    assert "Peak memory" in table


def test_without_a_return_it_says_how_to_get_some() -> None:
    with pytest.raises(CommandError, match="There is no return to measure"):
        benchmark()


@pytest.mark.parametrize("repeat", ["0", "-1", "many", "1001"])
def test_a_number_of_times_that_is_none_is_refused(repeat: str) -> None:
    with pytest.raises(CommandError, match="must be a whole number from 1 to 1000"):
        call_command("benchmark", "--repeat", repeat)


def test_large_imports_are_measured_and_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    records.catalogue()
    factories.make_authority()
    monkeypatch.setattr(import_benchmark.import_costs, "__kwdefaults__", {"council": "", "figures": 240, "people": 20})
    found = json.loads(benchmark("--imports", "--json"))["imports"]
    assert [each["name"] for each in found] == ["SEN2 return of 20 people", "Grid of 240 figures"]
    assert found[1]["figures"] == 240
    assert all(each["figures"] > 0 and each["memory"] > 1_000_000 for each in found)
    assert not ImportRun.objects.exists()
    assert "Grid of 240 figures" in benchmark("--imports")


def test_without_measures_there_are_no_imports_to_measure() -> None:
    with pytest.raises(CommandError, match="There is no council or no measure"):
        benchmark("--imports")
