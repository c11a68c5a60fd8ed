"""Where people were at one January census and where they are at the next. Counts only, for planning inside."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dashboards.imports.sen2 import ages
from dashboards.imports.sen2.people import distinct, plan_on
from dashboards.imports.sen2.records import Person
from dashboards.imports.sen2.topics import PLACEMENT, Context
from dashboards.periods import Period
from dashboards.services.measurements import Row

JOINED, LEFT = "joined", "left"
UNKNOWN_GROUP, UNKNOWN_YEAR = "unknown", "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody with a plan is: the group of the placement. The birth date is for the year group."""

    group: str
    birth: date | None = field(repr=False)


@dataclass
class Census:
    """The people with a plan on a census day, by what they can be found again with. In memory only."""

    as_at: date
    people: dict[int, Standing] = field(default_factory=dict, repr=False)
    by_identifier: dict[str, int] = field(default_factory=dict, repr=False)
    not_linkable: int = 0


def census(people: list[Person], as_at: date, context: Context, groups: Mapping[str, str]) -> Census:
    """Everybody with a plan on the day who has a UPN or a ULN."""
    found = Census(as_at)
    for number, one in enumerate(distinct(people, context.meanings)):
        facts = plan_on(one, as_at)
        if facts is None:
            continue
        identifiers = {f"{kind}{value}" for each in one for kind, value in _identifiers(each.person)}
        if not identifiers:
            found.not_linkable += 1
            continue
        group = groups.get(PLACEMENT.of(facts, as_at, context), UNKNOWN_GROUP)
        found.people[number] = Standing(group, facts.person.birth)
        for identifier in identifiers:
            found.by_identifier.setdefault(identifier, number)
    return found


def _identifiers(person: Person) -> Iterator[tuple[str, str]]:
    return ((kind, value) for kind, value in (("UPN", person.upn), ("ULN", person.uln)) if value)


def are_consecutive(earlier: Census, later: Census) -> bool:
    """Whether the two are of January and a year apart."""
    return earlier.as_at.month == later.as_at.month == 1 and later.as_at.year == earlier.as_at.year + 1


def move_rows(earlier: Census, later: Census) -> Iterator[Row]:
    """Everybody in either census once, by placement group then and now, and by year group at the earlier one."""
    moves: Counter[str] = Counter()
    by_year: Counter[str] = Counter()
    for before, after in _pairs(earlier, later):
        move = f"{before.group if before else JOINED}>{after.group if after else LEFT}"
        known = before or after
        year = ages.year_group(known.birth if known else None, earlier.as_at)
        moves[move] += 1
        by_year[f"{UNKNOWN_YEAR if year is None else year}:{move}"] += 1
    period = Period.calendar_year(earlier.as_at.year)
    yield Row("plan_moves", period, Decimal(sum(moves.values())), as_at=later.as_at)
    for topic, counts in (("placement_move", moves), ("year_group_move", by_year)):
        for heading, count in sorted(counts.items()):
            yield Row(
                "plan_moves",
                period,
                Decimal(count),
                breakdown_topic=topic,
                breakdown=heading,
                as_at=later.as_at,
            )


def _pairs(earlier: Census, later: Census) -> Iterator[tuple[Standing | None, Standing | None]]:
    """Who is the same person: one UPN or one ULN in common. Each is taken once."""
    taken: set[int] = set()
    partners: dict[int, int] = {}
    for identifier, number in later.by_identifier.items():
        before = earlier.by_identifier.get(identifier)
        if before is not None and before not in taken and number not in partners:
            taken.add(before)
            partners[number] = before
    for number, standing in later.people.items():
        yield (earlier.people[partners[number]] if number in partners else None), standing
    for number, standing in earlier.people.items():
        if number not in taken:
            yield standing, None
