"""Code lists: loading the shipped ones, and a council's own wording, order, grouping and reading of codes.

A council's rows stand beside the shipped ones and are read before them; a row that says what is shipped is not kept,
so that a later release reaches every council that has not decided otherwise.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction

from dashboards import categories
from dashboards.models import Area, Category, Crosswalk, ReturnCode
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User

Rows = Mapping[tuple[str, ...], Mapping[str, Any]]


@transaction.atomic
def load_shipped(data: Mapping[str, Any]) -> int:
    """Bring the shipped code lists up to ``fixtures/categories.toml``; how many rows were new or differed.

    Loading again changes nothing. Three tables, at most three statements each.
    """
    return (
        _bring_up_to(Category, ("topic", "code"), _category_rows(data["topics"]), authority=None)
        + _bring_up_to(Crosswalk, ("topic", "code", "group_topic"), _crosswalk_rows(data["crosswalks"]), authority=None)
        + _bring_up_to(ReturnCode, ("item", "code"), _return_rows(data["return_codes"]), authority=None)
    )


@transaction.atomic
def load_areas(rows: Iterable[Mapping[str, str]]) -> int:
    """Bring councils, regions and England up to ``fixtures/areas.csv``; how many rows were new or differed."""
    wanted: Rows = {
        (row["gss_code"],): {name: row[name] for name in ("la_code", "name", "level", "region_gss_code")}
        for row in rows
    }
    return _bring_up_to(Area, ("gss_code",), wanted)


def _category_rows(topics: Mapping[str, Mapping[str, str]]) -> Rows:
    return {
        (topic, code): {"label": label, "order": order}
        for topic, labels in topics.items()
        for order, (code, label) in enumerate(labels.items(), start=1)
    }


def _crosswalk_rows(crosswalks: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Rows:
    return {
        (topic, code, group_topic): {"group_code": group}
        for topic, groupings in crosswalks.items()
        for group_topic, mapping in groupings.items()
        for code, group in mapping.items()
    }


def _return_rows(items: Mapping[str, Mapping[str, str]]) -> Rows:
    return {(item, code): {"meaning": meaning} for item, codes in items.items() for code, meaning in codes.items()}


def _bring_up_to(model: type[models.Model], key: Sequence[str], wanted: Rows, **shared: Any) -> int:
    """Make rows of a table say what is wanted: one query to read, one to add, one to change."""
    objects: models.Manager[Any] = model._default_manager
    standing = {tuple(getattr(row, name) for name in key): row for row in objects.filter(**shared)}
    new = [
        model(**shared, **dict(zip(key, each, strict=True)), **values)
        for each, values in wanted.items()
        if each not in standing
    ]
    changed = []
    for each, values in wanted.items():
        row = standing.get(each)
        if row and any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    objects.bulk_create(new, batch_size=500)
    if changed:
        objects.bulk_update(changed, list(next(iter(wanted.values()))), batch_size=500)
    return len(new) + len(changed)


class Moved(ValueError):
    """Somebody else changed the list since it was looked at. Nothing is saved."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this list meanwhile. What you entered is still here: look at it again, then save."
        )


@transaction.atomic
def set_headings(
    authority: Authority,
    topic: str,
    headings: Mapping[str, tuple[str, int]],
    *,
    seen: str | None = None,
    by: User,
    now: datetime,
) -> bool:
    """Word and order the headings of a topic: label and place by code; whether anything changed.

    Codes that are not the topic's are left out, and a heading said as shipped is shipped again. ``seen`` is the digest
    of what the person looked at. Raises ``Moved``.
    """
    before = {row.code: (row.label, row.order) for row in categories.codes(authority, topic)}
    _refuse_if_moved(before, seen)
    rows = Category.objects.filter(authority=None, topic=topic)
    shipped = {row.code: (row.label, row.order) for row in rows}
    after = {**before, **{code: heading for code, heading in headings.items() if code in before}}
    own: Rows = {
        (code,): {"label": label, "order": order}
        for code, (label, order) in after.items()
        if shipped.get(code) != (label, order)
    }
    _replace(Category, own, authority=authority, topic=topic)
    changes: dict[str, list[str | None]] = {
        f"{categories.TOPICS[topic].name}: {before[code][0]}": [_heading(*before[code]), _heading(*heading)]
        for code, heading in after.items()
        if before[code] != heading
    }
    return _told(authority, "code_list_changed", changes, by=by, now=now)


