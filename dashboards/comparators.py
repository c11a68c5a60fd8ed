"""Whom a council may be held against: England, its region, its statistical neighbours, its own groups."""

from dataclasses import dataclass

from django.db.models import Q

from dashboards.models import Area, ComparatorGroup
from dashboards.series import ENGLAND
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


def held_against(authority: Authority) -> list[Held]:
    """What the council may be held against, in the order of the page. Two queries."""
    areas = list(Area.objects.filter(Q(gss_code=authority.gss_code) | Q(level=Area.Level.REGION)))
    here = next((area for area in areas if area.gss_code == authority.gss_code), None)
    region = next((area for area in areas if here and area.gss_code == here.region_gss_code), None)
    found = [Held("england", "England", (ENGLAND,), ((ENGLAND, "England"),))]
    if region:
        found.append(Held("region", region.name, (region.gss_code,), ((region.gss_code, region.name),)))
    return [*found, *map(_held, groups_in_use(authority))]


def groups_in_use(authority: Authority) -> list[ComparatorGroup]:
    """The newest statistical neighbours that stand, and the council's own groups. One query."""
    live = ComparatorGroup.objects.filter(authority=authority).live()
    groups = with_children(live.order_by(*live.query.order_by, "members__rank", "members__area__name"), "members__area")
    statistical = [group for group in groups if group.kind == ComparatorGroup.Kind.STATISTICAL]
    own = sorted((group for group in groups if group.kind == ComparatorGroup.Kind.OWN), key=lambda group: group.name)
    return [*statistical[:1], *own]


def _held(group: ComparatorGroup) -> Held:
    members = tuple((member.area.gss_code, member.area.name) for member in group.members.all())
    is_statistical = group.kind == ComparatorGroup.Kind.STATISTICAL
    return Held(
        key=NEIGHBOURS if is_statistical else f"group-{group.pk}",
        name="Statistical neighbours" if is_statistical else group.name,
        areas=tuple(code for code, _ in members),
        names=members,
        edition=group.edition,
    )
