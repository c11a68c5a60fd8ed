"""Audit events as a person reads them: verbs, names of people, fields in words, dates as dates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.text import capfirst

from safetyvalve.core.dates import in_words
from safetyvalve.core.models import AuditEvent, User

NOBODY = "The system"
FORMER = "Somebody whose account is gone"
NOTHING = "nothing"
# What somebody who may not see drafts (an administrator) still needs to read in full: people, settings, programmes.
OUTSIDE_RETURNS = ("core.", "conditions.programme", "conditions.raglevel")


@dataclass(frozen=True)
class Change:
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class ReadEvent:
    """One line of the timeline."""

    sequence: int
    at: datetime
    who: str
    what: str
    subject: str
    kind: str
    subject_type: str
    subject_id: str
    changes: list[Change]
    is_hidden: bool
    hash: str


def read(events: list[AuditEvent], *, sees_drafts: bool) -> list[ReadEvent]:
    """The events with their people named; one query, however many there are, and one for each kind of record that is
    called in the audit what it is called now.

    Without ``sees_drafts`` the old and new values of what may be part of a draft are left out.
    """
    called = _called_now(events)
    ids = {event.actor_id for event in events if event.actor_id}
    names = {user.actor_id: str(user) for user in User.objects.filter(actor_id__in=ids)} if ids else {}
    return [
        ReadEvent(
            sequence=event.sequence,
            at=event.at,
            who=names.get(event.actor_id, FORMER) if event.actor_id else NOBODY,
            what=in_prose(event.action),
            subject=called.get((event.subject_type, event.subject_id)) or _subject(event),
            kind=kind_in_words(event.subject_type),
            subject_type=event.subject_type,
            subject_id=event.subject_id,
            changes=_changes(event) if sees_drafts or _is_outside_returns(event) else [],
            is_hidden=bool(event.changes) and not (sees_drafts or _is_outside_returns(event)),
            hash=event.hash,
        )
        for event in events
    ]


def _called_now(events: list[AuditEvent]) -> dict[tuple[str, str], str]:
    """Of records that may have been called by a person's name, whatever is sealed in the event: what they are now."""
    found: dict[tuple[str, str], str] = {}
    for kind in {event.subject_type for event in events}:
        if labels := getattr(_model(kind), "labels_in_audit", None):
            keys = {event.subject_id for event in events if event.subject_type == kind}
            found |= {(kind, key): label for key, label in labels(keys).items()}
    return found


def _subject(event: AuditEvent) -> str:
    """What it was called then; somebody who is no user only by a number, whatever is sealed in the event."""
    named = getattr(_model(event.subject_type), "named_in_audit", None)
    return named(event.subject_id) if named else event.subject_label


def _model(kind: str) -> type[Model] | None:
    """The model of a kind of record; None where it is no longer kept."""
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None


def _changes(event: AuditEvent) -> list[Change]:
    naming = _namings().get(event.action, str)
    return [Change(in_prose(naming(name)), value(pair[0]), value(pair[-1])) for name, pair in event.changes.items()]


@cache
def _namings() -> dict[str, Callable[[str], str]]:
    """How fields are called that may have been called by what is about a person, whatever is sealed in the event: by
    the action, from every model with ``fields_in_audit``."""
    models = [model for model in apps.get_models() if hasattr(model, "fields_in_audit")]
    return {action: naming for model in models for action, naming in model.fields_in_audit().items()}


def _is_outside_returns(event: AuditEvent) -> bool:
    return event.subject_type.startswith(OUTSIDE_RETURNS)


def kinds(events: QuerySet[AuditEvent]) -> list[tuple[str, str]]:
    """The kinds of record that events are about, as (value, words)."""
    found = events.order_by().values_list("subject_type", flat=True).distinct()
    return sorted(((name, kind_in_words(name)) for name in found), key=lambda pair: pair[1])


ABBREVIATIONS = {"dsg": "DSG", "rag": "RAG", "dfe": "DfE"}


def kind_in_words(label: str) -> str:
    """ "conditions.agreementversion" reads "Agreement version"; a kind that is no longer kept, by its own name."""
    try:
        return capfirst(str(apps.get_model(label)._meta.verbose_name))
    except (LookupError, ValueError):
        return capfirst(label.rpartition(".")[2])


def in_prose(name: str) -> str:
    """ "role_given" reads "Role given"."""
    return capfirst(" ".join(ABBREVIATIONS.get(word, word) for word in name.split("_")))


def value(raw: Any) -> str:
    """A stored value in words; an empty one reads "nothing"."""
    if raw is None or raw == "":
        return NOTHING
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, list):
        return ", ".join(value(item) for item in raw) or NOTHING
    if isinstance(raw, dict):
        return "; ".join(f"{in_prose(key)}: {value(item)}" for key, item in raw.items()) or NOTHING
    return _moment(str(raw))


def _moment(text: str) -> str:
    """ISO dates and times as a page writes them, everything else as it is."""
    try:
        if len(text) == 10:
            return in_words(date.fromisoformat(text))
        if len(text) > 18 and text[10] == "T":
            at = timezone.localtime(datetime.fromisoformat(text))
            return f"{in_words(at.date())}, {at:%H:%M}"
    except ValueError:
        pass
    return text
