"""A SEN2 return in memory, as slim as its measures need: dates, codes and flags, no name, no address.

A ``Case`` is one request for an assessment with all that came of it. Codes are kept as the return writes them, in
capitals; what they mean is data (``Meanings``). A missing item is None, or "" for a code. Nothing here is ever saved:
the identifiers of a ``Person`` only link one file's person with another file's while both are being read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class Placement:
    """A setting: named in a plan (PlanDetail), or attended (PlacementDetail)."""

    urn: str = ""
    ukprn: str = ""
    setting: str = ""
    setting_other: bool | None = None
    rank: int | None = None
    entered: date | None = None
    left: date | None = None
    in_unit: bool | None = None
    in_resourced: bool | None = None
    residential: str = ""
    work_based: str = ""


@dataclass(slots=True)
class Need:
    """A kind of need (SENneed). Rank 1 is the primary one."""

    kind: str = ""
    rank: int | None = None


@dataclass(slots=True)
class Assessment:
    """An assessment and what was decided after it. ``is_exception``: Week20, a permitted exception to 20 weeks."""

    outcome: str = ""
    decided: date | None = None
    mediation: bool | None = None
    tribunal: bool | None = None
    other_mediation: bool | None = None
    other_tribunal: bool | None = None
    is_exception: bool | None = None


@dataclass(slots=True)
class Plan:
    """A plan as it was issued, and its end (NamedPlan with its PlanDetail)."""

    start: date | None = None
    residential: str = ""
    work_based: str = ""
    personal_budget: bool | None = None
    arrangements: bool | None = None
    direct_payments: str = ""
    ceased: date | None = None
    cease_reason: str = ""
    named: list[Placement] = field(default_factory=list)


@dataclass(slots=True)
class Active:
    """A plan in force on the day of the return (ActivePlans). RES and WBP are here in returns of 2023."""

    transferred_from: str = ""
    review_meeting: date | None = None
    review_outcome: str = ""
    review_draft: date | None = None
    review_decided: date | None = None
    transfer_due: date | None = None
    transfer_final: date | None = None
    residential: str = ""
    work_based: str = ""
    placements: list[Placement] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)


@dataclass(slots=True)
class Case:
    """A request and what followed. ``need`` and ``school`` only where a spreadsheet says them of the request."""

    received: date | None = None
    source: str = ""
    in_youth_accommodation: bool | None = None
    decided: date | None = None
    outcome: str = ""
    mediation: bool | None = None
    tribunal: bool | None = None
    exported: str = ""
    assessment: Assessment | None = None
    plan: Plan | None = None
    active: Active | None = None
    need: str = ""
    school: str = ""


@dataclass(slots=True)
class Person:
    """Somebody with requests or a plan. Shown by none of its fields, not even in an error message."""

    birth: date | None = field(default=None, repr=False)
    sex: str = ""
    upn: str = field(default="", repr=False)
    uln: str = field(default="", repr=False)
    no_identifier: str = ""
    cases: list[Case] = field(default_factory=list, repr=False)


Record = Person | Case | Assessment | Plan | Active | Placement | Need


@dataclass
class Header:
    """What a return says about itself."""

    collection: str = ""
    year: int | None = None
    reference_date: date | None = None
    la_code: str = ""


def cases(people: list[Person]) -> Iterator[tuple[Person, Case]]:
    """Every case with its person."""
    return ((person, case) for person in people for case in person.cases)
