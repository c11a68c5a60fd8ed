"""Each person once: records with the same identifier belong together, and a request that is there twice counts once."""

from datetime import date

from dashboards.imports.sen2.meanings import Meanings
from dashboards.imports.sen2.records import Case, Person
from dashboards.imports.sen2.rules import Facts, has_plan_on, plan_start

OnePerson = list[Facts]
Key = tuple[str, date | None]


def key_of(person: Person) -> Key | None:
    """What tells people apart: UPN, else ULN, with the birth date, because some systems fill in a number that many
    share. None without either: then each record is somebody."""
    identifier = person.upn or person.uln
    return (identifier, person.birth) if identifier else None


def distinct(people: list[Person], meanings: Meanings) -> list[OnePerson]:
    """The cases of each person."""
    known: dict[Key, OnePerson] = {}
    found: list[OnePerson] = []
    for person in people:
        key = key_of(person)
        one = known.get(key) if key else None
        if one is None:
            one = []
            found.append(one)
            if key:
                known[key] = one
        one.extend(Facts.of(person, case, meanings) for case in person.cases)
    return [_without_repeats(one) if len(one) > 1 else one for one in found]


def _without_repeats(one: OnePerson) -> OnePerson:
    """Of requests received on the same day, the one that has most under it."""
    kept: dict[date | int, Facts] = {}
    for index, facts in enumerate(one):
        key = facts.case.received or index
        if key not in kept or fullness(facts.case) > fullness(kept[key].case):
            kept[key] = facts
    return list(kept.values())


def fullness(case: Case) -> int:
    """How much hangs from a request: a plan in force before a plan, a plan before an assessment."""
    return (
        (case.active is not None) * 8
        + (case.plan is not None) * 4
        + (case.assessment is not None) * 2
        + bool(case.decided)
    )


def plan_on(one: OnePerson, day: date) -> Facts | None:
    """Definition 1: the case whose plan a person has on that day; of two, the plan that began last."""
    if len(one) == 1:
        return one[0] if has_plan_on(one[0], day) else None
    return max(
        (facts for facts in one if has_plan_on(facts, day)),
        key=lambda facts: (plan_start(facts) or date.min, fullness(facts.case)),
        default=None,
    )
