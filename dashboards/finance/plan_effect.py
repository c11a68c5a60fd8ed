"""From the balance without the plan's savings to the balance with them: one year of two sheets, held side by side.

Both sheets are of the same column and period. A difference counts as it helps the balance: less spending, more income
and a better opening are above £0. Closing without + every difference = closing with, to the penny.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from conditions.line_list import Block, blocks
from dashboards.finance.blocks import Book, Scenario, Sheet
from dashboards.finance.roll_forward import Amounts, Sum, total
from safetyvalve.core import money
from safetyvalve.render.data import ChartData, Column, Series, Table
from workstreams.dsg_effect import DsgYear

SPENDING = {
    "Place funding": ("1.0.2",),
    "Top-ups": ("1.2.1", "1.2.2", "1.2.3"),
    "Support and inclusion": ("1.2.4", "1.2.5", "1.2.8"),
    "Hospital and alternative provision": ("1.2.6", "1.2.7"),
}
"""Groups of high needs lines; the other lines of spending stand together."""
KINDS = {
    "income": "Income",
    "transfer": "Block transfer",
    "contribution": "Council contribution",
    "grant": "High Needs Stability Grant",
    "adjustment": "Other adjustments",
    "payment": "DfE Safety Valve payments",
}
OPENING = "Brought forward from earlier years"


@dataclass(frozen=True)
class Part:
    """A group of lines of one block in both sheets. ``spends``: what is less there helps the balance."""

    block: str
    name: str
    without: Sum
    with_plan: Sum
    spends: bool = False

    @property
    def effect(self) -> Decimal | None:
        """What the plan does to the balance here; None while either side is unknown."""
        if self.without.amount is None or self.with_plan.amount is None:
            return None
        difference = self.with_plan.amount - self.without.amount
        return -difference if self.spends else difference

    @property
    def label(self) -> str:
        return f"{self.block}: {self.name[0].lower()}{self.name[1:]}" if self.block else self.name


@dataclass(frozen=True)
class Effect:
    """One year: the balance after DfE payments without and with the plan, and every part that they differ by."""

    financial_year: str
    without: Sum
    with_plan: Sum
    parts: tuple[Part, ...]

    @property
    def amount(self) -> Decimal | None:
        """By how much the plan betters the balance."""
        if self.without.amount is None or self.with_plan.amount is None:
            return None
        return self.with_plan.amount - self.without.amount

    @property
    def differing(self) -> list[Part]:
        return [part for part in self.parts if part.effect != 0]

    @property
    def within_year(self) -> Decimal | None:
        """What the plan does within the year alone; None while a part of it is unknown."""
        found = [part.effect for part in self.parts if part.name != OPENING]
        known = [each for each in found if each is not None]
        return sum(known, Decimal(0)) if len(known) == len(found) else None


def besides_savings(found: Effect, savings: DsgYear) -> Decimal | None:
    """What the lines differ by within the year besides the savings on record; None while it cannot be told, as where
    there are savings and no figure of any."""
    return None if found.within_year is None or savings.is_unknown else found.within_year - savings.known


def without_plan(sheet: Sheet) -> Sheet:
    """The sheet of the same column and period without the plan's savings."""
    return replace(sheet, scenario=Scenario.UNMITIGATED)


def pairs(book: Book) -> list[Sheet]:
    """Sheets with the plan's savings that can have one without them, newest forecast first; those with figures."""
    found = [sheet for sheet in book.sheets() if sheet.scenario == Scenario.MITIGATED and sheet.column != "actual"]
    forecasts_first = sorted(found, key=lambda sheet: not sheet.is_forecast)
    return [sheet for sheet in forecasts_first if book.has(sheet) or book.has(without_plan(sheet))]


