"""What of the record a reader may see: everything, or submitted periods with small counts hidden."""

from dataclasses import dataclass
from datetime import date

from conditions.models import Submission
from dashboards.models import ImportBatch
from dashboards.models.measurement import MeasurementQuerySet
from safetyvalve.core.access import CouncilRequest
from safetyvalve.core.models import Authority
from safetyvalve.core.roles import Permission

INTERNAL_TOPICS = ("school", "placement_move", "year_group_move")
"""What figures are divided by for internal eyes only: a school, or one child's move, can be too few to be anybody."""


@dataclass(frozen=True)
class Scope:
    """``until`` and ``threshold`` bind readers outside the programme only; ``known_by`` binds everybody.

    Inside, all figures are read as they stand. Outside, only figures of periods that a submitted return covers,
    and published statistics; counts from 1 to one below ``threshold`` are hidden.
    """

    is_inside: bool
    until: date | None = None
    threshold: int = 0
    known_by: date | None = None

    def narrow(self, measurements: MeasurementQuerySet) -> MeasurementQuerySet:
        """The rows this reader may see."""
        if self.known_by is not None:
            measurements = measurements.known_at(self.known_by)
        return measurements if self.is_inside else measurements.seen_from_outside(self.until)

    def narrow_parts(self, measurements: MeasurementQuerySet) -> MeasurementQuerySet:
        """Of figures that are parts of others: outside the programme only what is published, and nothing internal."""
        found = self.narrow(measurements)
        if self.is_inside:
            return found
        return found.filter(batch__kind=ImportBatch.Kind.PUBLISHED).exclude(breakdown_topic__in=INTERNAL_TOPICS)

    def may_see_parts_by(self, topic: str) -> bool:
        return self.is_inside or topic not in INTERNAL_TOPICS


INSIDE = Scope(is_inside=True)


def as_at(day: date) -> Scope:
    """Everything whose period had ended by that day, as a return reads the record."""
    return Scope(is_inside=True, known_by=day)


def outside(authority: Authority) -> Scope:
    """What the Schools Forum sees of a council. One query."""
    covered = (
        Submission.objects.of(authority)
        .published()
        .order_by("-period__covers_to")
        .values_list("period__covers_to", flat=True)
        .first()
    )
    return Scope(is_inside=False, until=covered, threshold=authority.small_count_threshold)


def for_request(request: CouncilRequest) -> Scope:
    """The scope of whoever is asking."""
    return INSIDE if Permission.SUBMISSION_VIEW in request.permissions else outside(request.authority)
