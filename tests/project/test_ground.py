"""The ground the tests stand on does hold."""

import socket
import subprocess
import sys
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from safetyvalve.core import audit
from safetyvalve.core.models import AuditEvent
from tests.conftest import NOW
from tests.factories import make_authority
from tests.totals import totals


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_a_test_cannot_reach_beyond_this_machine(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as beyond, pytest.raises(RuntimeError, match="nothing beyond this machine"):
        beyond.connect(address)


def test_a_test_may_talk_to_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_the_clock_stands_still_until_it_is_moved(clock: time_machine.Traveller) -> None:
    assert timezone.now() == NOW
    assert timezone.now() == datetime(2024, 6, 14, 9, 30, tzinfo=UTC)
    clock.shift(60)
    assert timezone.now() == datetime(2024, 6, 14, 9, 31, tzinfo=UTC)


def test_a_warning_is_an_error() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


@pytest.mark.parametrize("_", [1, 2])
def test_one_test_never_sees_the_cache_of_another(_: int) -> None:
    assert cache.get("attempts") is None
    cache.set("attempts", 5)


def test_the_data_folder_of_a_test_run_is_not_the_one_in_use() -> None:
    assert Path(settings.DATA_DIR).resolve() != settings.BASE_DIR / "var"


@pytest.mark.django_db
def test_the_database_is_opened_as_for_many_writers() -> None:
    if connection.vendor == "postgresql":
        assert connection.settings_dict["CONN_HEALTH_CHECKS"] is True
        return
    assert connection.transaction_mode == "IMMEDIATE"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (1,), "1 is NORMAL"


@pytest.mark.parametrize("_", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_what_one_test_commits_to_an_append_only_table_is_gone_in_the_next(_: int) -> None:
    assert AuditEvent.objects.count() == 0
    authority = make_authority()
    with transaction.atomic():
        audit.record(authority=authority, by=None, action="authority_created", subject=authority, now=NOW)
    assert AuditEvent.objects.count() == 1
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEvent.objects.all().delete()


def test_reports_of_several_runs_are_added_up(tmp_path: Path) -> None:
    first, second = tmp_path / "a.xml", tmp_path / "b.xml"
    first.write_text('<testsuites><testsuite tests="10" failures="1" errors="1" skipped="2"/></testsuites>')
    second.write_text('<testsuites><testsuite tests="5" failures="0" errors="0" skipped="0"/></testsuites>')
    assert totals([first, second]) == (11, 2, 2)


def test_the_sum_is_printed_as_one_line(tmp_path: Path) -> None:
    report = tmp_path / "a.xml"
    report.write_text('<testsuites><testsuite tests="3" failures="1" errors="0" skipped="0"/></testsuites>')
    printed = subprocess.run(
        [sys.executable, "-m", "tests.totals", report, tmp_path / "never-written.xml"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert printed.stdout == "Total: 2 passed, 1 failed\n"