def effect(book: Book, sheet: Sheet, financial_year: str) -> Effect:
    """The year of the sheet beside the same year without the plan's savings."""
    other = without_plan(sheet)
    ours, theirs = book.rolled(sheet).year(financial_year), book.rolled(other).year(financial_year)
    found = [Part("", OPENING, theirs.opening_after, ours.opening_after)]
    for block in blocks():
        found += _parts(block, financial_year, book.amounts(other), book.amounts(sheet))
    return Effect(financial_year, theirs.closing_after, ours.closing_after, tuple(found))


def _parts(block: Block, year: str, without: Amounts, with_plan: Amounts) -> Iterator[Part]:
    name = block.label.removesuffix(" block")
    for kind, words in KINDS.items():
        codes = [line.code for line in block.of_kind(kind)]
        if codes:
            yield Part(name, words, _sum(without, year, codes), _sum(with_plan, year, codes))
    for words, codes in _spending(block):
        yield Part(name, words, _sum(without, year, codes), _sum(with_plan, year, codes), spends=True)


def _spending(block: Block) -> Iterator[tuple[str, list[str]]]:
    rest = [line.code for line in block.of_kind("spend")]
    for words, group in SPENDING.items():
        codes = [code for code in rest if code in group]
        rest = [code for code in rest if code not in group]
        if codes:
            yield words, codes
    if rest:
        yield "Other spending" if len(rest) < len(block.of_kind("spend")) else "Spending", rest


def _sum(amounts: Amounts, year: str, codes: list[str]) -> Sum:
    found = [(code, amounts.get((year, code))) for code in codes]
    return total(Sum(amount, () if amount is not None else ((year, code),)) for code, amount in found)


def effect_table(found: Effect) -> Table:
    """Every group that differs, and both balances; the last column adds up."""
    columns = (
        *(Column("What differs", weight=3), Column("Without the plan’s savings", "money")),
        *(Column("With them", "money"), Column("Effect on the balance", "money")),
    )
    rows = [(part.label, part.without.amount, part.with_plan.amount, part.effect) for part in found.differing]
    last = ("Balance after DfE payments", found.without.amount, found.with_plan.amount, found.amount)
    caption = f"With and without the plan’s savings, {found.financial_year}"
    return Table(caption, columns, (*rows, last)).in_pounds_that_add()


def effect_chart(found: Effect, *, name: str, is_illustrative: bool = False) -> ChartData | None:
    """The bridge of the year; None while one of its ends is unknown."""
    without, with_plan, amount = found.without.amount, found.with_plan.amount, found.amount
    if without is None or with_plan is None or amount is None:
        return None
    parts = found.differing
    ends = ("Without the plan’s savings", "With the plan’s savings")
    return ChartData(
        key="plan-effect",
        title=_title(found.financial_year, amount),
        subtitle=f"{name}. From the DSG balance without the plan’s savings at the end of {found.financial_year} to the "
        "balance with them, after DfE payments. Pounds; a step down makes the balance worse.",
        kind="bar",
        unit="money",
        categories=(ends[0], *(part.label for part in parts), ends[1]),
        series=(Series("Pounds", (without, *(part.effect for part in parts), with_plan)),),
        summary=_summary(found, parts),
        source="Finance lines on record" + (". Illustrative: made up for the demonstration" if is_illustrative else ""),
        category_name="Step",
        is_bridge=True,
    )


def _title(year: str, amount: Decimal) -> str:
    if amount == 0:
        return f"The plan’s savings change nothing at the end of {year}"
    way = "better" if amount > 0 else "worse"
    return f"The plan’s savings leave the balance {money.size(amount)} {way} at the end of {year}"


def _summary(found: Effect, parts: list[Part]) -> str:
    """Both ends, and the differences by size."""
    known = sorted(((p.label, p.effect) for p in parts if p.effect is not None), key=lambda each: -abs(each[1]))
    told = [f"{label}, {money.size(amount)} {'better' if amount > 0 else 'worse'}" for label, amount in known[:4]]
    differences = f" The difference: {'; '.join(told)}." if told else ""
    return (
        f"Without the plan’s savings: {money.balance(found.without.amount)}. "
        f"With them: {money.balance(found.with_plan.amount)}.{differences}"
    )
