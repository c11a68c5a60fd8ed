"""Why the number of plans changed: started with, new, ceased, ended with, and what the flows do not explain.

Stock and flow never close exactly. Transfers in and corrections make the difference, and it is shown, never hidden.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dashboards.formulas import added, residual
from dashboards.periods import Grain, Period
from dashboards.points import MeasureSeries, Point
from safetyvalve.render.data import SUPPRESSED, Cell, Column, Table, Total

RESIDUAL = "Transfers in and data corrections"


@dataclass(frozen=True)
class StockFlow:
    """One closed account of plans. ``residual`` is None when a part is not known or may not be shown."""

    opening: Point
    closing: Point
    new: Decimal | None
    ceased: Decimal | None
    is_hidden: bool = False

    @property
    def residual(self) -> Decimal | None:
        return residual(self.opening.value, self.closing.value, self.new, self.ceased)


def last_year(measures: Mapping[str, MeasureSeries]) -> StockFlow | None:
    """The account of the last twelve months known, or between the last two January counts; None without stocks."""
    stock, new, ceased = (measures.get(code) for code in ("plans_maintained", "plans_new", "plans_ceased"))
    if stock is None or stock.latest is None:
        return None
    months = [point for point in stock.known() if point.is_reliable and point.period.grain == Grain.MONTH]
    closing = months[-1] if len(months) > 1 else stock.latest
    opening = stock.a_year_before(closing) if closing.period.grain == Grain.MONTH else stock.before(closing)
    if opening is None:
        return None
    if closing.period.grain == Grain.MONTH:
        wanted = _months_between(opening.period, closing.period)
    else:
        wanted = [Period.calendar_year(closing.period.end.year - 1)]
    flows = [_flow(series, wanted) for series in (new, ceased)]
    return StockFlow(opening, closing, flows[0][0], flows[1][0], flows[0][1] or flows[1][1])


def table(account: StockFlow) -> Table:
    """The account as five lines, opening to closing."""

    def shown(value: Decimal | None) -> Cell:
        return SUPPRESSED if value is None and account.is_hidden else value

    rows: tuple[tuple[Cell, ...], ...] = (
        (f"Plans {account.opening.period.phrase}", account.opening.value),
        ("New plans", shown(account.new)),
        ("Plans ceased", shown(None if account.ceased is None else -account.ceased)),
        (RESIDUAL, shown(account.residual)),
        (f"Plans {account.closing.period.phrase}", account.closing.value),
    )
    caption = f"Why plans changed, {account.opening.period.label} to {account.closing.period.label}"
    return Table(caption, (Column("What happened"), Column("Plans", "count")), rows, (Total("row", 4, (0, 1, 2, 3)),))


def _months_between(first: Period, last: Period) -> list[Period]:
    months, month = [], first.next()
    while month.end <= last.end:
        months.append(month)
        month = month.next()
    return months


def _flow(series: MeasureSeries | None, wanted: list[Period]) -> tuple[Decimal | None, bool]:
    """The sum over the periods, and whether one of them is hidden; no sum with a part missing or not reliable."""
    points = [series.at(period) if series else None for period in wanted]
    hidden = any(point is not None and point.marker == "c" for point in points)
    found = [point for point in points if point is not None]
    return (added(found) if len(found) == len(wanted) else None), hidden
