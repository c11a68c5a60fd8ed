"""Keeping trajectories: dated points of what was agreed for a measure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from dashboards.models import Indicator, Target
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User


@dataclass(frozen=True)
class TargetPoint:
    """One dated point of the trajectory ``name``."""

    name: str
    on: date
    value: Decimal
    tolerance: Decimal | None = None
    source: str = ""


@transaction.atomic
def replace_all(
    authority: Authority, indicator: Indicator, points: Iterable[TargetPoint], *, by: User | None, now: datetime
) -> int:
    """Make the measure's trajectories exactly these points; one audit event says what moved. Returns how many moved.

    Raises ValueError when two points of one trajectory share a date.
    """
    Authority.objects.select_for_update().get(pk=authority.pk)
    wanted: dict[tuple[str, date], TargetPoint] = {}
    for point in points:
        if (point.name, point.on) in wanted:
            raise ValueError(f"{point.name} has two points on {point.on:%d %B %Y}.")
        wanted[point.name, point.on] = point
    standing = {(t.name, t.on): t for t in Target.objects.filter(authority=authority, indicator=indicator)}
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
