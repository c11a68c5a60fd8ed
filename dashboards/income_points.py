"""Health contributions as measures: where the register of third-party income has a figure, that is the figure.

There is one figure of a year, not two: what was typed or imported for the same measure and year stands back as soon as
the register knows it. Sought is what the entries of the year say; received is money that has arrived, and agreed
promises are not counted in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils import timezone

from conditions.rules import income
from dashboards.few_plans import HEALTH_MONEY
from dashboards.health_register import known_by_year
from dashboards.models import Indicator
from dashboards.periods import Period
from dashboards.points import Point
from dashboards.scope import Scope
from safetyvalve.core.models import Authority

SOUGHT, RECEIVED = HEALTH_MONEY
SHARE = "health_contribution_share"
SOURCE = "Register of third-party income"


def put_into(
    points: Mapping[tuple[int, str], dict[Period, Point]],
    authority: Authority,
    indicators: Sequence[Indicator],
    scope: Scope,
) -> None:
    """Let the register's figures stand in for those of the measures. One query if any of these measures needs it.

    What was received of a year that is not over is received so far, and no year to hold another against. Readers
    outside have whole pounds, and the marker c of a year with a contribution towards a few plans.
    """
    wanted = _wanted(indicators)
    if not wanted:
        return
    today = scope.known_by or timezone.localdate()
    register = known_by_year(authority) if scope.health is None else scope.health
    for label, known in register.items():
        period = Period.financial_year(label)
        if not _may_see(period, scope):
            continue
        for key, total in ((SOUGHT, known.sought), (RECEIVED, known.received)):
            if total.amount is not None:
                for pk, number, mark in wanted.get(key, ()):
                    there = points[pk, authority.gss_code]
                    as_at = known.as_at or (there[period].as_at if period in there else None)
                    point = _point(period, total, number, mark, scope)
                    point = point._replace(as_at=min(as_at or period.end, today))
                    if key == RECEIVED and period.end > today:
                        point = point._replace(is_so_far=True, status="provisional")
                    there[period] = scope.of_health(point)


Mark = tuple[int, int, tuple[tuple[int, str], ...]]
"""A measure's key, its latest definition's number, and how the point names that definition."""


def _wanted(indicators: Iterable[Indicator]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for indicator in indicators:
        version = max(indicator.versions.all(), key=lambda each: each.number, default=None)
        if version is None:
            continue
        if indicator.code in (SOUGHT, RECEIVED):
            found.setdefault(indicator.code, []).append(
                (indicator.pk, version.number, ((version.pk, version.change_note),))
            )
        elif indicator.code == SHARE and version.numerator_id and version.denominator_id:
            found.setdefault(RECEIVED, []).append((version.numerator_id, 1, ()))
            found.setdefault(SOUGHT, []).append((version.denominator_id, 1, ()))
    return found


def _may_see(period: Period, scope: Scope) -> bool:
    if scope.known_by is not None and period.end > scope.known_by:
        return False
    return scope.is_inside or (scope.until is not None and period.end <= scope.until)


def _point(period: Period, total: income.Sum, number: int, mark: tuple[tuple[int, str], ...], scope: Scope) -> Point:
    value = (total.amount or Decimal(0)).normalize()
    plain = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    note = "" if total.is_whole or not scope.is_inside else f"Known of {total.known} of {total.of} entries"
    status = "final" if total.is_whole else "provisional"
    return Point(period, plain, status=status, version=number, source=SOURCE, note=note, marks=mark)
