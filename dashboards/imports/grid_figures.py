"""What a council has on record, laid out for a grid: which figures stand on which sheet, row and column."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboards.imports.vocabulary import Vocabulary
from dashboards.models import Indicator, IndicatorVersion, Measurement
from dashboards.periods import Period, stock_period
from dashboards.series import current_version
from safetyvalve.core.dates import in_words
from safetyvalve.core.models import Authority

Basis = IndicatorVersion.PeriodBasis
MONTHS, QUARTERS, DATES = "Months", "Quarters", "Days"
CALENDAR, FINANCIAL, ACADEMIC = "Calendar years", "Financial years", "Academic years"
BANDS = (MONTHS, QUARTERS, CALENDAR, FINANCIAL, ACADEMIC, DATES)
FREQUENCIES = {"": "All", "month": "Months", "quarter": "Quarters", "year": "Years and census days"}
_OF_FREQUENCY = {
    "": BANDS,
    "month": (MONTHS,),
    "quarter": (QUARTERS,),
    "year": (CALENDAR, FINANCIAL, ACADEMIC, DATES),
}
_OF_BASIS = {
    Basis.MONTH: MONTHS,
    Basis.QUARTER: QUARTERS,
    Basis.CALENDAR_YEAR: CALENDAR,
    Basis.FINANCIAL_YEAR: FINANCIAL,
    Basis.ACADEMIC_YEAR: ACADEMIC,
}


@dataclass(frozen=True, order=True)
class Line:
    """One row of a grid: a measure, undivided or one heading of a breakdown. In the order of the catalogue."""

    order: int
    name: str
    code: str
    topic: str = ""
    breakdown: str = ""


@dataclass(frozen=True)
class Band:
    """One sheet: periods of one kind, its rows, and what stands in each cell."""

    name: str
    periods: tuple[Period, ...]
    lines: tuple[Line, ...]
    standing: dict[tuple[Line, Period], Measurement]


def bands(authority: Authority, vocabulary: Vocabulary, *, first: date, last: date, frequency: str) -> list[Band]:
    """The sheets of a council's grid. Measures that have figures, or every stored one when none has. Two queries."""
    stored = [each for each in vocabulary.indicators.values() if _is_stored(each)]
    figures = list(_figures(authority, stored))
    used = {row.version.indicator_id for row in figures} | {i.pk for i in stored if i.authority_id is not None}
    chosen = [each for each in stored if each.pk in used] or stored
    by_pk = {each.pk: each for each in chosen}
    lines: dict[str, set[Line]] = defaultdict(set)
    periods: dict[str, set[Period]] = defaultdict(set)
    standing: dict[str, dict[tuple[Line, Period], Measurement]] = defaultdict(dict)
    for indicator in chosen:
        lines[_usual_band(indicator)].add(_line(indicator))
    for row in figures:
        indicator = by_pk[row.version.indicator_id]
        period = _period_of(indicator, row)
        if (band := band_of(period)) and not _is_read_as_month(indicator, period):
            line = _line(indicator, row)
            lines[band].add(line)
            if first <= period.end <= last:
                periods[band].add(period)
                standing[band][line, period] = row
    for name in lines:
        periods[name] |= set(_periods(name, first, last))
    wanted = _OF_FREQUENCY[frequency]
    return [
        Band(name, tuple(sorted(periods[name])), tuple(sorted(lines[name])), standing[name])
        for name in wanted
        if lines[name] and periods[name]
    ]


def _period_of(indicator: Indicator, row: Measurement) -> Period:
    """What a figure is about: a stock at a month's end stands for the month, unless it is taken once a year."""
    if _usual_band(indicator) == DATES:
        return Period(row.period_end, row.period_end)
    if row.version.period_basis == Basis.SNAPSHOT:
        return stock_period(row.period_end)
    return Period(row.period_start, row.period_end)


