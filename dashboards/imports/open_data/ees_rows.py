"""One row of a published file into figures: whose it is, which period, divided by what."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from dashboards.imports.contract import Level, Place, Problem
from dashboards.imports.files.values import WrongValue
from dashboards.imports.open_data import ees_checks
from dashboards.imports.open_data.areas import Areas, Kept
from dashboards.imports.open_data.catalogue import Catalogue
from dashboards.imports.open_data.ees_checks import Cells, Found
from dashboards.imports.open_data.labels import code_of, is_headline
from dashboards.imports.open_data.layouts import Layout, key
from dashboards.imports.open_data.texts import Line, at, figure
from dashboards.models import Measurement
from dashboards.periods import Period
from dashboards.services.measurements import Row

PLANS = ("ehcp", "ehcps", "ehcplan", "ehcplans")


@dataclass
class Tally:
    """What was left out or looked at twice, counted while the rows go by."""

    divided_by: Counter[str] = field(default_factory=Counter)
    divided_twice: int = 0
    unknown_labels: Counter[tuple[str, str]] = field(default_factory=Counter)
    near: int = 0
    elsewhere_far: int = 0
    has_council: bool = False
    newest: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Division:
    """What a row is divided by: nothing for a headline."""

    topic: str = ""
    code: str = ""


class RowReader:
    """Reads the rows of one file by its layout."""

    def __init__(self, name: str, headings: Line, layout: Layout, areas: Areas, catalogue: Catalogue) -> None:
        self.name, self.headings, self.layout = name, headings, layout
        self.areas, self.catalogue = areas, catalogue
        self.tally = Tally()

    def read(self, number: int, line: Line) -> Iterator[tuple[Row, Place]]:
        """The figures of a row that is kept; none for other areas and for divisions the catalogue does not hold."""
        area = self._area(line)
        if area is None or not self._is_about_plans(line):
            return
        self.tally.has_council |= area.is_own
        year = self._year(number, line)
        division = self._division(line) if year is not None else None
        if year is None or division is None:
            return
        self.tally.newest = max(self.tally.newest, year if self.layout.is_snapshot else year + 1)
        period = Period.census(year) if self.layout.is_snapshot else Period.calendar_year(year)
        cells = self._cells(number, line)
        doubtful = self._doubtful(number, cells, area, period) if not division.topic else {}
        figures = list(self._figures(cells, year))
        if area.is_own and not division.topic:
            self.tally.problems += ees_checks.printed(self.name, number, line, self.layout, figures, period)
        for place, target, value, marker in figures:
            topic, code = target.topic or division.topic, target.breakdown or division.code
            if target.topic and division.topic:
                self.tally.divided_twice += 1
                continue
            if not self.catalogue.holds(target.code, topic):
                continue
            note = "" if target.topic else doubtful.get(target.code, "")
            row = Row(
                code=target.code,
                period=period,
                value=value,
                marker=marker,
                status=Measurement.Status.UNRELIABLE if note else Measurement.Status.FINAL,
                area_code=area.code,
                area_name=area.name,
                breakdown_topic=topic,
                breakdown=code,
                is_as_reported=target.is_as_reported and value is not None,
                note=note,
            )
            yield row, Place(self.name, number, self.headings[place])

    def _area(self, line: Line) -> Kept | None:
        places = self.layout.columns
        return self.areas.of_row(
            at(line, places.get("geographic_level")),
            gss_code=at(line, places.get("new_la_code")),
            la_code=at(line, places.get("old_la_code")),
            region=at(line, places.get("region_code")),
            region_name=at(line, places.get("region_name")),
        )

    def _is_about_plans(self, line: Line) -> bool:
        """Older files count statements of SEN beside plans."""
        return self.layout.plans_column is None or key(at(line, self.layout.plans_column)) in PLANS

    def _year(self, number: int, line: Line) -> int | None:
        """The calendar year, or the January of an academic year: 2025 of "202425"."""
        written = at(line, self.layout.columns.get("time_period"))
        if written.isdigit() and len(written) == 4:
            return int(written)
        if written.isdigit() and len(written) == 6 and (int(written[:4]) + 1) % 100 == int(written[4:]):
            return int(written[:4]) + 1
        self._refuse("wrong-period", "must be a year like 2024 or an academic year like 202425", number, "time_period")
        return None

    def _division(self, line: Line) -> Division | None:
        places = self.layout.columns
        label = at(line, self.layout.breakdown_column or places.get("breakdown"))
        named = "" if self.layout.own_topic else at(line, places.get("breakdown_topic"))
        if is_headline(named, label):
            return Division()
        topic = self.layout.own_topic or self.layout.topics.get(key(named).rstrip("0123456789"))
        if topic is None or topic == "left_out":
            self.tally.divided_by[named or self.layout.name] += 1
            return None
        code = code_of(topic, label)
        if code is None:
            self.tally.unknown_labels[named, label] += 1
            return None
        return Division(topic, code)

    def _cells(self, number: int, line: Line) -> Cells:
        """Every cell that is used, read once."""
        wanted = {place for place, _ in self.layout.targets}
        wanted |= {place for each in self.layout.sums for place in each.columns}
        wanted |= {place for each in self.layout.checks for place in (each.total, *each.parts)}
        cells = {}
        for place in sorted(wanted):
            try:
                cells[place] = figure(at(line, place))
            except WrongValue as wrong:
                self._refuse("wrong-figure", str(wrong), number, self.headings[place])
        return cells

    def _figures(self, cells: Cells, year: int) -> Iterator[Found]:
        for place, target in self.layout.targets:
            value, marker = cells.get(place, (None, ""))
            if target.year in (None, year) and (value is not None or marker):
                yield place, target, value, marker
        for each in self.layout.sums:
            parts = [cells.get(place, (None, "")) for place in each.columns]
            known = [value for value, _ in parts if value is not None]
            marker = next((marker for _, marker in parts if marker), "")
            if len(known) == len(parts):
                yield each.columns[0], each.target, sum(known, Decimal(0)), ""
            elif marker:
                yield each.columns[0], each.target, None, marker

    def _doubtful(self, number: int, cells: Cells, area: Kept, period: Period) -> dict[str, str]:
        """Measures whose headline is far from the sum of its parts, with the note that their figure gets."""
        apart = ees_checks.apart(self.layout, cells)
        self.tally.near += sum(not each.is_far for each in apart)
        far = [each for each in apart if each.is_far]
        if not area.is_own:
            self.tally.elsewhere_far += len(far)
        else:
            words = f"{self.layout.name.lower()}, {period.label}"
            self.tally.problems += [each.problem(self.name, number, self.headings, words) for each in far]
        return {each.check.code: each.note for each in far if each.check.code}

    def _refuse(self, code: str, words: str, number: int, column: str) -> None:
        sentence = f"{column} {words}. This figure is left out."
        fix = "Compare it with the file as published, and download it again."
        self.tally.problems.append(Problem(code, sentence, fix, Level.REFUSED, self.name, number, column))
