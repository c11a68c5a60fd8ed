"""Putting records together: under their parents, or all of a case out of one row of a spreadsheet."""

from collections.abc import Callable, Mapping

from dashboards.imports.sen2.faults import Faults
from dashboards.imports.sen2.items import TABLES, put
from dashboards.imports.sen2.records import Active, Assessment, Case, Header, Need, Person, Placement, Plan

NEW: dict[str, Callable[[], object]] = {
    "header": Header,
    "person": Person,
    "requests": Case,
    "assessment": Assessment,
    "namedplan": Plan,
    "plandetail": Placement,
    "activeplans": Active,
    "placementdetail": Placement,
    "senneed": Need,
}
"""An empty record of each table."""
_ONCE_OF_THE_PLAN = frozenset({"res", "wbp"})
"""Items of the placement that were items of the plan in 2023."""


PARENTS: dict[type, tuple[type, ...]] = {
    Person: (),
    Case: (Person,),
    Assessment: (Case,),
    Plan: (Case,),
    Active: (Case,),
    Placement: (Plan, Active),
    Need: (Active,),
}
"""What each record belongs under. An assessment and what follows belong to the case."""


def attach(parent: object, record: object, faults: Faults, place: str) -> None:
    """Put a record under the one that it belongs to. A second of what there is once takes the first one's place."""
    match parent, record:
        case Person(), Case():
            parent.cases.append(record)
        case Plan(), Placement():
            parent.named.append(record)
        case Active(), Placement():
            parent.placements.append(record)
        case Active(), Need():
            parent.needs.append(record)
        case Case(), Assessment() | Plan() | Active():
            name = _SLOT[type(record)]
            if getattr(parent, name) is not None:
                faults.add("part-twice", place)
            setattr(parent, name, record)
        case _:
            raise TypeError(f"{type(record).__name__} does not belong under {type(parent).__name__}")


_SLOT: dict[type, str] = {Assessment: "assessment", Plan: "plan", Active: "active"}


def person_from_items(items: Mapping[str, str], faults: Faults, place: str) -> Person:
    """One row of a spreadsheet with a column for each item, as a person with one case.

    ``items`` maps SEN2 names, however capitals are used, to text. Needs and settings are taken as the primary ones.
    """
    given = {name.lower(): text for name, text in items.items() if text.strip()}
    person, request = Person(), Case()
    attach(person, request, faults, place)
    filled: dict[str, object] = {"person": person, "requests": request}
    for table in ("assessment", "namedplan", "activeplans"):
        if _of(table, given):
            filled[table] = NEW[table]()
            attach(request, filled[table], faults, place)
    for table, detail in (("placementdetail", Placement(rank=1)), ("senneed", Need(rank=1))):
        if _of(table, given):
            filled[table] = detail
            if request.active is None:
                attach(request, Active(), faults, place)
            attach(request.active, detail, faults, place)
    for table, record in filled.items():
        for name in _of(table, given):
            put(record, table, name, given[name], faults, place)
    return person


def _of(table: str, given: Mapping[str, str]) -> list[str]:
    """The items given that are of that table."""
    return [
        name for name in given if name in TABLES[table] and not (table == "activeplans" and name in _ONCE_OF_THE_PLAN)
    ]
