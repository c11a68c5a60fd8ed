"""Where a setting is counted (section 2.1): by its URN, else by its UKPRN, else by SENsetting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from dashboards.imports.sen2.meanings import (
    MAINSTREAM_WITH_UNITS,
    PROVIDER,
    RESOURCED,
    UNIT,
    UNKNOWN_PLACE,
    Meanings,
)
from dashboards.imports.sen2.records import Placement


class Establishment(Protocol):
    """What is read of a school: ``SchoolFacts`` and ``School`` both have it."""

    @property
    def urn(self) -> str: ...
    @property
    def ukprn(self) -> str: ...
    @property
    def type_code(self) -> str: ...
    @property
    def la_code(self) -> str: ...
    @property
    def has_sen_unit(self) -> bool | None: ...
    @property
    def has_resourced_provision(self) -> bool | None: ...


@dataclass(frozen=True)
class Schools:
    """The register by URN and by UKPRN, which several schools may share: then it says nothing about the one."""

    by_urn: Mapping[str, Establishment] = field(default_factory=dict)
    by_ukprn: Mapping[str, Establishment] = field(default_factory=dict)
    is_listed: bool = False
    """Whether there is a register at all."""

    @classmethod
    def of(cls, schools: Iterable[Establishment]) -> "Schools":
        listed = list(schools)
        kinds: dict[str, set[str]] = {}
        for school in listed:
            kinds.setdefault(school.ukprn, set()).add(school.type_code)
        by_ukprn = {school.ukprn: school for school in listed if school.ukprn and len(kinds[school.ukprn]) == 1}
        return cls({school.urn: school for school in listed}, by_ukprn, bool(listed))

    def find(self, placement: Placement) -> Establishment | None:
        """The establishment, by URN before UKPRN."""
        return self.by_urn.get(placement.urn) or self.by_ukprn.get(placement.ukprn)


def kind_of(placement: Placement | None, schools: Schools, meanings: Meanings) -> str:
    """Section 2.1 at the finest grain, flags included. A UKPRN that no school has is a provider of its own."""
    if placement is None:
        return UNKNOWN_PLACE
    school = schools.find(placement)
    kind = meanings.of("GIASType", school.type_code) if school else ""
    if kind in MAINSTREAM_WITH_UNITS:
        return _with_flag(kind, placement)
    if kind:
        return kind
    by_setting = meanings.of("SENsetting", placement.setting)
    if placement.ukprn and not placement.urn:
        return PROVIDER
    return by_setting or UNKNOWN_PLACE


def _with_flag(kind: str, placement: Placement) -> str:
    if placement.in_unit:
        return f"{kind}_{UNIT}"
    return f"{kind}_{RESOURCED}" if placement.in_resourced else kind


def attended_on(placements: Iterable[Placement], day: date) -> Placement | None:
    """Definition 14: the placement of rank 1 with EntryDate ≤ D < LeavingDate; the one entered last, if several.

    One without a rank stands where no other has rank 1. A missing date does not end or bar a placement.
    """
    there = [p for p in placements if (not p.entered or p.entered <= day) and (not p.left or p.left > day)]
    return first_ranked(there)


def first_ranked(placements: list[Placement]) -> Placement | None:
    """The placement of rank 1, the one entered last if several; without ranks, any."""
    ranked = [p for p in placements if p.rank == 1] or [p for p in placements if p.rank is None]
    return max(ranked, key=lambda p: p.entered or date.min, default=None)
