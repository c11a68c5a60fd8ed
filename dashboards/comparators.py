"""Whom a council may be held against: England, its region, its statistical neighbours, its own groups."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Value

from dashboards.models import Area, ComparatorGroup
from dashboards.series import ENGLAND
from safetyvalve.core.asking import Question
from safetyvalve.core.joined import with_children
from safetyvalve.core.models import Authority

NEIGHBOURS = "neighbours"
PUBLISHED = "published"


@dataclass(frozen=True)
class Held:
    """Something to hold a council against: its key in addresses, its name, and the areas it consists of."""

    key: str
    name: str
    areas: tuple[str, ...]
    names: tuple[tuple[str, str], ...] = ()
    edition: str = ""

    @property
    def is_group(self) -> bool:
        return self.key == NEIGHBOURS or self.key.startswith("group-")


class _Group(NamedTuple):
    """A group; a region where it has no kind."""

    kind: str
    pk: int
    name: str
    edition: str


_PLACES = Question(
    lambda council, here: (
        ComparatorGroup.objects.filter(authority=council)
        .live()
        .order_by()
        .values_list(*_Group._fields, "members__rank", "members__area__name", "members__area__gss_code")
        .union(
            Area.objects.filter(level=Area.Level.REGION)
            .filter(gss_code__in=Area.objects.filter(gss_code=here).values("region_gss_code"))
            .order_by()
            .values_list(Value(""), Value(0), Value(""), Value(""), Value(0), "name", "gss_code"),
            all=True,
        )
    )
)
"""The areas of the council's groups, each with its rank there, and the council's region. A group without areas is one
row without any."""


def held_against(authority: Authority) -> list[Held]:
    """What the council may be held against, in the order of the page. One query."""
    found = [Held("england", "England", (ENGLAND,), ((ENGLAND, "England"),))]
    groups: dict[_Group, list[tuple[int, str, str]]] = defaultdict(list)
    for *group, rank, name, code in _PLACES.ask(council=authority.pk, here=authority.gss_code):
        groups[_Group(*group)] += [] if code is None else [(rank, name, code)]
    regions = [area for group, areas in groups.items() if not group.kind for area in areas]
    found += [Held("region", name, (code,), ((code, name),)) for _, name, code in regions]
    return [*found, *(_held(group, groups[group]) for group in _used(groups))]


def groups_in_use(authority: Authority) -> list[ComparatorGroup]:
    """The newest statistical neighbours that stand, and the council's own groups. One query."""
    live = ComparatorGroup.objects.filter(authority=authority).live()
    ordered = live.order_by(*live.query.order_by, "members__rank", "members__area__name")
    found = {
        _Group(*(getattr(each, name) for name in _Group._fields)): each
        for each in with_children(ordered, "members__area")
    }
    return [found[each] for each in _used(found)]


def _used(groups: Iterable[_Group]) -> list[_Group]:
    """Which of the groups that stand are in use, in their order."""
    by_name = sorted(groups, key=lambda group: group.name)
    newest_first = sorted(by_name, key=lambda group: (group.edition, group.pk), reverse=True)
    statistical = [group for group in newest_first if group.kind == ComparatorGroup.Kind.STATISTICAL]
    return [*statistical[:1], *(group for group in by_name if group.kind == ComparatorGroup.Kind.OWN)]


def _held(group: _Group, areas: Iterable[tuple[int, str, str]]) -> Held:
    members = tuple((code, name) for _, name, code in sorted(areas))
    is_statistical = group.kind == ComparatorGroup.Kind.STATISTICAL
    return Held(
        key=NEIGHBOURS if is_statistical else f"group-{group.pk}",
        name="Statistical neighbours" if is_statistical else group.name,
        areas=tuple(code for code, _ in members),
        names=members,
        edition=group.edition,
    )
