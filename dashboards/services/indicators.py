"""The catalogue of measures: loading the shipped one, and keeping a council's own."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from conditions.models import Condition
from dashboards.models import Indicator, IndicatorCondition, IndicatorVersion
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User

RESERVED = ("new", "month")
"""Codes that an address already means something by."""
FIELDS = (
    "definition",
    "formula",
    "basis_label",
    "unit",
    "polarity",
    "period_basis",
    "frequency",
    "decimals",
    "lag_days",
    "source",
    "owner",
    "numerator",
    "denominator",
)


@dataclass(frozen=True)
class Loaded:
    """What loading the catalogue came to."""

    added: int = 0
    changed: int = 0


INDICATOR_FIELDS = ("name", "topic", "order", "breakdown_topics")
CATALOGUE_FIELDS = (
    *("kind", "valid_from", "definition", "formula", "basis_label", "unit", "polarity", "period_basis", "frequency"),
    *("decimals", "lag_days", "source", "owner", "change_note"),
)


@transaction.atomic
def load_catalogue(rows: Iterable[Mapping[str, Any]]) -> Loaded:
    """Bring the shipped measures up to the rows of ``fixtures/indicators/``; loading again changes nothing.

    A row's ``number`` is the definition it describes: a new number adds one and leaves the earlier as they are. At
    most six statements, however many measures. Raises ValueError for a derived measure whose numerator or denominator
    is not in the catalogue.
    """
    rows = list(rows)
    shipped, added = _load_indicators(rows)
    standing = {
        (version.indicator_id, version.number): version
        for version in IndicatorVersion.objects.filter(indicator__authority=None)
    }
    new, changed = [], []
    for row in rows:
        indicator, number = shipped[row["code"]], row.get("number", 1)
        values = _version_values(row, shipped)
        version = standing.get((indicator.pk, number))
        if version is None:
            new.append(IndicatorVersion(indicator=indicator, number=number, **values))
        elif _set(version, values):
            changed.append(version)
    IndicatorVersion.objects.bulk_create(new)
    if changed:
        IndicatorVersion.objects.bulk_update(changed, [*CATALOGUE_FIELDS, "numerator", "denominator"])
    return Loaded(added, len(changed))


def _load_indicators(rows: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Indicator], int]:
    """The shipped measures by code, brought up to the rows, and how many of them are new."""
    shipped = {indicator.code: indicator for indicator in Indicator.objects.filter(authority=None)}
    new, changed = [], []
    for position, row in enumerate(rows, start=1):
        values = {"topic": "", "order": position, "breakdown_topics": []}
        values |= {name: row[name] for name in INDICATOR_FIELDS if name in row}
        indicator = shipped.get(row["code"])
        if indicator is None:
            shipped[row["code"]] = Indicator(authority=None, code=row["code"], **values)
            new.append(shipped[row["code"]])
        elif _set(indicator, values) and indicator.pk:
            changed.append(indicator)
    Indicator.objects.bulk_create(new)
    if changed:
        Indicator.objects.bulk_update(changed, INDICATOR_FIELDS)
    return shipped, len(new)


def _set(row: Indicator | IndicatorVersion, values: Mapping[str, Any]) -> bool:
    """Set fields; whether any of them said something else before."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def _version_values(row: Mapping[str, Any], shipped: Mapping[str, Indicator]) -> dict[str, Any]:
    parts = {part: shipped.get(row.get(part, "")) for part in ("numerator", "denominator")}
    if row.get("kind") == IndicatorVersion.Kind.DERIVED and None in parts.values():
        raise ValueError(f"{row['code']} is derived, and its numerator or denominator is not in the catalogue.")
    return {**{name: row[name] for name in CATALOGUE_FIELDS if name in row}, **parts}


@transaction.atomic
def create(authority: Authority, *, name: str, values: Mapping[str, Any], by: User, now: datetime) -> Indicator:
    """A measure of the council's own, with its first definition. The code comes from the name and never changes."""
    order = Indicator.objects.usable_by(authority).aggregate(last=Max("order"))["last"] or 0
    indicator = Indicator.objects.create(
        authority=authority,
        code=_free_code(authority, name),
        name=name,
        order=order + 1,
        breakdown_topics=list(values.get("breakdown_topics", ())),
    )
    version = IndicatorVersion(indicator=indicator, number=1, **_kind_of(values))
    version.full_clean()
    version.save()
    changes = {"name": [None, name], "definition": [None, version.definition]}
    audit.record(authority=authority, by=by, action="measure_created", subject=indicator, changes=changes, now=now)
    return indicator


@transaction.atomic
def change(
    indicator: Indicator,
    *,
    name: str,
    values: Mapping[str, Any],
    counts_differently_from: date | None,
    change_note: str = "",
    by: User,
    now: datetime,
) -> Indicator:
    """Change a council's own measure.

    With a date the measure counts something else from then on: a new definition, and a break on its charts. Without
    one the wording is put right and the figures mean what they meant. Raises ValueError for a shipped measure.
    """
    indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if indicator.authority_id is None:
        raise ValueError("A shipped measure is changed by a release, not by a council.")
    authority = Authority.objects.get(pk=indicator.authority_id)
    before = indicator.versions.order_by("number").last()
    if before is None:
        raise ValueError(f"{indicator} has no definition to change.")
    version = copy(before)
    was = copy(indicator)
    indicator.name = name
    indicator.breakdown_topics = list(values.get("breakdown_topics", indicator.breakdown_topics))
    indicator.save(update_fields=["name", "breakdown_topics"])
    changes = audit.differences(was, indicator, ("name", "breakdown_topics"))
    if counts_differently_from:
        version.pk = None
        version._state.adding = True
        version.number += 1
        version.valid_from, version.change_note = counts_differently_from, change_note
    for field, value in _kind_of(values).items():
        setattr(version, field, value)
    version.full_clean(exclude=["indicator"])
    version.save()
    changes |= audit.differences(before, version, ("number", "valid_from", "change_note", *FIELDS))
    if changes:
        audit.record(authority=authority, by=by, action="measure_changed", subject=indicator, changes=changes, now=now)
    return indicator


@transaction.atomic
def link_conditions(
    indicator: Indicator, *, authority: Authority, conditions: Sequence[Condition], by: User, now: datetime
) -> None:
    """Say which of the council's conditions this measure shows the progress of."""
    links = IndicatorCondition.objects.select_related("condition").filter(
        indicator=indicator, condition__agreement__authority=authority
    )
    before = sorted(link.condition.number for link in links)
    after = sorted(condition.number for condition in conditions)
    links.exclude(condition__in=conditions).delete()
    for condition in conditions:
        IndicatorCondition.objects.get_or_create(indicator=indicator, condition=condition)
    if before != after:
        changes = {"conditions": [before, after]}
        audit.record(authority=authority, by=by, action="measure_linked", subject=indicator, changes=changes, now=now)


def _kind_of(values: Mapping[str, Any]) -> dict[str, Any]:
    derived = bool(values.get("numerator"))
    kind = IndicatorVersion.Kind.DERIVED if derived else IndicatorVersion.Kind.STORED
    return {**{name: values[name] for name in FIELDS if name in values}, "kind": kind}


def _free_code(authority: Authority, name: str) -> str:
    stem = slugify(name).replace("-", "_")[:70] or "measure"
    taken = {*RESERVED, *Indicator.objects.usable_by(authority).values_list("code", flat=True)}
    numbered = (f"{stem}_{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)
