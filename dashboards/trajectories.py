"""What was agreed or planned for measures, as this reader may see it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dashboards.aims import Trajectory, plain
from dashboards.models import Indicator, Target
from dashboards.scope import Scope
from safetyvalve.core.asking import Question
from safetyvalve.core.models import Authority

AIMS = "aims"
"""What a measure has that was read with what was agreed for it: a list of ``Aim``."""


class Aim(NamedTuple):
    """One dated point of a trajectory, as it is on record. ``name`` is the trajectory's."""

    name: str
    on: date
    value: Decimal
    tolerance: Decimal | None
    source: str


_AIMS = Question(
    lambda council, measures: (
        Target.objects.filter(authority=council, indicator__in=measures)
        .order_by("on")
        .values_list("indicator_id", *Aim._fields)
    )
)


def read_trajectories(
    authority: Authority, indicators: list[Indicator], scope: Scope
) -> dict[int, tuple[Trajectory, ...]]:
    """Targets gathered by name into trajectories, the one begun first in front. One query, none for measures that were
    read with theirs.

    Outside the programme the points are those that ``scope`` knows: what was re-based since waits to be submitted.
    """
    gathered: dict[tuple[int, str], list[Aim]] = defaultdict(list)
    for pk, aim in _aims(authority, indicators):
        gathered[pk, aim.name].append(aim)
    found: dict[int, list[Trajectory]] = defaultdict(list)
    for indicator in indicators:
        for name, points in _lines(indicator, gathered, scope).items():
            targets = gathered.get((indicator.pk, name), [])
            tolerance = next((t.tolerance for t in reversed(targets) if t.tolerance is not None), None)
            source = next((t.source for t in targets if t.source), "")
            found[indicator.pk].append(Trajectory(name, points, tolerance, source=source))
    return {
        indicator: tuple(sorted(lines, key=lambda line: (line.starts_on, line.name)))
        for indicator, lines in found.items()
    }


def _aims(authority: Authority, indicators: list[Indicator]) -> list[tuple[int, Aim]]:
    """Every target of these measures in order of its day, with its measure."""
    if all(AIMS in vars(each) for each in indicators):
        return [(each.pk, aim) for each in indicators for aim in vars(each)[AIMS]]
    rows = _AIMS.ask(council=authority.pk, measures=[each.pk for each in indicators])
    return [(pk, Aim(*aim)) for pk, *aim in rows]


def _lines(
    indicator: Indicator, gathered: Mapping[tuple[int, str], list[Aim]], scope: Scope
) -> Mapping[str, tuple[tuple[date, Decimal], ...]]:
    if not scope.is_inside:
        return scope.aims.get(indicator.code, {})
    mine = {name: targets for (pk, name), targets in gathered.items() if pk == indicator.pk}
    return {name: tuple((t.on, plain(t.value)) for t in targets) for name, targets in mine.items()}
