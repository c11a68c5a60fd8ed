"""What of the record a reader may see: everything, or what has been published to them already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from conditions.models import Submission
from conditions.packs import pack as packs
from dashboards.few_plans import HEALTH_MONEY, is_of_few_plans, years_of_few_plans
from dashboards.health_register import Known, known_by_year
from dashboards.models.measurement import MeasurementQuerySet
from dashboards.periods import Period
from dashboards.points import Point
from dashboards.publishing.collecting import without
from dashboards.publishing.protection import LEAST_THRESHOLD
from dashboards.publishing.released import NOTHING, Aims, Released, lines_of, read_released
from dashboards.rows import Row
from safetyvalve.core.access import CouncilRequest
from safetyvalve.core.models import Authority
from safetyvalve.core.roles import Permission
from safetyvalve.render.format import rounded

INTERNAL_TOPICS = ("school", "placement_move", "year_group_move")
"""What figures are divided by for internal eyes only: a school, or one child's move, can be too few to be anybody."""
OPEN_MONEY = (
    *HEALTH_MONEY,
    *("high_needs_block_allocation", "high_needs_deductions", "transport_cost"),
)
"""Sums of the whole council, by measure. What few children cost is not among them, nor is any average."""


@dataclass(frozen=True)
class Scope:
    """``until``, ``threshold`` and ``released`` bind readers outside the programme only; ``known_by`` binds everybody.

    Inside, all figures are read as they stand. Outside, only published statistics, the council's own counts as live
    editions show them (``released``), what is worked out from these, sums of money of periods that a submitted return
    covers (``until``), and the trajectories that it states or editions show (``aims``). Counts from 1 to one below
    ``threshold`` are hidden, also published ones, and so is health money of years with a contribution towards as few
    plans (``few_plans``).
    """

    is_inside: bool
    until: date | None = None
    threshold: int = 0
    known_by: date | None = None
    released: Released = NOTHING
    aims: Aims = field(default_factory=dict)
    council: Authority | None = None

    @cached_property
    def health(self) -> Mapping[str, Known] | None:
        """The register of health money, for readers outside. Read when first asked about, which most pages do not."""
        return known_by_year(self.council) if self.council else None

    @cached_property
    def few_plans(self) -> frozenset[Period]:
        return years_of_few_plans(self.health or {}, max(self.threshold, LEAST_THRESHOLD))

    def narrow(self, measurements: MeasurementQuerySet) -> MeasurementQuerySet:
        """The rows that stand for this reader; of some of them ``seen`` has to be asked."""
        if self.known_by is not None:
            measurements = measurements.known_at(self.known_by)
        if self.is_inside:
            return measurements.current()
        found = measurements.open_outside(self.released.codes, OPEN_MONEY, self.until)
        return found.order_by("recorded_at", "pk")

    def narrow_published(self, measurements: MeasurementQuerySet) -> MeasurementQuerySet:
        """What published statistics said last."""
        found = measurements.as_published()
        return found if self.known_by is None else found.known_at(self.known_by)

    def narrow_parts(self, measurements: MeasurementQuerySet) -> MeasurementQuerySet:
        """Of figures that are parts of others: outside the programme only what is published, and nothing internal."""
        if self.is_inside:
            return self.narrow(measurements)
        return self.narrow_published(measurements).exclude(breakdown_topic__in=INTERNAL_TOPICS)

    def seen(self, row: Row, point: Point) -> Point | None:
        """The figure as this reader has it; None for one that waits for an edition."""
        if row.code in HEALTH_MONEY:
            return self.of_health(point)
        if self.is_inside or point.is_published:
            return point
        if row.code in OPEN_MONEY:
            return point._replace(note="")
        place = row.code, point.period.start.isoformat(), point.period.end.isoformat()
        if place not in self.released.figures:
            return None
        value = self.released.figures[place]
        if value is None:
            return without(point)
        return point._replace(note="") if value == point.value and point.upper is None else None

    def of_health(self, point: Point) -> Point:
        """Health money as an edition shows it: in whole pounds, and none of a year that few plans can be told from."""
        if self.is_inside:
            return point
        if point.is_known and is_of_few_plans(point.period, self.few_plans):
            return without(point)
        value, upper = (None if each is None else rounded(each) for each in (point.value, point.upper))
        return point._replace(value=value, upper=upper, note="")

    def may_see_parts_by(self, topic: str) -> bool:
        return self.is_inside or topic not in INTERNAL_TOPICS


INSIDE = Scope(is_inside=True)
OUTSIDE = Scope(is_inside=False)
"""Somebody who has been shown nothing of the council's own counts yet."""


def as_at(day: date) -> Scope:
    """Everything whose period had ended by that day, as a return reads the record."""
    return Scope(is_inside=True, known_by=day)


def outside(authority: Authority) -> Scope:
    """What the Schools Forum sees of a council. A few queries, however much is on record."""
    newest_first = Submission.objects.of(authority).published().order_by("-period__covers_to", "-round", "-pk")
    submission = newest_first.select_related("period", "current_pack").first()
    released = read_released(authority)
    stated = _stated(submission)
    return Scope(
        is_inside=False,
        until=submission.period.covers_to if submission else None,
        threshold=authority.small_count_threshold,
        released=released,
        aims={code: {**stated.get(code, {}), **released.aims.get(code, {})} for code in {*stated, *released.aims}},
        council=authority,
    )


def _stated(submission: Submission | None) -> Aims:
    """The trajectories of the return that was submitted last, as it was frozen."""
    if submission is None or submission.current_pack is None:
        return {}
    facts = packs.read(submission.current_pack)["sections"].get("measures", {}).get("facts", {})
    return {
        series["code"]: lines_of((each["name"], each["on"], each["value"]) for each in series["target"])
        for series in facts.get("series", [])
    }


def for_request(request: CouncilRequest) -> Scope:
    """The scope of whoever is asking."""
    return INSIDE if Permission.SUBMISSION_VIEW in request.permissions else outside(request.authority)
