"""What looks wrong about a delivery only beside the record: totals that would change by a great deal."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from dashboards.imports.contract import Level, Problem

if TYPE_CHECKING:
    from dashboards.imports.dry_runs import Change

SHARE = Decimal("0.5")
"""A total that would change by more than this share of what stands is worth a look."""
LEAST = 10
"""Smaller differences than this are nothing to remark on, whatever share they are."""


def about_large_changes(changes: Iterable["Change"]) -> Iterable[Problem]:
    """One warning with the largest of them named: a file of a few cases for a whole council, thousands for units."""
    large = [change for change in changes if _is_large(change)]
    if not large:
        return
    worst = max(large, key=_difference)
    others = f" {len(large) - 1:,} more totals would change by more than half." if len(large) > 1 else ""
    yield Problem(
        "large-change",
        f"{worst.measure}, {worst.row.period.label}, would go from {_plain(worst.old.value)} to "
        f"{_plain(worst.row.value)}.{others}",
        fix="Check that the file is whole and about the right days before you confirm it.",
        level=Level.WARNING,
        count=len(large),
    )


def _is_large(change: "Change") -> bool:
    old, new = change.old.value, change.row.value
    if change.row.breakdown_topic or change.row.area_code or old is None or new is None:
        return False
    return _difference(change) >= LEAST and _difference(change) > abs(old) * SHARE


def _difference(change: "Change") -> Decimal:
    old, new = change.old.value, change.row.value
    return abs(new - old) if old is not None and new is not None else Decimal(0)


def _plain(value: Decimal | None) -> str:
    return "none" if value is None else f"{value.normalize():,f}"
