"""Year by year: what was agreed, the forecast before, the latest forecast and the outturn, beside each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from conditions.models import DsgPosition, ReportingPeriod
from conditions.rules.roll_forward import whole_in_year
from dashboards.finance.blocks import ACTUAL, Book, Column, Scenario, Sheet
from dashboards.finance.position import parts
from dashboards.finance.roll_forward import RollForward

IN_YEAR = "in_year_position"
MEASURES = (
    (IN_YEAR, "In-year position, with block transfers", "in_year"),
    ("closing_before_payments", "Balance at 31 March, before DfE payments", "cumulative_before_payments"),
    ("closing_after_payments", "Balance at 31 March, after DfE payments", "cumulative_after_payments"),
)


@dataclass(frozen=True)
class Figure:
    """One figure. ``is_reported`` when it comes from the position of a return: the lines give none, or another now."""

    amount: Decimal | None
    is_reported: bool = False


@dataclass(frozen=True)
class Heading:
    """A column of the comparison and where its figures come from."""

    name: str
    about: str = ""


@dataclass(frozen=True)
class Comparison:
    """One measure: a row per financial year, a figure per heading."""

    key: str
    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[str, tuple[Figure, ...]], ...]


def compare(book: Book) -> list[Comparison]:
    """The in-year position and both balances. No query: everything is in the book."""
    return [_measure(book, key, title, planned) for key, title, planned in MEASURES]


def _measure(book: Book, key: str, title: str, planned: str) -> Comparison:
    columns: list[tuple[Heading, dict[str, Figure]]] = []
    for version in book.versions:
        agreed = {p.financial_year: Figure(getattr(p, planned)) for p in version.planned_positions.all()}
        columns.append((Heading("Agreed", f"version {version.number}"), agreed))
    for name, period in zip(("Forecast before", "Latest forecast"), _last_two(book), strict=True):
        if period is not None:
            about = f"{period.label} of {period.financial_year}"
            is_past = name == "Forecast before"
            columns.append((Heading(name, about), _forecast(book, period, key, is_past=is_past)))
    columns.append((Heading("Outturn"), outturn(book, key)))
    rows = tuple((year, tuple(found.get(year, Figure(None)) for _, found in columns)) for year in book.years)
    return Comparison(key, title, tuple(heading for heading, _ in columns), rows)


def has_reported(comparisons: Iterable[Comparison]) -> bool:
    """Whether any figure comes from a return, which the page then has to explain."""
    figures = (figure for each in comparisons for _, row in each.rows for figure in row)
    return any(figure.is_reported and figure.amount is not None for figure in figures)


def forecast_periods(book: Book) -> list[ReportingPeriod]:
    """Periods at which anything has been forecast, by lines or by a return, oldest first."""
    reported = {position.period_id for position in book.positions if position.basis == DsgPosition.Basis.FORECAST}
    by_lines = {sheet.period_slug for sheet in book.forecasts()}
    return [period for period in book.periods if period.pk in reported or period.slug in by_lines]


def _last_two(book: Book) -> tuple[ReportingPeriod | None, ReportingPeriod | None]:
    found = forecast_periods(book)
    return (found[-2] if len(found) > 1 else None), (found[-1] if found else None)


def _forecast(book: Book, period: ReportingPeriod, key: str, *, is_past: bool) -> dict[str, Figure]:
    """What was forecast at a period. Of one that is past, what its return stated stands: its lines are rolled forward
    from outturns that may have been put right since."""
    reported = [p for p in book.positions if p.period_id == period.pk and p.basis == DsgPosition.Basis.FORECAST]
    found = _figures(book, Sheet(Column.FORECAST, Scenario.MITIGATED, period.slug), key, reported)
    for position in reported if is_past else ():
        amount, by_lines_now = stated(position, key), found[position.financial_year]
        if amount is not None and amount != by_lines_now.amount:
            found[position.financial_year] = Figure(amount, is_reported=True)
    return found


def outturn(book: Book, key: str) -> dict[str, Figure]:
    """The latest return to state a year's outturn stands where the lines do not give it."""
    return _figures(book, ACTUAL, key, [p for p in book.positions if p.basis == DsgPosition.Basis.ACTUAL])


def _figures(book: Book, sheet: Sheet, key: str, reported: Iterable[DsgPosition]) -> dict[str, Figure]:
    found = {position.financial_year: Figure(stated(position, key), is_reported=True) for position in reported}
    if not book.has(sheet):
        return found
    rolled = book.rolled(sheet)
    for year in rolled.years:
        amount = by_lines(rolled, year, key)
        if amount is not None:
            found[year] = Figure(amount)
    return found


def by_lines(rolled: RollForward, year: str, key: str) -> Decimal | None:
    """What the lines of a year come to."""
    known = parts(rolled, year)
    return (known[key] + known["block_transfer"] if key == IN_YEAR else known[key]).amount


def stated(position: DsgPosition, key: str) -> Decimal | None:
    """What a return states; of the year alone with the block transfer, as the plan beside it has it."""
    if key == IN_YEAR:
        return whole_in_year(position.in_year_position, position.block_transfer)
    amount: Decimal | None = getattr(position, key)
    return amount
