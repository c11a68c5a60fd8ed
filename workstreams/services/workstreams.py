"""Beginning, changing, ending and replacing workstreams.

Conditions are contractual and stay; which work serves them changes, with dates, so that the history can
always be told.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from conditions.lifecycle import NotAllowed
from conditions.models import Agreement, Condition
from safetyvalve.core import audit
from safetyvalve.core.models import User
from workstreams.models import Workstream, WorkstreamCondition, WorkstreamSuccession
from workstreams.rules import replacing
from workstreams.services.revisions import keep, locked, refuse_stale

# Words that stand where a workstream's slug does in an address.
RESERVED = ("new", "replace")


@transaction.atomic
def create(
    *, agreement: Agreement, values: Mapping[str, Any], conditions: Iterable[Condition], by: User, now: datetime
) -> Workstream:
    """Begin a workstream that serves ``conditions`` from its first day, placed after the agreement's others."""
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    others = list(agreement.workstreams.values_list("slug", "order"))
    workstream = Workstream(
        agreement=agreement,
        slug=_free_slug(values["name"], {slug for slug, _ in others}),
        order=max((order for _, order in others), default=0) + 1,
        **values,
    )
    keep(workstream, by=by, now=now)
    served = sorted(conditions, key=lambda condition: condition.order)
    WorkstreamCondition.objects.bulk_create(
        WorkstreamCondition(
            workstream=workstream, condition=condition, starts_on=workstream.starts_on, ends_on=workstream.ends_on
        )
        for condition in served
    )
    changes = {name: [None, value] for name, value in values.items() if value not in (None, "")}
    changes["conditions"] = [[], [condition.number for condition in served]]
    audit.record(
        authority=agreement.authority, by=by, action="workstream_created", subject=workstream, changes=changes, now=now
    )
    return workstream


@transaction.atomic
def change(
    workstream: Workstream,
    *,
    values: Mapping[str, Any],
    conditions: Iterable[Condition],
    conditions_from: date,
    revision: int,
    by: User,
    now: datetime,
) -> Workstream:
    """Change a workstream's description, dates and the conditions it serves from a day on.

    One event tells everything that changed; nothing changed, no event. Raises ``StaleSave`` over another's save.
    """
    before, wanted = locked(workstream), set(conditions)
    current = copy(before)
    for name, value in values.items():
        setattr(current, name, value)
    changes = audit.differences(before, current, values)
    served = {link.condition for link in _links_from(before, conditions_from)}
    if not changes and served == wanted:
        return before
    refuse_stale(before, revision)
    if changes.keys() & {"starts_on", "ends_on"}:
        _move_links(before, current)
    if served != wanted:
        _serve(current, wanted, conditions_from)
        changes["conditions"] = [_numbers(served), _numbers(wanted)]
        changes["conditions_from"] = [None, conditions_from]
    keep(current, by=by, now=now)
    authority = current.agreement.authority
    audit.record(authority=authority, by=by, action="workstream_changed", subject=current, changes=changes, now=now)
    return current


@transaction.atomic
def end(workstream: Workstream, *, on: date, reason: str, revision: int, by: User, now: datetime) -> Workstream:
    """Make ``on`` the workstream's last day, with nothing taking over from it."""
    current = locked(workstream)
    if (current.ends_on, current.end_reason) == (on, reason):
        return current
    refuse_stale(current, revision)
    if reasons := replacing.why_not_end(current, on=on, reason=reason):
        raise NotAllowed(reasons)
    old = current.ends_on
    current.end_reason = reason
    _finish(current, on, by=by, now=now)
    changes: dict[str, list[Any]] = {"ends_on": [old, on], "end_reason": ["", reason]}
    authority = current.agreement.authority
    audit.record(authority=authority, by=by, action="workstream_ended", subject=current, changes=changes, now=now)
    return current


