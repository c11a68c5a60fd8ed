"""Every forecast on record beside the outturn: read from the book, as tables and as a chart.

A forecast is what the return of its period says; where the return says nothing, what the period's finance lines come
to. The outturn is that of the finance page: the lines, else the latest return to state it.
"""

from dataclasses import dataclass
from decimal import Decimal

from conditions.models import DsgPosition, ReportingPeriod
from dashboards.finance.accuracy import Forecast, Horizon, Judged, by_horizon, in_words, judge
from dashboards.finance.blocks import Book, Column, Scenario, Sheet
from dashboards.finance.comparison import IN_YEAR, by_lines, outturn, stated
from safetyvalve.core import money
from safetyvalve.render.data import ChartData, Series, Table
from safetyvalve.render.data import Column as Heading

MEASURES = {
    IN_YEAR: "In-year position, with block transfers",
    "closing_after_payments": "Closing balance after DfE payments",
}


@dataclass(frozen=True)
class Measure:
    """One of the two figures that are followed: every forecast of it, and how near they came."""

    key: str
    name: str
    judged: tuple[Judged, ...]
    horizons: tuple[Horizon, ...]

    @property
    def known(self) -> int:
        return sum(each.known for each in self.horizons)


def measures(book: Book) -> list[Measure]:
    """The in-year position and the closing balance. No query: everything is in the book."""
    found = []
    for key, name in MEASURES.items():
        outturns = {year: figure.amount for year, figure in outturn(book, key).items()}
        judged = tuple(judge(list(_forecasts(book, key)), outturns))
        found.append(Measure(key, name, judged, tuple(by_horizon(judged))))
    return found


def _forecasts(book: Book, key: str) -> list[Forecast]:
    found = []
    for period in book.periods:
        reported = {
            each.financial_year: each
            for each in book.positions
            if each.period_id == period.pk and each.basis == DsgPosition.Basis.FORECAST
        }
        settled = {each.financial_year for each in book.positions if each.period_id == period.pk} - set(reported)
        known = _by_lines(book, period, key)
        for year in sorted({*reported, *known} - settled):
            position = reported.get(year)
            amount = stated(position, key) if position else None
            found.append(
                Forecast(
                    f"{period.label} of {period.financial_year}",
                    period.covers_to,
                    year,
                    known.get(year) if amount is None else amount,
                    position.movement_reason.strip() if position else "",
                )
            )
    return found


def _by_lines(book: Book, period: ReportingPeriod, key: str) -> dict[str, Decimal]:
    sheet = Sheet(Column.FORECAST, Scenario.MITIGATED, period.slug)
    if not book.has(sheet):
        return {}
    rolled = book.rolled(sheet)
    found = {year: by_lines(rolled, year, key) for year in rolled.years}
    return {year: amount for year, amount in found.items() if amount is not None}


def horizon_table(measure: Measure) -> Table:
    """A row per horizon: how many forecasts, how many can be judged, and the two means."""
    columns = (
        Heading("Made", weight=3),
        Heading("Forecasts", "count"),
        Heading("With an outturn", "count"),
        Heading("Mean error", "money"),
        Heading("Mean size of the error", "money"),
    )
    rows = tuple((in_words(each.months), each.of, each.known, each.mean, each.mean_size) for each in measure.horizons)
    return Table(f"{measure.name}: error by months before the year’s end", columns, rows)


def forecast_table(found: list[Measure], *, council: str) -> Table:
    """Every forecast of both figures in one table, for a file."""
    columns = (
        *(
            Heading("Council"),
            Heading("Figure"),
            Heading("Financial year"),
            Heading("Reported at"),
            Heading("Period ends", "date"),
        ),
        *(Heading("Months before the year’s end", "count"), Heading("Forecast", "money", 2)),
        *(Heading("Outturn", "money", 2), Heading("Error", "money", 2), Heading("Size of the error", "money", 2)),
        *(Heading("Movement since the forecast before", "money", 2), Heading("Reason")),
    )
    rows = tuple(
        (
            *(council, measure.name, each.forecast.financial_year, each.forecast.period, each.forecast.period_end),
            *(each.months, each.forecast.amount, each.outturn, each.error, each.size, each.movement, each.reason),
        )
        for measure in found
        for each in measure.judged
    )
    return Table("Forecasts and outturn", columns, rows, row_headers=False)


def accuracy_chart(found: list[Measure], *, is_illustrative: bool = False) -> ChartData | None:
    """The mean size of the error by horizon, the longest first; None while no forecast can be judged."""
    months = sorted({each.months for measure in found for each in measure.horizons if each.known}, reverse=True)
    if not months:
        return None
    sizes = [{each.months: each.mean_size for each in measure.horizons} for measure in found]
    return ChartData(
        key="forecast-accuracy",
        title=_title(found),
        subtitle="Mean size of the error (forecast − outturn, without its direction) by how long before 31 March the "
        "forecast’s period ended. Pounds.",
        kind="bar",
        unit="money",
        categories=tuple(in_words(each) for each in months),
        series=tuple(
            Series(measure.name, tuple(size.get(each) for each in months))
            for measure, size in zip(found, sizes, strict=True)
            if measure.known
        ),
        summary=_summary(found),
        source="DSG positions of the returns and finance lines on record"
        + (". Illustrative: made up for the demonstration" if is_illustrative else ""),
        category_name="Forecast made",
    )


def _title(found: list[Measure]) -> str:
    """About the balance, at the horizon longest before the year's end within a year that can be judged."""
    measure = next((each for each in reversed(found) if each.known), found[-1])
    known = [each for each in measure.horizons if each.known]
    near = next((each for each in known if each.months < 12), known[-1])
    return f"{measure.name}: forecasts made {in_words(near.months)} were {money.size(near.mean_size or Decimal(0))} off"


def _summary(found: list[Measure]) -> str:
    """The earliest and the latest horizon of each figure; the table has those between them."""
    told = []
    for measure in found:
        known = [each for each in measure.horizons if each.known]
        words = "; ".join(
            f"{in_words(each.months)}, {money.size(each.mean_size or Decimal(0))} off, {direction(each.mean)} "
            f"on average ({each.known} forecast{'' if each.known == 1 else 's'})"
            for each in (known if len(known) < 2 else (known[0], known[-1]))
        )
        if words:
            told.append(f"{measure.name}: {words}.")
    return " ".join(told)


def direction(error: Decimal | None) -> str:
    """ "£560,000 too hopeful", "£2 million too cautious", "right"; nothing while it is not known."""
    if error is None:
        return ""
    if error == 0:
        return "right"
    return f"{money.size(error)} {'too hopeful' if error > 0 else 'too cautious'}"
