"""Looking at one case for what cannot be right or is missing. Each check gives the items that it is about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from dashboards.imports.sen2 import ages
from dashboards.imports.sen2.meanings import MAINSTREAM_WITH_UNITS
from dashboards.imports.sen2.places import first_ranked
from dashboards.imports.sen2.rules import Facts, has_plan_on, plan_start
from dashboards.imports.sen2.topics import Context, placement_on


@dataclass(frozen=True)
class Look:
    """What a check looks with: the last day that the file can know of, the day of the figures, code list, register."""

    end: date
    as_at: date
    context: Context


Finds = Callable[[Facts, Look], Iterator[str]]


def out_of_order(facts: Facts, look: Look) -> Iterator[str]:
    """An outcome or a plan before the request, an end before the beginning."""
    case, assessment, plan = facts.case, facts.assessment, facts.plan
    pairs = (
        (case.received, case.decided, "RequestOutcomeDate"),
        (case.received, assessment.decided, "AssessmentOutcomeDate"),
        (case.received, plan.start, "StartDate"),
        (plan.start, plan.ceased, "CeaseDate"),
    )
    return (item for first, then, item in pairs if first and then and then < first)


def too_late(facts: Facts, look: Look) -> Iterator[str]:
    """A date after the day of the return."""
    dates = (
        (facts.case.received, "ReceivedDate"),
        (facts.case.decided, "RequestOutcomeDate"),
        (facts.assessment.decided, "AssessmentOutcomeDate"),
        (facts.plan.start, "StartDate"),
        (facts.plan.ceased, "CeaseDate"),
        (facts.active.review_meeting, "ReviewMeeting"),
        (facts.active.review_decided, "LastReview"),
    )
    return (item for day, item in dates if day and day > look.end)


def undated(facts: Facts, look: Look) -> Iterator[str]:
    """A decision without its date, or a date without a decision."""
    decided = facts.outcome in ("agreed", "refused")
    if decided != (facts.case.decided is not None) and facts.outcome not in ("historical", "withdrawn"):
        yield "RequestOutcomeDate" if decided else "RequestOutcome"
    concluded = facts.assessed in ("issue", "not_issue")
    if concluded != (facts.assessment.decided is not None) and facts.assessed not in ("historical", "withdrawn"):
        yield "AssessmentOutcomeDate" if concluded else "AssessmentOutcome"


def contradictory(facts: Facts, look: Look) -> Iterator[str]:
    """An assessment below a refusal, or a plan below a decision not to issue one."""
    if facts.outcome == "refused" and facts.case.assessment is not None:
        yield "RequestOutcome"
    if facts.assessed in ("not_issue", "withdrawn") and facts.case.plan is not None:
        yield "AssessmentOutcome"


def half_ceased(facts: Facts, look: Look) -> Iterator[str]:
    """CeaseDate without CeaseReason, or the reverse."""
    if facts.plan.ceased and not facts.plan.cease_reason:
        yield "CeaseReason"
    if facts.plan.cease_reason and not facts.plan.ceased:
        yield "CeaseDate"


def no_start(facts: Facts, look: Look) -> Iterator[str]:
    """A plan without StartDate."""
    if (facts.case.plan or facts.case.active) and facts.plan.start is None:
        yield "StartDate"


def no_source(facts: Facts, look: Look) -> Iterator[str]:
    """A request without its source, in a file that has sources."""
    if look.context.has("Case.source") and facts.outcome != "historical" and not facts.case.source:
        yield "RequestSource"


def no_placement(facts: Facts, look: Look) -> Iterator[str]:
    """A plan in force on the day with no placement then."""
    if not look.context.has("Active.placements") or not has_plan_on(facts, look.as_at):
        return
    if placement_on(facts, look.as_at) is None:
        yield "PlacementRank" if facts.active.placements else "PlacementDetail"


def no_setting(facts: Facts, look: Look) -> Iterator[str]:
    """A setting with neither URN nor UKPRN nor SENsetting."""
    for placement in (*facts.plan.named, *facts.active.placements):
        if not (placement.urn or placement.ukprn or placement.setting):
            yield "URN"


def unknown_code(facts: Facts, look: Look) -> Iterator[str]:
    """A code that the code list does not have."""
    knows = look.context.meanings.knows
    settings = (*facts.plan.named, *facts.active.placements)
    codes = (
        ("RequestSource", facts.case.source),
        ("RequestOutcome", facts.case.outcome),
        ("AssessmentOutcome", facts.assessment.outcome),
        ("CeaseReason", facts.plan.cease_reason),
        ("PlanRes", facts.plan.residential),
        ("PlanWBP", facts.plan.work_based),
        ("ReviewOutcome", facts.active.review_outcome),
        ("RES", facts.active.residential),
        ("WBP", facts.active.work_based),
        *(("SENsetting", each.setting) for each in settings),
        *(("RES", each.residential) for each in settings),
        *(("WBP", each.work_based) for each in settings),
        *(("SENtype", each.kind) for each in facts.active.needs),
    )
    found = [item for item, code in codes if code and not knows(item, code)]
    direct = facts.plan.direct_payments
    if direct and not knows("DP", direct) and not all(knows("DP", letter) for letter in direct):
        found.append("DP")
    return iter(found)


def unknown_school(facts: Facts, look: Look) -> Iterator[str]:
    """A URN of the first placement that the register does not have, or whose type is not in the code list."""
    placement = placement_on(facts, look.as_at) or first_ranked(facts.plan.named)
    if placement is None or not placement.urn or not look.context.has("schools"):
        return
    school = look.context.schools.find(placement)
    if school is None or not look.context.meanings.of("GIASType", school.type_code):
        yield "URN"


def flag_disagrees(facts: Facts, look: Look) -> Iterator[str]:
    """A unit or resourced provision that the register does not have, at a mainstream school."""
    placement = placement_on(facts, look.as_at)
    school = look.context.schools.find(placement) if placement else None
    if placement is None or school is None:
        return
    if look.context.meanings.of("GIASType", school.type_code) not in MAINSTREAM_WITH_UNITS:
        return
    if placement.in_unit and school.has_sen_unit is False:
        yield "SENunitIndicator"
    if placement.in_resourced and school.has_resourced_provision is False:
        yield "ResourcedProvisionIndicator"


def flag_not_said(facts: Facts, look: Look) -> Iterator[str]:
    """At a mainstream school with a unit or resourced provision, it is not said whether the placement is in it."""
    placement = placement_on(facts, look.as_at)
    school = look.context.schools.find(placement) if placement else None
    if placement is None or school is None:
        return
    if look.context.meanings.of("GIASType", school.type_code) not in MAINSTREAM_WITH_UNITS:
        return
    if placement.in_unit is None and school.has_sen_unit:
        yield "SENunitIndicator"
    if placement.in_resourced is None and school.has_resourced_provision:
        yield "ResourcedProvisionIndicator"


def age_unlikely(facts: Facts, look: Look) -> Iterator[str]:
    """A plan for somebody whose year group is not from -4 to 20, or whose birth is not dated."""
    birth = facts.person.birth
    if has_plan_on(facts, look.as_at) and (birth is None or ages.year_group(birth, look.as_at) is None):
        yield "PersonBirthDate"


def flag_not_placed(facts: Facts, look: Look) -> Iterator[str]:
    """Mediation or tribunal of a case whose decision has no date: it belongs to no period."""
    if (facts.case.mediation or facts.case.tribunal) and not facts.case.decided:
        yield "RequestMediation" if facts.case.mediation else "RequestTribunal"
    if facts.assessment.decided or plan_start(facts):
        return
    if facts.assessment.mediation or facts.assessment.tribunal:
        yield "AssessmentMediation" if facts.assessment.mediation else "AssessmentTribunal"
    if facts.assessment.other_mediation or facts.assessment.other_tribunal:
        yield "OtherMediation" if facts.assessment.other_mediation else "OtherTribunal"
