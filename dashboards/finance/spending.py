"""High needs spending of one year against its budget, line by line. Sums of what is in the book; no query.

Spending is the outturn once any line of the year has one, until then the latest forecast. Variance = spending − budget:
above £0 is over budget. A line without either figure has no variance, and sums are of the lines that have both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from conditions.line_list import Line, blocks
from dashboards.finance.blocks import ACTUAL, BUDGET, Book
from dashboards.finance.bridge import HIGH_NEEDS
from dashboards.ties import all_or_some, foremost
from safetyvalve.core import money
from safetyvalve.render.data import ChartData, Series, Table
from safetyvalve.render.data import Column as Heading

ZERO = Decimal(0)


@dataclass(frozen=True)
class Spend:
    """One line of section 251, or several together, in pounds."""

    name: str
    budget: Decimal | None
    spent: Decimal | None

    @property
    def variance(self) -> Decimal | None:
        return None if self.budget is None or self.spent is None else self.spent - self.budget

    @property
    def words(self) -> str:
        """ "£260,800 over"; nothing while there is no variance."""
        return "" if self.variance is None else over_or_under(self.variance, exactly=True)


@dataclass(frozen=True)
class YearOfSpend:
    """The lines of a year. ``name`` says where the spending is from, ``is_outturn`` whether it is settled."""

    financial_year: str
    name: str
    is_outturn: bool
    lines: tuple[Spend, ...]

    @property
    def compared(self) -> list[Spend]:
        """The lines that have both figures."""
        return [line for line in self.lines if line.variance is not None]

    @property
    def total(self) -> Spend:
        """Of the lines that have both figures."""
        return _together("Lines with both figures" if len(self.compared) < len(self.lines) else "Total", self.compared)


def over_or_under(variance: Decimal, *, exactly: bool = False) -> str:
    """ "£261,000 over", exactly "£260,800 over"; "£4,000 under", "as budgeted"."""
    if variance == 0:
        return "as budgeted"
    places = money.places_of([variance])
    figure = money.in_table(abs(variance), places) if exactly else money.size(variance)
    return f"{figure} {'over' if variance > 0 else 'under'}"


def spend_lines() -> tuple[Line, ...]:
    """The high needs lines of spending, in the order of section 251."""
    return next(block for block in blocks() if block.key == HIGH_NEEDS).of_kind("spend")


def years(book: Book) -> list[str]:
    """Years in which any line of high needs spending has a budget."""
    codes = {line.code for line in spend_lines()}
    budgeted = {year for year, code in book.amounts(BUDGET) if code in codes}
    return [year for year in book.years if year in budgeted]


def usual_year(book: Book) -> str:
    """The last year that has a budget and spending to hold against it, else the last one with a budget."""
    found = years(book)
    return next((year for year in reversed(found) if of_year(book, year).compared), found[-1] if found else "")


def of_year(book: Book, financial_year: str) -> YearOfSpend:
    """Every line of the year, budget beside spending."""
    codes = [line.code for line in spend_lines()]
    sheets = [ACTUAL, *reversed(book.forecasts())]
    begun = (each for each in sheets if any((financial_year, code) in book.rows.get(each, {}) for code in codes))
    sheet = next(begun, ACTUAL)
    budget, spent = book.amounts(BUDGET), book.amounts(sheet)
    lines = tuple(
        Spend(line.name, budget.get((financial_year, line.code)), spent.get((financial_year, line.code)))
        for line in spend_lines()
    )
    return YearOfSpend(financial_year, book.name(sheet), sheet == ACTUAL, lines)


def spend_table(found: YearOfSpend) -> Table:
    """A row per line with its variance in figures and words, and the sum of those that have both."""
    columns = (
        *(Heading("Line", weight=3), Heading("Budget", "money"), Heading(found.name, "money")),
        *(Heading("Variance", "money"), Heading("Against budget")),
    )
    shown = (*found.lines, found.total)
    rows = tuple((each.name, each.budget, each.spent, each.variance, each.words) for each in shown)
    table = Table(f"High needs spending against budget, {found.financial_year}", columns, rows)
    return table.in_pounds_that_add()


def spend_chart(found: YearOfSpend, *, is_illustrative: bool = False) -> ChartData | None:
    """By how much each line is over or under its budget; None while no line has both figures."""
    compared = [line for line in found.compared if line.budget or line.spent]
    if not compared:
        return None
    return ChartData(
        key="high-needs-spend",
        title=_title(found),
        subtitle=f"{found.name}, less the budget, by line of section 251. Net spending from the high needs block, "
        "pounds; below £0 is under budget.",
        kind="across",
        unit="money",
        categories=tuple(line.name for line in compared),
        series=(Series("Over or under budget", tuple(line.variance for line in compared)),),
        summary=_summary(found),
        source="Finance lines on record" + (". Illustrative: made up for the demonstration" if is_illustrative else ""),
        category_name="Line",
        notes=_not_whole(found),
    )


def _title(found: YearOfSpend) -> str:
    """Of some lines only, it says so: the others may well be spent too."""
    verb = "was" if found.is_outturn else "is forecast"
    known, of = len(found.compared), len(found.lines)
    part = f" on {known} of {of} lines" if known < of else ""
    variance = over_or_under(found.total.variance or ZERO)
    words = variance if variance == "as budgeted" else f"{variance} budget"
    return f"High needs spending{part} in {found.financial_year} {verb} {words}"


def _summary(found: YearOfSpend) -> str:
    total = found.total
    moved = sorted((each for each in found.compared if each.variance), key=lambda each: -abs(each.variance or ZERO))
    named, sharing = foremost(moved, lambda each: abs(each.variance or ZERO), 3)
    told = [f"{each.name}, {over_or_under(each.variance or ZERO)}" for each in named]
    if sharing:
        ways = all_or_some((each.variance or ZERO for each in sharing), "over", "under")
        told.append(f"{len(sharing)} lines, by {money.size(sharing[0].variance or ZERO)} each, {ways}")
    most = f" Furthest off: {'; '.join(told)}." if told else ""
    return f"{money.size(total.spent or ZERO)} against a budget of {money.size(total.budget or ZERO)}.{most}"


def _not_whole(found: YearOfSpend) -> tuple[str, ...]:
    known, of = len(found.compared), len(found.lines)
    return (f"{known} of {of} lines have both figures; only those are counted.",) if known < of else ()


def _together(name: str, lines: Iterable[Spend]) -> Spend:
    lines = list(lines)
    if not lines:
        return Spend(name, None, None)
    return Spend(name, sum((x.budget or ZERO for x in lines), ZERO), sum((x.spent or ZERO for x in lines), ZERO))
