"""The bridge of a year in the workbook: each step is read from the sheet that computes, so that it follows a change."""

from collections.abc import Iterator, Mapping
from typing import Any

from openpyxl.utils import get_column_letter

from conditions.line_list import blocks
from dashboards.finance.blocks import Book, Sheet
from dashboards.finance.bridge import HIGH_NEEDS, bridge
from dashboards.finance.workbook_words import ROLL
from safetyvalve.render.xlsx_sheet import SheetWriter

Rows = Mapping[tuple[str, str], int]
"""In which row of the computing sheet each part of each block stands, and of the whole DSG."""
FOLLOWS = "The steps are read from the sheet before, those that are £0 too: change a white cell there, and they follow."


def write_bridge(made: Any, book: Book, sheet: Sheet, year: str, rows: Rows, *, name: str) -> SheetWriter | None:
    """A sheet with the steps as formulas and their columns; None where the year cannot be drawn."""
    illustrative = book.agreement.authority.is_illustrative
    chart = bridge(book.rolled(sheet), year, name=book.name(sheet), is_illustrative=illustrative, every=True)
    if chart is None:
        return None
    page = made.create_sheet("Bridge")
    drawn = SheetWriter(page, landscape=True)
    drawn.add_title(chart.title)
    drawn.add_note(FOLLOWS)
    drawn.add(chart)
    first = drawn.header_rows[0] + 1
    column = get_column_letter(book.rolled(sheet).years.index(year) + 2)
    for index, parts in enumerate(_parts(rows)):
        page.cell(first + index, 2).value = "=" + "+".join(f"'{ROLL}'!{column}{row}" for row in parts)
    drawn.finish(footer=name, draft=False)
    return drawn


def _parts(rows: Rows) -> Iterator[list[int]]:
    """The rows behind each step, in the order of ``bridge.steps``."""
    yield [rows["whole", "opening_after_payments"]]
    yield [rows[HIGH_NEEDS, "in_year"]]
    yield [rows[HIGH_NEEDS, "transfer"]]
    for block in blocks():
        if block.key != HIGH_NEEDS:
            yield [rows[block.key, "in_year"], rows[block.key, "transfer"]]
    for kind in ("authority_contribution", "stability_grant", "adjustments", "dfe_payments", "closing_after_payments"):
        yield [rows["whole", kind]]