@transaction.atomic
def set_grouping(
    authority: Authority,
    topic: str,
    group_topic: str,
    groups: Mapping[str, str],
    *,
    seen: str | None = None,
    by: User,
    now: datetime,
) -> bool:
    """Say into which group each heading goes; whether anything changed. Figures on record are grouped anew when read.

    Raises ValueError for a group that is not a heading of ``group_topic``, and ``Moved``.
    """
    names = {(t, c): label for (t, c), label in categories.labels(authority).items() if t in (topic, group_topic)}
    unknown = sorted({group for group in groups.values() if (group_topic, group) not in names})
    if unknown:
        raise ValueError(f"{', '.join(unknown)} is not a heading of {group_topic}.")
    before = categories.crosswalk(authority, topic, group_topic)
    _refuse_if_moved(before, seen)
    rows = Crosswalk.objects.filter(authority=None, topic=topic, group_topic=group_topic)
    shipped = dict(rows.values_list("code", "group_code"))
    after = {**before, **{code: group for code, group in groups.items() if (topic, code) in names}}
    own: Rows = {(code,): {"group_code": group} for code, group in after.items() if shipped.get(code) != group}
    _replace(Crosswalk, own, authority=authority, topic=topic, group_topic=group_topic)
    where = categories.TOPICS[group_topic].name
    changes = {
        f"{where}: {names[topic, code]}": [names.get((group_topic, before.get(code, ""))), names[group_topic, group]]
        for code, group in after.items()
        if before.get(code) != group and (topic, code) in names
    }
    return _told(authority, "grouping_changed", changes, by=by, now=now)


@transaction.atomic
def set_return_codes(
    authority: Authority, item: str, meanings: Mapping[str, str], *, seen: str | None = None, by: User, now: datetime
) -> bool:
    """Say what the codes of a SEN2 item mean; whether anything changed. A code of the council's own left out is gone.

    A shipped code always has a meaning: left out, it has the shipped one. Raises ``Moved``.
    """
    before = categories.return_codes(authority).get(item, {})
    _refuse_if_moved(before, seen)
    rows = ReturnCode.objects.filter(authority=None, item=item).values_list("code", "meaning")
    shipped = {code.upper(): meaning for code, meaning in rows}
    after = {**shipped, **{code.upper(): meaning for code, meaning in meanings.items()}}
    own: Rows = {(code,): {"meaning": meaning} for code, meaning in after.items() if shipped.get(code) != meaning}
    _replace(ReturnCode, own, authority=authority, item=item)
    changes = {
        f"{item} {code}": [before.get(code), after.get(code)]
        for code in sorted(before | after)
        if before.get(code) != after.get(code)
    }
    return _told(authority, "return_codes_changed", changes, by=by, now=now)


def digest(values: Mapping[str, Any]) -> str:
    """A short text that is another one as soon as the list is another one."""
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:16]


def _refuse_if_moved(values: Mapping[str, Any], seen: str | None) -> None:
    if seen is not None and seen != digest(values):
        raise Moved


def _replace(model: type[models.Model], wanted: Rows, **shared: Any) -> None:
    """Make a council's own rows of a list exactly those wanted, by code."""
    objects: models.Manager[Any] = model._default_manager
    objects.filter(**shared).exclude(code__in=[code for (code,) in wanted]).delete()
    if wanted:
        _bring_up_to(model, ("code",), wanted, **shared)


def _told(
    authority: Authority, action: str, changes: Mapping[str, list[str | None]], *, by: User, now: datetime
) -> bool:
    if changes:
        audit.record(authority=authority, by=by, action=action, subject=authority, changes=changes, now=now)
    return bool(changes)


def _heading(label: str, order: int) -> str:
    return f"{label}, place {order}"
