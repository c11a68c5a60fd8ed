"""The one audit mechanism: one chain of events per council.

Each event's hash covers its own canonical text and the hash before it, so that a changed, removed or
inserted event is found by ``broken_link``. Autosaves write drafts, not events.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models, transaction

from safetyvalve.core.data_version import moves_it, tell_afterwards
from safetyvalve.core.models import AuditChain, AuditEvent, Authority, User

Changes = Mapping[str, list[Any]]


@transaction.atomic
def record(
    *,
    authority: Authority,
    by: User | None,
    action: str,
    subject: models.Model,
    now: datetime,
    changes: Changes | None = None,
) -> AuditEvent:
    """Append an event, in the caller's transaction. ``action`` is in the past tense: "submission_sent".

    ``changes`` maps a field to [old, new]. Call it last in a service: the chain's head stays locked
    until the transaction ends.
    """
    AuditChain.objects.get_or_create(authority=authority)
    chain = AuditChain.objects.select_for_update().get(authority=authority)
    event = AuditEvent(
        authority=authority,
        sequence=chain.length + 1,
        at=now,
        actor_id=by.actor_id if by else None,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=str(subject)[:200],
        changes=json.loads(json.dumps(changes or {}, default=_plain)),
        previous_hash=chain.head,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    chain.length, chain.head = event.sequence, event.hash
    chain.data_version += moves_it(subject)
    chain.save(update_fields=["length", "head", "data_version"])
    if moves_it(subject):
        tell_afterwards(authority.pk)
    return event


def differences(before: models.Model, after: models.Model, fields: Iterable[str]) -> dict[str, list[Any]]:
    """Fields whose value differs between two states of a record, as [old, new]."""
    changed = {}
    for name in fields:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            changed[name] = [old, new]
    return changed


def hash_of(event: AuditEvent) -> str:
    """SHA-256 over the event's canonical text and its predecessor's hash."""
    facts = {
        "authority": event.authority.gss_code,
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).isoformat(),
        "actor": str(event.actor_id) if event.actor_id else None,
        "action": event.action,
        "subject": [event.subject_type, event.subject_id, event.subject_label],
        "changes": event.changes,
        "previous": event.previous_hash,
    }
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def broken_link(authority: Authority) -> str | None:
    """The first thing wrong with the council's chain, in a sentence; None when it holds."""
    previous, expected = "", 0
    events = AuditEvent.objects.filter(authority=authority).select_related("authority").order_by("sequence")
    for event in events.iterator(chunk_size=2000):
        expected += 1
        if event.sequence != expected:
            return f"Event {expected} is missing: the next one found is {event.sequence}."
        if event.previous_hash != previous:
            return f"Event {event.sequence} does not follow event {event.sequence - 1}."
        if hash_of(event) != event.hash:
            return f"Event {event.sequence} was changed after it was written."
        previous = event.hash
    chain = AuditChain.objects.filter(authority=authority).first()
    if (chain.length if chain else 0, chain.head if chain else "") != (expected, previous):
        return f"The chain should have {chain.length if chain else 0} events and has {expected}."
    return None


def canonical(facts: Any) -> str:
    """Facts as text that is the same wherever it is written: sorted keys, no spaces, no floats."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, models.Model):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form.")
