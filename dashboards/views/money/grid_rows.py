"""The sheet of the finance grid row by row: lines as they are on record, and what they come to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from conditions.line_list import Block, blocks
from dashboards.finance.blocks import Book, Sheet
from dashboards.finance.position import WHOLE, parts
from dashboards.finance.roll_forward import CARRIED, OUTTURN, RollForward, Sum
from safetyvalve.core import money


@dataclass(frozen=True)
class GridRow:
    """A row of the sheet. ``kind`` is "line", or "sum" for what the product works out."""

    label: str
    amounts: tuple[Decimal | None, ...]
    kind: str = "line"
    carried: tuple[bool, ...] = ()

    @property
    def cells(self) -> list[tuple[Decimal | None, bool]]:
        return list(zip(self.amounts, self.carried or (False,) * len(self.amounts), strict=True))

    def of(self, indexes: Sequence[int]) -> "GridRow":
        """The row with these years only."""
        carried = tuple(self.carried[index] for index in indexes) if self.carried else ()
        return GridRow(self.label, tuple(self.amounts[index] for index in indexes), self.kind, carried)


@dataclass(frozen=True)
class GridRows:
    """The rows of every block, of the whole DSG, and how many decimals the table prints."""

    groups: list[tuple[str, list[GridRow]]]
    whole: list[GridRow]

    @property
    def places(self) -> int:
        rows = [row for _, found in self.groups for row in found] + self.whole
        return money.places_of(amount for row in rows for amount in row.amounts)


def rows_of(book: Book, sheet: Sheet, indexes: Sequence[int]) -> GridRows:
    """The sheet in the years of these indexes."""
    groups = [(block.label, [row.of(indexes) for row in _rows(book, sheet, block)]) for block in blocks()]
    return GridRows(groups, [row.of(indexes) for row in _whole(book.rolled(sheet))])


def _rows(book: Book, sheet: Sheet, block: Block) -> Iterator[GridRow]:
    """The lines of a block with their figures, and after the spending and at the end what they come to."""
    rolled, amounts = book.rolled(sheet), book.amounts(sheet)
    years = rolled.blocks[block.key]
    last_spend = block.of_kind("spend")[-1]
    for line in block.lines:
        if line.kind.startswith("opening"):
            side = "after" if line.kind == "opening_after" else "before"
            carried = tuple(getattr(row, f"{side}_from") in (CARRIED, OUTTURN) for row in years)
            yield GridRow(line.name, _amounts(getattr(row, f"opening_{side}") for row in years), "line", carried)
        else:
            yield GridRow(line.name, tuple(amounts.get((year, line.code)) for year in rolled.years))
        if line == last_spend:
            yield GridRow("Net spending", _amounts(row.spend for row in years), "sum")
            yield GridRow("In-year position: income − net spending", _amounts(row.in_year for row in years), "sum")
    if block.of_kind("payment"):
        yield GridRow("Closing balance before DfE payments", _amounts(row.closing_before for row in years), "sum")
        yield GridRow("Closing balance after DfE payments", _amounts(row.closing_after for row in years), "sum")
    else:
        yield GridRow("Closing balance", _amounts(row.closing_after for row in years), "sum")


def _whole(rolled: RollForward) -> Iterator[GridRow]:
    """The whole DSG as a return reports it."""
    by_year = [parts(rolled, year) for year in rolled.years]
    for name, label in WHOLE:
        yield GridRow(label, _amounts(found[name] for found in by_year), "sum")


def _amounts(found: Iterable[Sum]) -> tuple[Decimal | None, ...]:
    return tuple(part.amount for part in found)
