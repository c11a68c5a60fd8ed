"""Keeping trajectories: dated points of what was agreed for a measure."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from dashboards.models import Indicator, Target
from safetyvalve.core import audit
from safetyvalve.core.dates import in_words
from safetyvalve.core.models import Authority, User

Key = tuple[str, date]


@dataclass(frozen=True)
class TargetPoint:
    """One dated point of the trajectory ``name``."""

    name: str
    on: date
    value: Decimal
    tolerance: Decimal | None = None
    source: str = ""


def digest_of(targets: Iterable[Target]) -> str:
    """What a page shows of a measure's points, as a few letters it can send back."""
    facts = sorted([target.name, target.on.isoformat(), _in_words(target)] for target in targets)
    return hashlib.sha256(audit.canonical(facts).encode()).hexdigest()[:16]


@transaction.atomic
def replace_all(
    authority: Authority,
    indicator: Indicator,
    points: Iterable[TargetPoint],
    *,
    seen: str | None = None,
    by: User | None,
    now: datetime,
) -> int:
    """Make the measure's trajectories exactly these points; one audit event says what moved. Returns how many moved.

    ``seen`` is the digest of the points as the person saw them. Raises ValueError when two points of one trajectory
    share a date, and when the points on record are no longer those.
    """
    Authority.objects.select_for_update().get(pk=authority.pk)
    wanted: dict[Key, TargetPoint] = {}
    for point in points:
        if (point.name, point.on) in wanted:
            raise ValueError(f"{point.name} has two points on {point.on:%d %B %Y}.")
        wanted[point.name, point.on] = point
    standing = {(t.name, t.on): t for t in Target.objects.filter(authority=authority, indicator=indicator)}
    if seen is not None and seen != digest_of(standing.values()):
        raise ValueError(_changed_meanwhile(standing, wanted))
    changes: dict[str, list[str | None]] = {}
    for key in sorted({*wanted, *standing}):
        old, new = standing.get(key), wanted.get(key)
        before, after = _in_words(old), _in_words(new)
        if before != after:
            changes[f"{key[0]}, {key[1].isoformat()}"] = [before, after]
            _put(authority, indicator, old, new)
    if changes:
        audit.record(authority=authority, by=by, action="targets_changed", subject=indicator, changes=changes, now=now)
    return len(changes)


def _changed_meanwhile(standing: Mapping[Key, Target], wanted: Mapping[Key, TargetPoint]) -> str:
    differing = [
        f"{name}, {in_words(on)}: {_in_words(target)}"
        for (name, on), target in sorted(standing.items())
        if _in_words(target) != _in_words(wanted.get((name, on)))
    ]
    saved = f" Saved now and not the same here: {'; '.join(differing)}." if differing else ""
    return f"Somebody else changed these points while you had the page open.{saved} To keep your version, save again."


def _put(authority: Authority, indicator: Indicator, old: Target | None, new: TargetPoint | None) -> None:
    if new is None:
        if old is not None:
            old.delete()
        return
    target = old or Target(authority=authority, indicator=indicator, name=new.name, on=new.on)
    target.value, target.tolerance = new.value, new.tolerance
    target.source = new.source or target.source
    target.save()


def _in_words(point: Target | TargetPoint | None) -> str | None:
    if point is None:
        return None
    figure = f"{point.value.normalize():f}"
    return figure if point.tolerance is None else f"{figure}, tolerance {point.tolerance.normalize():f}"
