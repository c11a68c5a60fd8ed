"""How the DSG rolls forward from year to year, block by block. Sums of Decimals; no database.

In-year position = DSG income − net spending. Closing = opening + in-year position + movements; before DfE payments
without the payments, after them with all of them. The next year opens with what the year closes at, unless an opening
is stated. A figure that nobody has given is not 0: what would need it is unknown, and says which lines are missing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from conditions.line_list import Block
from safetyvalve.core.dates import FinancialYear

Cell = tuple[str, str]
"""A financial year and the code of a line."""
Amounts = Mapping[Cell, Decimal | None]
MOVEMENTS = ("transfer", "contribution", "grant", "adjustment")
STATED, CARRIED, OUTTURN, UNKNOWN = "stated", "carried", "outturn", ""


@dataclass(frozen=True)
class Sum:
    """An amount, or None with the cells that would have to be filled first."""

    amount: Decimal | None
    missing: tuple[Cell, ...] = ()

    def __add__(self, other: "Sum") -> "Sum":
        return total((self, other))

    def __neg__(self) -> "Sum":
        return Sum(None if self.amount is None else -self.amount, self.missing)


@dataclass(frozen=True)
class BlockYear:
    """One block, or the whole DSG, in one year. ``before_from`` and ``after_from`` say where each opening is from."""

    financial_year: str
    opening_before: Sum
    opening_after: Sum
    income: Sum
    spend: Sum
    in_year: Sum
    transfer: Sum
    contribution: Sum
    grant: Sum
    adjustment: Sum
    payment: Sum
    closing_before: Sum
    closing_after: Sum
    before_from: str = UNKNOWN
    after_from: str = UNKNOWN


SUMS = (
    *("opening_before", "opening_after", "income", "spend", "in_year"),
    *(*MOVEMENTS, "payment", "closing_before", "closing_after"),
)


@dataclass(frozen=True)
class Opening:
    """A balance to begin from where a sheet has none of its own: the outturn of the year before."""

    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class RollForward:
    """Every year of every block and of the whole DSG."""

    years: tuple[str, ...]
    blocks: Mapping[str, tuple[BlockYear, ...]]
    whole: tuple[BlockYear, ...]

    def block(self, key: str, financial_year: str) -> BlockYear:
        return self.blocks[key][self.years.index(financial_year)]

    def year(self, financial_year: str) -> BlockYear:
        """The whole DSG in that year."""
        return self.whole[self.years.index(financial_year)]


def total(parts: Iterable[Sum]) -> Sum:
    """The sum of the parts: unknown when one of them is, and then with everything that is missing."""
    parts = tuple(parts)
    missing = tuple(dict.fromkeys(cell for part in parts for cell in part.missing))
    amounts = [part.amount for part in parts]
    if any(amount is None for amount in amounts):
        return Sum(None, missing)
    return Sum(sum((amount for amount in amounts if amount is not None), Decimal(0)))


def roll_forward(
    amounts: Amounts,
    *,
    years: Sequence[str],
    blocks: Sequence[Block],
    brought_forward: Mapping[tuple[str, str], Opening] | None = None,
) -> RollForward:
    """Roll every block forward over ``years``, which follow one another.

    ``brought_forward`` gives, by year and block, what a year may open with when nothing is stated and the sheet does
    not know how the year before closed.
    """
    brought_forward = brought_forward or {}
    found = {block.key: tuple(_years(block, years, amounts, brought_forward)) for block in blocks}
    whole = tuple(_whole(year, [rows[index] for rows in found.values()]) for index, year in enumerate(years))
    return RollForward(tuple(years), found, whole)


def year_before(financial_year: str) -> str:
    return FinancialYear(FinancialYear.parse(financial_year).starting - 1).label


def _years(
    block: Block, years: Sequence[str], amounts: Amounts, brought_forward: Mapping[tuple[str, str], Opening]
) -> Iterable[BlockYear]:
    previous: BlockYear | None = None
    for year in years:
        previous = _year(block, year, amounts, previous, brought_forward.get((year, block.key)))
        yield previous


def _year(block: Block, year: str, amounts: Amounts, previous: BlockYear | None, brought: Opening | None) -> BlockYear:
    def of(*kinds: str) -> Sum:
        return total(_cell(amounts, year, line.code) for line in block.of_kind(*kinds))

    def opening(side: str) -> tuple[Sum, str]:
        line = next(iter(block.of_kind(f"opening_{side}", "opening")))
        stated = _cell(amounts, year, line.code)
        if stated.amount is not None:
            return stated, STATED
        if previous:
            carried = previous.closing_before if side == "before" else previous.closing_after
            if carried.amount is not None:
                return carried, CARRIED
        outturn = (brought.before if side == "before" else brought.after) if brought else None
        return (stated, UNKNOWN) if outturn is None else (Sum(outturn), OUTTURN)

    (before, how_before), (after, how_after) = opening("before"), opening("after")
    parts = {kind: of(kind) for kind in (*MOVEMENTS, "payment", "income", "spend")}
    in_year = parts["income"] + -parts["spend"]
    moved = total([in_year, *(parts[kind] for kind in MOVEMENTS)])
    return BlockYear(
        financial_year=year,
        opening_before=before,
        opening_after=after,
        in_year=in_year,
        closing_before=before + moved,
        closing_after=total([after, moved, parts["payment"]]),
        before_from=how_before,
        after_from=how_after,
        **parts,
    )


def _cell(amounts: Amounts, year: str, code: str) -> Sum:
    amount = amounts.get((year, code))
    return Sum(None, ((year, code),)) if amount is None else Sum(amount)


def _whole(year: str, rows: Sequence[BlockYear]) -> BlockYear:
    return BlockYear(financial_year=year, **{name: total(getattr(row, name) for row in rows) for name in SUMS})  # type: ignore[arg-type]
