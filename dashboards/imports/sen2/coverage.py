"""What a file can tell, so that a count of nothing is a real nothing: an item that is nowhere in it tells nothing."""

from dataclasses import dataclass
from datetime import date, timedelta

from dashboards.imports.sen2.records import Person, Record
from dashboards.periods import Period, months_after
from safetyvalve.core.dates import month_end


def items_seen(people: list[Person]) -> frozenset[str]:
    """Every field that is filled anywhere: "Case.source", "Plan.ceased", "Active.placements"."""
    missing: dict[type, set[str]] = {}
    seen: set[str] = set()
    for person in people:
        _look(person, missing, seen)
        for case in person.cases:
            _look(case, missing, seen)
            for part in (case.assessment, case.plan, case.active):
                if part is not None:
                    _look(part, missing, seen)
            details: list[Record] = [*case.plan.named] if case.plan else []
            if case.active is not None:
                details += [*case.active.placements, *case.active.needs]
            for detail in details:
                _look(detail, missing, seen)
    return frozenset(seen)


def _look(record: Record, missing: dict[type, set[str]], seen: set[str]) -> None:
    """Note the fields of the record that are filled; those found before are not looked at again."""
    kind = type(record)
    if kind not in missing:
        missing[kind] = set(kind.__slots__)
    for name in tuple(missing[kind]):
        if getattr(record, name) not in (None, "", []):
            missing[kind].discard(name)
            seen.add(f"{kind.__name__}.{name}")


@dataclass(frozen=True)
class Window:
    """The days whose events a file holds: from ``since`` to ``as_at``, both included."""

    since: date
    as_at: date

    @property
    def months(self) -> list[Period]:
        """The whole months in it. A month that it cuts off has no figures of its own."""
        first = self.since if self.since.day == 1 else months_after(self.since.replace(day=1), 1)
        found = []
        while month_end(first) <= self.as_at:
            found.append(Period.month(first.year, first.month))
            first = months_after(first, 1)
        return found

    @property
    def years(self) -> list[Period]:
        """The whole calendar years in it."""
        whole = {month.start for month in self.months}
        years = sorted({start.year for start in whole})
        return [
            Period.calendar_year(year) for year in years if all(date(year, month, 1) in whole for month in range(1, 13))
        ]

    @property
    def month_ends(self) -> list[date]:
        """The last days of its whole months before ``as_at``, on which stocks can be counted from dates."""
        return [month.end for month in self.months if month.end < self.as_at]


def usual_since(as_at: date) -> date:
    """1 January; of the year before when ``as_at`` is in January, because the return then describes that year."""
    return date((as_at - timedelta(days=31)).year if as_at.month == 1 else as_at.year, 1, 1)
