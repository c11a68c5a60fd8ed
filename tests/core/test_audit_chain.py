from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from safetyvalve.core import append_only, audit
from safetyvalve.core.models import AuditChain, AuditEvent, Authority, User
from tests.factories import NOW, make_authority

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def chain(council: Authority, ada: User) -> list[AuditEvent]:
    return [
        audit.record(authority=council, by=ada, action=action, subject=council, changes=changes, now=NOW)
        for action, changes in (
            ("council_added", {"name": [None, "Saltmarsh"]}),
            ("council_changed", {"colour": ["#000000", "#1d4f91"]}),
            ("council_changed", {"amount": [Decimal("1.50"), None], "day": [None, date(2024, 6, 14)]}),
        )
    ]


def tamper(**values: object) -> None:
    """What somebody with the database's password could do."""
    with append_only.lifted(connection):
        AuditEvent.objects.filter(sequence=2).update(**values)


def test_a_chain_that_nobody_touched_holds(council: Authority, chain: list[AuditEvent]) -> None:
    assert audit.broken_link(council) is None
    assert [event.previous_hash for event in chain] == ["", chain[0].hash, chain[1].hash]


def test_a_council_without_events_holds(council: Authority) -> None:
    assert audit.broken_link(council) is None


@pytest.mark.parametrize(
    "values",
    [{"action": "council_added"}, {"subject_label": "Brackwater"}, {"changes": {}}, {"actor_id": None}],
    ids=lambda values: next(iter(values)),
)
def test_a_changed_event_is_found(council: Authority, chain: list[AuditEvent], values: dict[str, object]) -> None:
    tamper(**values)
    assert audit.broken_link(council) == "Event 2 was changed after it was written."


def test_a_removed_event_is_found(council: Authority, chain: list[AuditEvent]) -> None:
    with append_only.lifted(connection):
        AuditEvent.objects.filter(sequence=2).delete()
    assert audit.broken_link(council) == "Event 2 is missing: the next one found is 3."


def test_a_removed_last_event_is_found(council: Authority, chain: list[AuditEvent]) -> None:
    with append_only.lifted(connection):
        AuditEvent.objects.filter(sequence=3).delete()
    assert audit.broken_link(council) == "The chain should have 3 events and has 2."


def test_a_rewritten_event_with_a_fitting_hash_breaks_its_successor(
    council: Authority, chain: list[AuditEvent]
) -> None:
    second = chain[1]
    second.action = "nothing_happened"
    tamper(action=second.action, hash=audit.hash_of(second))
    assert audit.broken_link(council) == "Event 3 does not follow event 2."


def test_each_council_has_its_own_chain(council: Authority, ada: User, chain: list[AuditEvent]) -> None:
    other = make_authority("Brackwater", "998")
    audit.record(authority=other, by=None, action="council_added", subject=other, now=NOW)
    assert AuditChain.objects.get(authority=other).length == 1
    tamper(action="x")
    assert audit.broken_link(other) is None


def verify(**options: object) -> str:
    out = StringIO()
    call_command("verify_audit", stdout=out, **options)
    return out.getvalue()


def test_the_command_says_that_every_chain_holds(council: Authority, chain: list[AuditEvent]) -> None:
    make_authority("Brackwater", "998")
    assert verify() == "Brackwater: 0 events, the chain holds.\nSaltmarsh: 3 events, the chain holds.\n"


@pytest.mark.parametrize("code", ["999", "E06000999"])
def test_the_command_takes_either_code(council: Authority, chain: list[AuditEvent], code: str) -> None:
    make_authority("Brackwater", "998")
    assert verify(authority=code) == "Saltmarsh: 3 events, the chain holds.\n"


def test_the_command_fails_on_a_broken_chain_and_names_the_link(council: Authority, chain: list[AuditEvent]) -> None:
    tamper(action="x")
    out = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("verify_audit", stdout=out)
    assert out.getvalue() == "Saltmarsh: broken. Event 2 was changed after it was written.\n"
    assert failed.value.returncode == 1


def test_the_command_reports_missing_triggers(council: Authority) -> None:
    out = StringIO()
    append_only.remove(connection, [AuditEvent])
    try:
        with pytest.raises(CommandError):
            call_command("verify_audit", stdout=out)
    finally:
        append_only.install(connection, [AuditEvent])
    assert "core_auditevent: rows can be changed or deleted, its triggers are missing." in out.getvalue()


def test_the_command_knows_no_other_code(council: Authority) -> None:
    with pytest.raises(CommandError, match="No council here has the code 123"):
        verify(authority="123")