def band_of(period: Period) -> str:
    """The sheet a period has its column on; empty for a stretch that has no usual name."""
    start, end = period.start, period.end
    if period.days == 1:
        return DATES
    if period == Period.month(start.year, start.month):
        return MONTHS
    if start.day == 1 and start.month in (1, 4, 7, 10) and end == Period.month(start.year, start.month + 2).end:
        return QUARTERS
    years = {1: CALENDAR, 4: FINANCIAL, 9: ACADEMIC}
    is_year = start.day == 1 and end.toordinal() + 1 == date(start.year + 1, start.month, 1).toordinal()
    return years.get(start.month, "") if is_year else ""


def heading(period: Period) -> str:
    """A period as a column is headed, in words that are read back as the same."""
    band = band_of(period)
    if band == DATES:
        return in_words(period.end)
    if band == QUARTERS:
        starting = period.start.year if period.start.month >= 4 else period.start.year - 1
        return f"Q{(period.start.month - 4) % 12 // 3 + 1} {starting}-{(starting + 1) % 100:02d}"
    if band == FINANCIAL:
        return f"Financial year {period.label}"
    if band == ACADEMIC:
        return f"Academic year {period.start.year}/{period.end.year % 100:02d}"
    return period.label


def written(row: Measurement, *, unit: str) -> Decimal | str:
    """A figure as a cell holds it: a number, or words where a number alone would say less."""
    value = f"{row.value.normalize():f}" if row.value is not None else row.marker
    if row.upper is not None:
        value = f"{value}–{row.upper.normalize():f}{'%' if unit == IndicatorVersion.Unit.PERCENT else ''}"
    if not value:
        return ""
    if row.status == Measurement.Status.PROVISIONAL:
        return f"{value} p"
    if row.status == Measurement.Status.UNRELIABLE:
        return f"{value} unreliable"
    return row.value if row.value is not None and row.upper is None else value


def _is_read_as_month(indicator: Indicator, period: Period) -> bool:
    """Whether the day would be read back as its month: Excel writes "May-24" as the first of May."""
    return period.days == 1 and period.end.day == 1 and _usual_band(indicator) != DATES


def _figures(authority: Authority, indicators: Iterable[Indicator]) -> Iterable[Measurement]:
    """The council's own current figures of stored measures."""
    return (
        Measurement.objects.filter(
            authority=authority, area_code=authority.gss_code, version__indicator__in=[each.pk for each in indicators]
        )
        .current()
        .select_related("version")
        .order_by("pk")
    )


def _periods(band: str, first: date, last: date) -> Iterable[Period]:
    """Every period of that kind that ends within the dates."""
    if band == DATES:
        found = [Period.census(year) for year in range(first.year, last.year + 1)]
        return [period for period in found if first <= period.end <= last]
    step = {
        MONTHS: Period.month(first.year, first.month),
        QUARTERS: Period(date(first.year, 1, 1), date(first.year, 3, 31)),
        CALENDAR: Period.calendar_year(first.year),
        FINANCIAL: Period(date(first.year - 1, 4, 1), date(first.year, 3, 31)),
        ACADEMIC: Period(date(first.year - 1, 9, 1), date(first.year, 8, 31)),
    }[band]
    found = []
    while step.end <= last:
        if step.end >= first:
            found.append(step)
        step = step.next()
    return found


def _usual_band(indicator: Indicator) -> str:
    version = current_version(indicator)
    if version is None or version.period_basis != Basis.SNAPSHOT:
        return _OF_BASIS[Basis(version.period_basis)] if version else MONTHS
    return DATES if version.frequency == "annual" else MONTHS


def _line(indicator: Indicator, row: Measurement | None = None) -> Line:
    topic, breakdown = (row.breakdown_topic, row.breakdown) if row else ("", "")
    return Line(indicator.order, indicator.name, indicator.code, topic, breakdown)


def _is_stored(indicator: Indicator) -> bool:
    version = current_version(indicator)
    return version is not None and version.is_typed
