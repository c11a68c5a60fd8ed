"""What a table is to Excel: a table with a name where its headings allow one, with sums as formulas."""

from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo

from safetyvalve.render.data import Number, Table, Total
from safetyvalve.render.xlsx_parts import span


def declare_table(sheet: Any, table: Table, header: int) -> None:
    """An Excel table, which names its header row to assistive technology, where its names allow one."""
    names = [str(sheet.cell(header, column).value) for column in range(1, len(table.columns) + 1)]
    unique = len({name.casefold() for name in names}) == len(names)
    if not table.rows or not unique or not all(names) or any("\n" in name for name in names):
        return
    reference = span(header, header + len(table.rows), 1, len(table.columns))
    name = f"Table_{sheet.parent.index(sheet) + 1}_{header}"
    declared = ExcelTable(displayName=name, ref=reference)
    declared.tableStyleInfo = TableStyleInfo(name=None, showRowStripes=False)
    declared._initialise_columns()
    # Excel offers to repair a file whose table columns are not named like their header cells.
    for column, title in zip(declared.tableColumns, names, strict=True):
        column.name = title
    sheet.add_table(declared)


def sums_as_formulas(table: Table, header: int) -> dict[tuple[int, int], str]:
    """A SUM for each declared total whose stated figure is the sum of its parts, by (row, column)."""
    result = {}
    for total in table.totals:
        other = range(len(table.columns)) if total.axis == "row" else range(len(table.rows))
        for line in other:
            places = [_place(total, index, line) for index in (total.index, *total.of)]
            column = table.columns[places[0][1]]
            figures = [table.rows[row][col] for row, col in places]
            if column.is_numeric and _adds_up(figures[0], figures[1:]):
                addresses = [f"{get_column_letter(col + 1)}{header + 1 + row}" for row, col in places[1:]]
                result[places[0]] = f"=SUM({_joined(total, addresses)})"
    return result


def _place(total: Total, index: int, line: int) -> tuple[int, int]:
    return (index, line) if total.axis == "row" else (line, index)


def _adds_up(stated: object, parts: list[Any]) -> bool:
    numbers = [part for part in parts if isinstance(part, Decimal | int)]
    if not isinstance(stated, Decimal | int) or not numbers:
        return False
    total: Number = sum(numbers, Decimal(0))
    return total == stated


def _joined(total: Total, addresses: list[str]) -> str:
    """Neighbours as a range, the rest as a list."""
    if list(total.of) == list(range(total.of[0], total.of[0] + len(total.of))) and len(total.of) > 1:
        return f"{addresses[0]}:{addresses[-1]}"
    return ",".join(addresses)
