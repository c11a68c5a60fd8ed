"""Commitments beside the forecast, in the grid's workbook: sums of a year, never a placement or a count."""

from collections.abc import Sequence
from typing import Any

from dashboards.finance.commitments.beside import Beside
from dashboards.finance.commitments.files import beside_table
from dashboards.finance.workbook_words import UNKNOWN
from safetyvalve.render.xlsx_sheet import SheetWriter

NAME = "Commitments"
ABOUT = (
    "The DSG’s part of what placements in force are committed to cost, and of plans on the way not issued yet. "
    "Difference = forecast − committed − not yet issued. Together and Difference have no figure while committed or not "
    "yet issued is not known; the words say what is compared then, and what is not counted."
)


def write_commitments(made: Any, rows: Sequence[Beside], *, name: str) -> None:
    """A sheet of the workbook in which both sums are formulas."""
    page = made.create_sheet(NAME)
    written = SheetWriter(page, landscape=True)
    written.add_title("Committed, not yet issued, and forecast")
    written.add_note(ABOUT)
    written.add(beside_table(list(rows)))
    for at, row in enumerate(rows, start=written.header_rows[0] + 1):
        page.cell(at, 4).value = f'=IF(COUNT(B{at},C{at})<2,"{UNKNOWN}",ROUND(SUM(B{at},C{at}),2))'
        if row.difference is not None:
            page.cell(at, 6).value = f"=ROUND(E{at}-D{at},2)"
    written.finish(footer=name, draft=False)
