"""The figures of a delivery, each once: what is given twice is found by what makes a figure the same figure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from dashboards.imports.contract import Level, Place, Problem
from dashboards.periods import Period
from dashboards.services.measurements import Row

Key = tuple[str, date, date, str, str]
"""Measure, start, end, breakdown topic and heading."""


@dataclass
class Gathered:
    """Figures and their places. Two different figures for the same are both left out: nobody can say which is meant."""

    entries: dict[Key, tuple[Row, Place]] = field(default_factory=dict)
    contradicted: dict[Key, Place] = field(default_factory=dict)

    def take(self, key: Key, row: Row, place: Place) -> Problem | None:
        """Keep a figure; the problem if it is there already."""
        if key in self.contradicted:
            return _contradiction(row, self.contradicted[key], place)
        if key not in self.entries:
            self.entries[key] = (row, place)
            return None
        other, first = self.entries[key]
        if _facts(other) == _facts(row):
            sentence = f"{_about(row)}: the same figure is {_spoken(first, place)} too."
            return Problem("given-twice", sentence, "Keep one.", Level.NOTE, *place)
        self.contradicted[key] = first
        del self.entries[key]
        return _contradiction(row, first, place)

    def ahead(self, today: date) -> Iterator[Problem]:
        """A warning for each period that has not ended, at its first place and with the number of its figures."""
        found: dict[Period, list[Place]] = {}
        for row, place in self.entries.values():
            if row.period.end > today:
                found.setdefault(row.period, []).append(place)
        for period, places in sorted(found.items()):
            sentence = f"{period.label} has not ended yet."
            fix = "Check the period. The figures can be recorded all the same."
            yield Problem("period-not-over", sentence, fix, Level.WARNING, *places[0], count=len(places))

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for row, _ in self.entries.values())

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(place for _, place in self.entries.values())

    def summary(self) -> tuple[tuple[str, str], ...]:
        """What was read, in words."""
        rows = self.rows
        if not rows:
            return (("Figures", "0"),)
        first = min(row.period for row in rows)
        last = max((row.period for row in rows), key=lambda period: (period.end, period.start))
        return (
            ("Figures", f"{len(rows):,}"),
            ("Measures", f"{len({row.code for row in rows}):,}"),
            ("Periods", first.label if first == last else f"{first.label} to {last.label}"),
        )


def _contradiction(row: Row, first: Place, here: Place) -> Problem:
    sentence = f"{_about(row)}: another figure is {_spoken(first, here)}. Neither is used."
    return Problem("given-twice-differently", sentence, "Keep the right one of the two.", Level.REFUSED, *here)


def _about(row: Row) -> str:
    """Measure, period and heading: by then all of them are the catalogue's own words, except in an open topic."""
    return ", ".join(part for part in (row.code, row.period.label, row.breakdown) if part)


def _facts(row: Row) -> tuple[object, ...]:
    return row.value, row.upper, row.marker, row.status


def _spoken(first: Place, here: Place) -> str:
    """Where the other one is: "in row 3", "on sheet Months, row 3, column D"."""
    if first.sheet != here.sheet:
        return f"on sheet {first.sheet}, row {first.row}, column {first.column}"
    return f"in row {first.row}" + (f", column {first.column}" if first.column != here.column else "")
