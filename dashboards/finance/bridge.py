"""From last year's closing balance to this year's: what moved it, as a bridge with its table and its sentence.

Both balances stand on £0 and each step between them where the one before it ended; the table has the steps themselves.
"""

from conditions.line_list import blocks
from dashboards.finance.blocks import ACTUAL, Book, Sheet
from dashboards.finance.roll_forward import BlockYear, RollForward, Sum, total, year_before
from dashboards.ties import all_or_some, foremost
from safetyvalve.core import money
from safetyvalve.render.data import ChartData, Series

HIGH_NEEDS = "high_needs"


def year_shown(book: Book, sheet: Sheet) -> str:
    """The first year of the sheet that is known from its opening to its closing balance; of the outturn the last one:
    a sheet speaks of the year that it is about. Empty where no year is known."""
    known = [row.financial_year for row in book.rolled(sheet).whole if row.closing_after.amount is not None]
    if not known:
        return ""
    period = book.period(sheet.period_slug)
    first = period.financial_year if period and period.financial_year in known else known[0]
    return known[-1] if sheet == ACTUAL else first


def steps(rolled: RollForward, financial_year: str, *, every: bool = False) -> list[tuple[str, Sum]]:
    """Opening, every movement that is not nothing, and closing, after DfE payments. They add up when all are known.

    With ``every`` those that are nothing stand there too, always the same in the same order.
    """
    year = rolled.year(financial_year)
    others = [rolled.block(key, financial_year) for key in rolled.blocks if key != HIGH_NEEDS]
    labels = {block.key: block.label.removesuffix(" block") for block in blocks()}
    high_needs = rolled.block(HIGH_NEEDS, financial_year)
    moves: list[tuple[str, Sum]] = [
        ("High needs: income less spending", high_needs.in_year),
        ("High needs: block transfer received", high_needs.transfer),
    ]
    moves += [
        (f"{labels[key]}: income less spending and transfers", total([row.in_year, row.transfer]))
        for key, row in zip([key for key in rolled.blocks if key != HIGH_NEEDS], others, strict=True)
    ]
    moves += [
        ("Council contribution", year.contribution),
        ("High Needs Stability Grant", year.grant),
        ("Other adjustments", year.adjustment),
        ("DfE Safety Valve payments", year.payment),
    ]
    shown = [(name, part) for name, part in moves if every or part.amount is None or part.amount != 0]
    before = f"Balance at the end of {year_before(financial_year)}"
    return [(before, year.opening_after), *shown, (f"Balance at the end of {financial_year}", year.closing_after)]


def bridge(
    rolled: RollForward, financial_year: str, *, name: str, is_illustrative: bool = False, every: bool = False
) -> ChartData | None:
    """The chart of a year; None while its opening or closing balance is unknown."""
    year = rolled.year(financial_year)
    opening, closing = year.opening_after.amount, year.closing_after.amount
    if opening is None or closing is None:
        return None
    found = steps(rolled, financial_year, every=every)
    moved = closing - opening
    way = "worse" if moved < 0 else "better"
    change = f"{money.size(moved)} {way} than a year before" if moved else "as a year before"
    return ChartData(
        key="finance-bridge",
        title=f"{money.balance(closing)} after DfE payments at the end of {financial_year}, {change}",
        subtitle=f"{name}. What moved the DSG balance in {financial_year}. Pounds; a step down makes it worse.",
        kind="bar",
        unit="money",
        categories=tuple(label for label, _ in found),
        series=(Series("Pounds", tuple(part.amount for _, part in found)),),
        summary=_summary(year, found[1:-1]),
        source="Finance lines on record" + (". Illustrative: made up for the demonstration" if is_illustrative else ""),
        category_name="Step",
        is_bridge=True,
    )


def _summary(year: BlockYear, moves: list[tuple[str, Sum]]) -> str:
    """Opening, the movements by size, closing, in one sentence each."""
    known = sorted(((name, part.amount) for name, part in moves if part.amount), key=lambda move: -abs(move[1]))
    sentences = [f"The year opens with {money.balance(year.opening_after.amount)}."]
    named, sharing = foremost(known, lambda move: abs(move[1]), 3)
    for name, amount in named:
        sentences.append(f"{name}: {money.size(amount)} {'better' if amount > 0 else 'worse'}.")
    if sharing:
        ways = all_or_some((amount for _, amount in sharing), "better", "worse")
        sentences.append(f"{len(sharing)} movements of {money.size(sharing[0][1])} each, {ways}.")
    sentences.append(f"It closes with {money.balance(year.closing_after.amount)}.")
    return " ".join(sentences)
