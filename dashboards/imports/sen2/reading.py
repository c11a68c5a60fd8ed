"""From returns in memory to what the dry run shows: figures, problems, and facts about each file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from dashboards.categories import crosswalk, return_codes
from dashboards.imports.contract import Delivery, Level, Problem, Reading
from dashboards.imports.sen2.checks import own_checks
from dashboards.imports.sen2.coverage import items_seen, usual_since
from dashboards.imports.sen2.indicators import indicators
from dashboards.imports.sen2.meanings import Meanings
from dashboards.imports.sen2.moves import Census, are_consecutive, census, move_rows
from dashboards.imports.sen2.published import beside_published
from dashboards.imports.sen2.records import Person, cases
from dashboards.imports.sen2.refusals import refused
from dashboards.imports.sen2.register import schools_of
from dashboards.imports.sen2.returns import Return
from dashboards.imports.sen2.topics import Context
from dashboards.imports.sen2.values import day as read_day
from dashboards.periods import Period
from dashboards.services.measurements import Row
from safetyvalve.core.dates import in_words


@dataclass(frozen=True)
class Counted:
    """What one return came to."""

    name: str
    as_at: date
    rows: list[Row]
    problems: list[Problem]
    summary: list[tuple[str, str]]
    census: Census


def read_returns(returns: Iterable[Return], delivery: Delivery, *, several: bool) -> Reading:
    """Every return counted by itself, newest first where two tell of the same period, and the moves between them.

    ``returns`` is gone through once, so that only one is in memory at a time. Raises ``UnusableDelivery`` for another
    council's return and where the day is not known.
    """
    codes = return_codes(delivery.authority)
    groups = crosswalk(delivery.authority, "placement", "placement_group")
    counted = [_count(each, delivery, codes, groups, several) for each in returns]
    counted.sort(key=lambda each: each.as_at)
    rows, problems = _newest_wins(counted)
    for earlier, later in pairwise([each.census for each in counted]):
        if are_consecutive(earlier, later):
            rows += move_rows(earlier, later)
            problems += _not_linked(earlier, later)
    newest = counted[-1]
    return Reading(
        rows=tuple(rows),
        problems=(*(problem for each in counted for problem in each.problems), *problems),
        summary=tuple(line for each in reversed(counted) for line in each.summary),
        as_at=newest.as_at,
        edition=newest.as_at.isoformat(),
    )


def _count(
    found: Return,
    delivery: Delivery,
    codes: Mapping[str, Mapping[str, str]],
    groups: Mapping[str, str],
    several: bool,
) -> Counted:
    _check_council(found, delivery)
    as_at = _as_at(found, delivery, several)
    since = _since(delivery, as_at)
    people, la_code = found.people, delivery.authority.la_code
    schools = schools_of(delivery.authority, people)
    delivery.progress(0, 0, f"Counting {found.name}")
    rows = indicators(people, as_at=as_at, since=since, codes=codes, schools=schools, la_code=la_code)
    end = max(as_at, found.header.reference_date or as_at)
    sheet = found.name if several else ""
    problems = [
        *_about_the_file(found, as_at, sheet),
        *_rights_of_before(people, since, sheet),
        *own_checks(people, found.faults, as_at=as_at, codes=codes, schools=schools, end=end, sheet=sheet),
    ]
    context = Context(Meanings(codes), schools, items_seen(people))
    plans = next((row.value for row in rows if row.code == "plans_maintained" and row.period.end == as_at), None)
    problems += beside_published(delivery.authority, as_at, plans, sheet)
    summary = _summary(found, as_at, since, plans, several)
    return Counted(found.name, as_at, rows, problems, summary, census(people, as_at, context, groups))


def _check_council(found: Return, delivery: Delivery) -> None:
    said, own = found.header.la_code, delivery.authority.la_code
    if said and said.lstrip("0") != own.lstrip("0"):
        name = delivery.authority.name
        raise refused("wrong-council", f"{found.name} is not the return of {name}, whose code is {own}.")


def _as_at(found: Return, delivery: Delivery, several: bool) -> date:
    """The day chosen; of several files each one's own day, where it says one."""
    chosen, own = delivery.as_at, found.header.reference_date
    as_at = (own or chosen) if several else (chosen or own)
    if as_at is None:
        raise refused("no-date", f"{found.name} does not say which day it describes.")
    return as_at


def _since(delivery: Delivery, as_at: date) -> date:
    given = delivery.options.get("since")
    try:
        since = given if isinstance(given, date) else read_day(str(given or ""))
    except ValueError:
        raise refused("date-wrong", "The first day to count from is not a date.") from None
    if since and since > as_at:
        raise refused("date-wrong", "The first day to count from is after the day that the file describes.")
    return since or usual_since(as_at)


def _about_the_file(found: Return, as_at: date, sheet: str) -> list[Problem]:
    problems = list(found.problems)
    if not found.header.la_code:
        words = "The file does not say which council it is of."
        problems.append(Problem("council-not-said", words, "Check that it is yours.", Level.WARNING, sheet))
    own = found.header.reference_date
    if own and as_at > own:
        words = f"The file says that it describes {in_words(own)}. What came after that day may be missing."
        problems.append(Problem("date-after-file", words, "Choose that day.", Level.WARNING, sheet))
    return problems


def _rights_of_before(people: list[Person], since: date, sheet: str) -> list[Problem]:
    """Flags of mediation and tribunals count by the day of their own decision, which may be long ago."""
    count = 0
    for _, case in cases(people):
        said = case.assessment
        if said is None or not (said.mediation or said.tribunal or said.other_mediation or said.other_tribunal):
            continue
        day = said.decided or (case.plan.start if case.plan else None)
        count += day is not None and day < since
    if not count:
        return []
    words = (
        f"Mediation or a tribunal is recorded for {count:,} decisions before {in_words(since)}. They are not counted."
    )
    return [Problem("right-of-before", words, "", Level.NOTE, sheet, count=count)]


def _newest_wins(counted: Sequence[Counted]) -> tuple[list[Row], list[Problem]]:
    """One set of figures for each measure and period: that of the newest file. ``counted`` is oldest first."""
    chosen: dict[tuple[str, Period], Counted] = {}
    replaced = 0
    for each in counted:
        for key in {(row.code, row.period) for row in each.rows}:
            replaced += key in chosen
            chosen[key] = each
    rows = [row for each in counted for row in each.rows if chosen[row.code, row.period] is each]
    if not replaced:
        return rows, []
    words = f"{replaced:,} figures are told by more than one file. Those of the newest file were taken."
    return rows, [Problem("told-twice", words, level=Level.NOTE, count=replaced)]


def _not_linked(earlier: Census, later: Census) -> list[Problem]:
    count = earlier.not_linkable + later.not_linkable
    if not count:
        return []
    words = f"{count:,} people with a plan have neither UPN nor ULN, so they are left out of moves between censuses."
    return [Problem("not-linkable", words, "Record one of them.", Level.NOTE, count=count)]


def _summary(found: Return, as_at: date, since: date, plans: Decimal | None, several: bool) -> list[tuple[str, str]]:
    lines = [
        ("As at", in_words(as_at)),
        ("Covers", f"{in_words(since)} to {in_words(as_at)}"),
        ("Looks like the return of", found.version),
        ("People", f"{len(found.people):,}"),
        ("Requests in the file", f"{sum(len(person.cases) for person in found.people):,}"),
        ("Plans on the day", "not told" if plans is None else f"{plans:,}"),
    ]
    return [("File", found.name), *lines] if several else lines
