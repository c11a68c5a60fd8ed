"""The workbook of a pack: figures as numbers, nothing that a spreadsheet would run, charts with gaps."""

import json
import re
from typing import Any

import pytest
import time_machine
from openpyxl.utils import range_boundaries

from dashboards.publishing.pack.packs import HIDDEN, from_plain, to_plain
from dashboards.publishing.pack.workbook import to_xlsx
from safetyvalve.core import audit
from tests.dashboards.publishing.pack.examples import (
    BY_NEED,
    PACK,
    figures_of_sheet,
    held,
    parts_of,
    references,
    sheets_of,
)
from tests.render.examples import NASTY


@pytest.fixture(scope="module")
def content() -> bytes:
    return to_xlsx(PACK)


@pytest.fixture(scope="module")
def book(content: bytes) -> Any:
    return sheets_of(content)


def test_a_pack_is_the_same_after_it_was_written_down() -> None:
    assert from_plain(json.loads(audit.canonical(to_plain(PACK)))) == PACK


def test_the_bytes_repeat_whatever_the_clock_says(content: bytes) -> None:
    with time_machine.travel("2031-02-03 04:05:06Z", tick=False):
        assert to_xlsx(PACK) == content


def test_every_table_has_its_sheet_with_the_figures_as_numbers(book: Any) -> None:
    names = book.sheetnames
    assert names[0] == "Contents"
    assert len(names) == len(PACK.items) + 3
    sheets = iter(book.worksheets[1:])
    for item in PACK.items:
        sheet, table = next(sheets), item.chart.as_table()
        assert figures_of_sheet(sheet, table) == held(table)
        assert sheet["A1"].value == item.chart.title
        assert len(sheet._charts) == 1
        if item.table:
            assert figures_of_sheet(next(sheets), item.table) == held(BY_NEED)


def test_no_cell_is_a_formula_and_what_was_typed_stays_words(book: Any, content: bytes) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert any(str(cell.value).startswith(NASTY) for cell in cells)
    assert not any(re.search(rb"<f>|<f ", part) for part in parts_of(content) if b"<worksheet" in part)


def test_the_first_sheet_leads_to_every_other_and_says_what_hides(book: Any) -> None:
    first = book.worksheets[0]
    links = {cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{name}'!A1" for name in book.sheetnames[1:-1]}
    words = [str(row[0].value) for row in first.iter_rows()]
    assert HIDDEN in words
    assert "Corrected. One plan too few." in words
    assert "Illustrative. Figures are made up." in words


def test_charts_leave_gaps_and_never_point_at_letters(book: Any, content: bytes) -> None:
    drawn = references(content)
    assert len(drawn) == len(PACK.items)
    for item, series in zip(PACK.items, drawn, strict=True):
        assert len(series) == len(item.chart.series)
        found = {reference.rpartition("!")[0].strip("'") for reference in series}
        [sheet] = found
        for reference in series:
            left, top, right, bottom = range_boundaries(reference.rpartition("!")[2])
            values = [row[0].value for row in book[sheet].iter_rows(top, bottom, left, right)]
            assert all(value is None or isinstance(value, int | float) for value in values)
            assert sum(value is not None for value in values) > 0
    assert all(b'dispBlanksAs val="gap"' in part for part in parts_of(content) if b"<chartSpace" in part)


def test_sheets_are_ready_to_be_printed_and_read(book: Any) -> None:
    for sheet in book.worksheets[1:-1]:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (
            *("landscape", 9, 1),
        )
        assert sheet.freeze_panes.startswith("B")
        assert sheet.print_area
        assert any("Source: " in str(row[0].value) for row in sheet.iter_rows())
    notes = [str(row[0].value) for row in book.worksheets[1].iter_rows()]
    assert "EHC plans: Plans on the last day." in notes
    assert "Source: SEN2. As at 24 May 2024." in notes
    assert "c: hidden to protect children. x: not published." in notes
