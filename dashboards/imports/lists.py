"""The two lists that can be imported beside figures: statistical neighbours, and schools.

A list is one thing: a delivery that differs from what stands in any entry is kept whole, and the older list stays for
an undo. The same list again changes nothing.
"""

from collections.abc import Hashable, Mapping
from dataclasses import astuple, dataclass

from dashboards.imports.contract import Level, Neighbour, Problem, SchoolFacts
from dashboards.imports.editions import edition_key
from dashboards.imports.figures import Payload
from dashboards.models import Area, ComparatorGroup, ComparatorMember, ImportBatch, School
from safetyvalve.core.models import Authority

NEIGHBOURS = ComparatorGroup.Kind.STATISTICAL
SCHOOL_FIELDS = (
    *("urn", "name", "type_code", "type_name", "ukprn", "la_code"),
    *("has_sen_unit", "has_resourced_provision", "is_open"),
)


@dataclass(frozen=True)
class Lists:
    """Which lists would be kept, and how many of their entries are new, different or gone, or the same."""

    neighbours: tuple[Neighbour, ...] = ()
    schools: tuple[SchoolFacts, ...] = ()
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        return not self.neighbours and not self.schools

    def facts(self) -> tuple[object, ...]:
        """What a digest is taken of."""
        return tuple(map(astuple, self.neighbours)), tuple(map(astuple, self.schools)), self.added, self.changed


def compare(authority: Authority, importer: str, edition: str, payload: Payload) -> Lists:
    """Hold the delivered lists against those that stand. Writes nothing."""
    neighbours = _neighbours(authority, edition, payload.neighbours)
    schools = _schools(authority, importer, edition, payload.schools)
    return Lists(
        neighbours=neighbours.neighbours,
        schools=schools.schools,
        added=neighbours.added + schools.added,
        changed=neighbours.changed + schools.changed,
        unchanged=neighbours.unchanged + schools.unchanged,
        problems=neighbours.problems + schools.problems,
    )


def save(batch: ImportBatch, lists: Lists) -> None:
    """Keep the lists as the batch's."""
    if lists.neighbours:
        group = ComparatorGroup.objects.create(
            authority=batch.authority, kind=NEIGHBOURS, name=NEIGHBOURS.label, edition=batch.edition, batch=batch
        )
        areas = _areas(lists.neighbours)
        ComparatorMember.objects.bulk_create(
            ComparatorMember(group=group, area=areas[each.la_code], rank=each.rank, closeness=each.closeness)
            for each in lists.neighbours
        )
    School.objects.bulk_create(
        (School(batch=batch, **dict(zip(SCHOOL_FIELDS, _school(each), strict=True))) for each in lists.schools),
        batch_size=2000,
    )


def _neighbours(authority: Authority, edition: str, given: tuple[Neighbour, ...]) -> Lists:
    if not given:
        return Lists()
    areas = _areas(given)
    known = tuple({each.la_code: each for each in given if each.la_code in areas}.values())
    problems = tuple(
        Problem("unknown-neighbour", f"There is no council with the code {each.la_code}.", "Check the code.")
        for each in given
        if each.la_code not in areas
    )
    group = ComparatorGroup.objects.filter(authority=authority, kind=NEIGHBOURS, edition=edition).live().first()
    members = group.members.select_related("area") if group else ()
    standing = {each.area.la_code: (each.rank, each.closeness) for each in members}
    added, changed, unchanged = _counts(standing, {each.la_code: (each.rank, each.closeness) for each in known})
    keeps = known if added or changed else ()
    return Lists(neighbours=keeps, added=added, changed=changed, unchanged=unchanged, problems=problems)


def _schools(authority: Authority, importer: str, edition: str, given: tuple[SchoolFacts, ...]) -> Lists:
    if not given:
        return Lists()
    batches = ImportBatch.objects.filter(authority=authority, importer=importer, undone_at=None).exclude(edition="")
    newer = [other for other in batches.values_list("edition", flat=True) if edition_key(other) > edition_key(edition)]
    if edition and newer:
        note = f"The list of {max(newer, key=edition_key)} is on record, which is newer. Nothing of this one is kept."
        return Lists(unchanged=len(given), problems=(Problem("older-edition", note, level=Level.NOTE),))
    delivered = {each.urn: _school(each) for each in given}
    standing = {row[0]: row for row in School.objects.standing(authority).values_list(*SCHOOL_FIELDS)}
    added, changed, unchanged = _counts(standing, delivered)
    keeps = tuple({each.urn: each for each in given}.values()) if added or changed else ()
    return Lists(schools=keeps, added=added, changed=changed, unchanged=unchanged)


def _counts(standing: Mapping[str, Hashable], delivered: Mapping[str, Hashable]) -> tuple[int, int, int]:
    """New entries, those that differ or are gone, and those that are the same."""
    added = len(delivered.keys() - standing.keys())
    gone = len(standing.keys() - delivered.keys())
    same = sum(standing.get(code) == facts for code, facts in delivered.items())
    return added, len(delivered) - added - same + gone, same


def _school(given: SchoolFacts) -> tuple[object, ...]:
    """As the columns keep it."""
    return (
        *(given.urn[:6], given.name[:160], given.type_code[:3], given.type_name[:80], given.ukprn[:8]),
        *(given.la_code[:3], given.has_sen_unit, given.has_resourced_provision, given.is_open),
    )


def _areas(neighbours: tuple[Neighbour, ...]) -> dict[str, Area]:
    codes = {each.la_code for each in neighbours}
    return {area.la_code: area for area in Area.objects.filter(la_code__in=codes).order_by("pk")}
