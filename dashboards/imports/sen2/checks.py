"""Our own checks of a return, as a report. They are not the Department's rules and bear no numbers of it."""

from collections.abc import Mapping
from datetime import date

from dashboards.imports.contract import Level, Problem
from dashboards.imports.sen2.case_checks import Look
from dashboards.imports.sen2.check_list import CASE_CHECKS
from dashboards.imports.sen2.coverage import items_seen
from dashboards.imports.sen2.faults import Faults, place
from dashboards.imports.sen2.file_checks import file_checks
from dashboards.imports.sen2.meanings import Meanings
from dashboards.imports.sen2.people import distinct, key_of
from dashboards.imports.sen2.places import Schools
from dashboards.imports.sen2.records import Person
from dashboards.imports.sen2.rules import Facts
from dashboards.imports.sen2.topics import Context

_READING = {
    "value-not-read": ("An item is not a date, a flag or a number as it should be. It is left out.", "Correct it."),
    "part-astray": ("A part of the return belongs to nothing. It is left out.", "Make the return again."),
    "part-twice": ("A part that a case has once is there twice. The last one counts.", "Make the return again."),
    "identifier-missing": (
        "Somebody has neither UPN nor ULN, and no reason is given. They cannot be found in another year’s file.",
        "Record one, or the reason.",
    ),
    "request-twice": (
        "The same person has two requests received on the same day. One of them is counted.",
        "Delete the one that is wrong.",
    ),
}


def own_checks(
    people: list[Person],
    faults: Faults,
    *,
    as_at: date,
    codes: Mapping[str, Mapping[str, str]],
    schools: Schools | None = None,
    end: date | None = None,
    sheet: str = "",
) -> list[Problem]:
    """Every check of section 1.4, each once with its count and its first places by their numbers; no value is quoted.

    ``faults`` are those met while reading. ``end`` is the last day the file can know of, usually ``as_at``; ``sheet``
    says which file.
    """
    meanings, schools = Meanings(codes), schools or Schools()
    seen = items_seen(people) | ({"schools"} if schools.is_listed else set())
    look = Look(end or as_at, as_at, Context(meanings, schools, seen))
    found = _walk(people, meanings, look)
    problems = [_problem(code, *_READING[code], Level.WARNING, faults) for code in faults.counts if code in _READING]
    problems += [_problem(code, *_READING[code], Level.WARNING, found) for code in _READING if found.counts[code]]
    problems += [
        _problem(check.code, check.sentence, check.fix, check.level, found)
        for check in CASE_CHECKS
        if found.counts[check.code]
    ]
    problems += file_checks(distinct(people, meanings), look)
    problems += _without_register(look)
    return [_of_sheet(problem, sheet) for problem in problems]


def _walk(people: list[Person], meanings: Meanings, look: Look) -> Faults:
    """One pass over the cases in the order of the file."""
    found = Faults()
    received: set[tuple[object, date]] = set()
    for number, person in enumerate(people):
        key = key_of(person)
        if key is None and not person.no_identifier:
            found.add("identifier-missing", f"Person {number + 1}, item UPN")
        for index, case in enumerate(person.cases):
            if case.received and (key or number, case.received) in received:
                found.add("request-twice", f"{place(number, index)}, item ReceivedDate")
            if case.received:
                received.add((key or number, case.received))
            facts = Facts.of(person, case, meanings)
            for check in CASE_CHECKS:
                for item in check.finds(facts, look):
                    found.add(check.code, f"{place(number, index)}, item {item}")
    return found


def _problem(code: str, sentence: str, fix: str, level: Level, faults: Faults) -> Problem:
    return Problem(code, f"{sentence} Where: {faults.where(code)}.", fix, level, count=faults.counts[code])


def _without_register(look: Look) -> list[Problem]:
    """Placements by URN say nothing without the list of schools."""
    if look.context.has("schools") or not look.context.has("Placement.urn"):
        return []
    words = "Settings are given by URN, and there is no list of schools to say what they are. They are not known."
    fix = "Import the list of schools, and then this file again."
    return [Problem("no-schools", words, fix, Level.WARNING)]


def _of_sheet(problem: Problem, sheet: str) -> Problem:
    return Problem(
        problem.code, problem.sentence, problem.fix, problem.level, sheet, problem.row, problem.column, problem.count
    )