@transaction.atomic
def replace(
    *,
    agreement: Agreement,
    successors_of: Mapping[Workstream, Iterable[Workstream]],
    on: date,
    reason: str,
    by: User,
    now: datetime,
) -> list[WorkstreamSuccession]:
    """End workstreams the day before ``on`` and record which others take over from each, and why.

    One event per workstream that ends. Raises ``NotAllowed`` with every reason, and then nothing has changed.
    """
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    # Read again under the lock: what the form saw may have ended since.
    known = Workstream.objects.filter(agreement=agreement).select_for_update().in_bulk()
    pairs = {
        known.get(old.pk, old): [known.get(new.pk, new) for new in taking_over]
        for old, taking_over in successors_of.items()
    }
    if reasons := replacing.why_not_replace(agreement, pairs, on=on, reason=reason):
        raise NotAllowed(reasons)
    recorded = []
    for old, taking_over in pairs.items():
        last_day, ended_before = on - timedelta(days=1), old.ends_on
        _finish(old, last_day, by=by, now=now)
        recorded += [
            WorkstreamSuccession.objects.create(predecessor=old, successor=new, on=on, reason=reason)
            for new in taking_over
        ]
        changes: dict[str, list[Any]] = {
            "ends_on": [ended_before, last_day],
            "replaced_by": [[], [new.name for new in taking_over]],
            "reason": ["", reason],
        }
        audit.record(
            authority=agreement.authority, by=by, action="workstream_replaced", subject=old, changes=changes, now=now
        )
    return recorded


def _finish(workstream: Workstream, last_day: date, *, by: User, now: datetime) -> None:
    """End the workstream, and with it what it still serves."""
    workstream.ends_on = last_day
    keep(workstream, by=by, now=now)
    for link in workstream.condition_links.all():
        if link.is_in_force(last_day) or link.starts_on > last_day:
            _end_link(link, last_day)


def _move_links(before: Workstream, after: Workstream) -> None:
    """What a workstream serves stays within its days: links that shared its first or last day move with them."""
    kept = []
    for link in after.condition_links.all():
        if link.starts_on == before.starts_on or link.starts_on < after.starts_on:
            link.starts_on = after.starts_on
        if link.ends_on == before.ends_on or (after.ends_on and (link.ends_on or date.max) > after.ends_on):
            link.ends_on = after.ends_on
        if link.ends_on and link.ends_on < link.starts_on:
            link.delete()
        else:
            kept.append(link)
    WorkstreamCondition.objects.bulk_update(kept, ["starts_on", "ends_on"])


def _links_from(workstream: Workstream, day: date) -> list[WorkstreamCondition]:
    """What it serves on that day or will serve after it."""
    links = workstream.condition_links.select_related("condition")
    return [link for link in links if link.ends_on is None or link.ends_on >= day]


def _serve(workstream: Workstream, conditions: set[Condition], since: date) -> None:
    """Make the workstream serve exactly ``conditions`` from ``since``."""
    in_force = _links_from(workstream, since)
    for link in in_force:
        if link.condition not in conditions:
            _end_link(link, since - timedelta(days=1))
    for condition in conditions - {link.condition for link in in_force}:
        WorkstreamCondition.objects.update_or_create(
            workstream=workstream, condition=condition, starts_on=since, defaults={"ends_on": workstream.ends_on}
        )


def _end_link(link: WorkstreamCondition, last_day: date) -> None:
    """A link that would end before it began never was."""
    if link.starts_on > last_day:
        link.delete()
    else:
        link.ends_on = last_day
        link.save(update_fields=["ends_on"])


def _numbers(conditions: Iterable[Condition]) -> list[str]:
    return [condition.number for condition in sorted(conditions, key=lambda condition: condition.order)]


def _free_slug(name: str, taken: set[str]) -> str:
    stem = slugify(name)[:50].strip("-") or "workstream"
    number, slug = 1, stem
    while slug in taken or slug in RESERVED:
        number += 1
        slug = f"{stem}-{number}"
    return slug
