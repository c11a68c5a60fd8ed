"""The part of the list of schools that a file needs, read once."""

from django.db.models import Q

from dashboards.imports.sen2.places import Schools
from dashboards.imports.sen2.records import Person
from dashboards.models import School
from safetyvalve.core.models import Authority


def schools_of(authority: Authority, people: list[Person]) -> Schools:
    """The schools named by these people, out of the list the council imported last. One query, two where none is."""
    settings = [
        placement
        for person in people
        for case in person.cases
        for placement in (
            *(case.plan.named if case.plan else ()),
            *(case.active.placements if case.active else ()),
        )
    ]
    urns = {each.urn for each in settings if each.urn}
    ukprns = {each.ukprn for each in settings if each.ukprn}
    if not urns and not ukprns:
        return Schools()
    listed = School.objects.standing(authority)
    found = Schools.of(listed.filter(Q(urn__in=urns) | Q(ukprn__in=ukprns)))
    return found if found.by_urn else Schools(is_listed=listed.exists())
