"""Nothing about a child leaves the reader: not in what it gives, not in the record, not in a file."""

import json
import os
import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from django.db import connection

from dashboards.imports import runs, saving
from dashboards.imports.contract import Delivered, Delivery, Reading, UnusableDelivery
from dashboards.imports.figures import unpack
from dashboards.imports.sen2 import read_blade, read_xml
from dashboards.imports.sen2.xml import parse
from safetyvalve.core.models import Authority
from tests import factories
from tests.dashboards.imports.sen2 import builder
from tests.dashboards.imports.sen2.conftest import delivery, loose
from tests.dashboards.imports.sen2.people import CENSUS, PEOPLE

SECRETS = tuple(builder.secrets(PEOPLE))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files that the test can look into."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def _both_ways(council: Authority) -> Iterator[Reading]:
    yield read_xml(delivery(council, builder.xml(PEOPLE, day=CENSUS)))
    yield read_blade(loose(council, builder.blade(PEOPLE, day=CENSUS)))
    yield read_xml(delivery(council, builder.zipped({"a.xml": builder.xml(PEOPLE, day=CENSUS)}), "a.zip"))


def test_what_is_read_holds_counts_only(council: Authority, temporary: Path) -> None:
    for reading in _both_ways(council):
        told = json.dumps(asdict(reading), default=str)
        assert "plans_maintained" in told
        assert [secret for secret in SECRETS if secret in told] == []
    assert list(temporary.rglob("*")) == []


@pytest.mark.parametrize("kind", ["sen2", "blade"])
def test_the_record_holds_counts_only_before_and_after_confirming(
    council: Authority, temporary: Path, kind: str
) -> None:
    analyst = factories.make_user("programme_manager", council)
    files = builder.blade(PEOPLE, day=CENSUS) if kind == "blade" else {"a.xml": builder.xml(PEOPLE, day=CENSUS)}
    delivered = [Delivered(name, content) for name, content in files.items()]
    run = runs.start(council, kind, delivered, by=analyst, now=factories.NOW)
    assert run.figures is not None
    waiting = repr(unpack(run.figures))
    assert [secret for secret in SECRETS if secret in waiting + _whole_database()] == []
    batch = runs.confirm(run, expected=saving.dry_run(run).digest, by=analyst, now=factories.NOW)
    assert batch is not None
    told = _whole_database()
    assert "measurements_recorded" in told
    assert [secret for secret in SECRETS if secret in told] == []
    assert list(temporary.rglob("*")) == []


def _whole_database() -> str:
    """Every cell of every table."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our own tables
            cells += [str(cell) for row in cursor.fetchall() for cell in row]
    return "\n".join(cells)


def test_names_addresses_and_identifiers_are_in_no_record_of_the_parser() -> None:
    found = parse(Delivered("sen2.xml", builder.xml(PEOPLE, day=CENSUS)), lambda *_: None)
    kept = pickle.dumps(found.people)
    assert not any(word.encode() in kept for word in (builder.SURNAME, builder.FORENAME, builder.POSTCODE))
    assert builder.upn(1) not in repr(found)
    assert "2014" not in repr(found.people[0])


def test_a_file_that_breaks_off_in_a_name_says_nothing_of_it(council: Authority) -> None:
    content = builder.xml(PEOPLE, day=CENSUS)
    for end in (content.find(b"surname</Sur") + 3, content.find(builder.upn(4).encode()) + 9):
        with pytest.raises(UnusableDelivery) as refusal:
            read_xml(delivery(council, content[:end]))
        told = repr(refusal.value.problems) + str(refusal.value)
        assert not any(secret[:6] in told for secret in SECRETS if not secret[:4].isdigit())


def test_wrong_values_are_named_by_place_and_not_quoted(council: Authority) -> None:
    content = builder.xml(PEOPLE, day=CENSUS).replace(b"2024-01-02", b"2024-99-77").replace(b"PMLD", b"SECRETCODE")
    reading = read_xml(delivery(council, content))
    told = " ".join(problem.sentence for problem in reading.problems)
    assert "Person 4, request 1, item ReceivedDate" in told
    assert "Person 14, request 2, item SENtype" in told
    assert "2024-99-77" not in told
    assert "SECRETCODE" not in told + repr(reading.rows)


def test_no_file_is_opened_while_reading(council: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    given = Delivery(council, (Delivered("sen2.xml", builder.xml(PEOPLE, day=CENSUS)),))
    read_xml(given)
    opened: list[object] = []
    for name in ("open", "mkdir"):
        monkeypatch.setattr(os, name, lambda *args, **_: opened.append(args))
    monkeypatch.setattr("builtins.open", lambda *args, **_: opened.append(args))
    read_xml(given)
    monkeypatch.undo()
    assert opened == []
