"""The workbook: native figures, formulas only where we wrote them, the same bytes every time."""

import io
from decimal import Decimal
from zipfile import ZipFile

import pytest
import time_machine
from openpyxl import load_workbook

from safetyvalve.render.csv import to_csv
from safetyvalve.render.data import Column, Table, Total
from safetyvalve.render.document import DRAFT_WORDS, GridBlock, KeyValues, Prose, RagCell
from safetyvalve.render.xlsx import Sheet, to_xlsx
from tests.render.examples import AT, DEFICIT, NASTY, PLANS, ROLL_FORWARD

GRID = GridBlock("G", (("A", "B"),), ((RagCell("Amber", "amber", "x"), NASTY),))
SHEETS = (
    Sheet("Return: 1/2", (KeyValues((("Name", NASTY),)), GRID)),
    Sheet("Money", (ROLL_FORWARD, DEFICIT)),
    Sheet("Measures", (PLANS,)),
)
DANGEROUS = [NASTY, "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "  =1+1", "＝1"]


def build() -> bytes:
    return to_xlsx(SHEETS, title="Annex & more", at=AT, author="A council", draft=True, digest="sha256:4f1c")


def test_the_bytes_repeat_whatever_the_clock_says() -> None:
    first = build()
    with time_machine.travel("2031-02-03 04:05:06Z", tick=False):
        assert build() == first


def test_a_declared_total_is_a_formula_where_it_adds_up_and_the_stated_figure_where_it_does_not() -> None:
    sheet = load_workbook(io.BytesIO(build()))["Money"]
    closing, opening = sheet[7], sheet[5]
    assert closing[0].value == "Closing"
    assert closing[1].value == "=SUM(B5:B6)"
    assert closing[2].value == -999
    assert opening[3].value == "=SUM(B5:C5)"


def test_scattered_parts_are_listed_one_by_one() -> None:
    table = Table("T", (Column("L"), Column("N", "count")), (("a", 1), ("b", 5), ("c", 2), ("sum", 3)),
                  totals=(Total("row", 3, (0, 2)),))  # fmt: skip
    sheet = load_workbook(io.BytesIO(to_xlsx([Sheet("S", (table,))], title="T", at=AT)))["S"]
    assert sheet["B8"].value == "=SUM(B5,B7)"


@pytest.mark.parametrize("typed", DANGEROUS)
def test_nothing_that_was_typed_can_become_a_formula(typed: str) -> None:
    table = Table(typed, (Column(typed),), ((typed,),))
    book = load_workbook(io.BytesIO(to_xlsx([Sheet(typed, (table, Prose.of(typed)), title=typed)], title=typed, at=AT)))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert len(cells) >= 4
    assert {cell.data_type for cell in cells} == {"s"}
    header, body = to_csv(table).decode("utf-8-sig").splitlines()
    assert header.strip('"').startswith("'")
    assert body.strip('"').startswith("'")


def test_figures_have_formats_and_percentages_are_shares() -> None:
    table = Table(
        "T", (Column("L"), Column("M", "money"), Column("P", "percent", 1)), (("a", Decimal(-5), Decimal("40.5")),)
    )
    sheet = load_workbook(io.BytesIO(to_xlsx([Sheet("S", (table,))], title="T", at=AT)))["S"]
    assert (sheet["B5"].value, sheet["C5"].value) == (-5, 0.405)
    assert "£" in sheet["B5"].number_format
    assert sheet["C5"].number_format.startswith("#,##0.0%")


def test_control_characters_are_stripped_and_long_text_goes_on_in_the_next_row() -> None:
    grid = GridBlock("G", (("Words",),), ((Prose.of("bell\x07 " + "word " * 20_000),),))
    sheet = load_workbook(io.BytesIO(to_xlsx([Sheet("S", (grid,))], title="T", at=AT)))["S"]
    pieces = [sheet.cell(row, 1).value for row in range(5, sheet.max_row + 1) if sheet.cell(row, 1).value]
    assert len(pieces) == 4
    assert " ".join(pieces).split() == ["bell", *["word"] * 20_000]


def test_a_level_is_a_word_on_its_colour() -> None:
    sheet = load_workbook(io.BytesIO(build())).worksheets[0]
    cell = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("Amber"))
    assert cell.fill.fgColor.rgb.endswith("F47738")
    assert cell.font.color.rgb.endswith("000000")


def test_sheet_names_are_what_excel_allows_and_differ() -> None:
    twins = [
        Sheet("A very long name [that] Excel would refuse: 1", ()),
        Sheet("A very long name [that] Excel would refuse: 2", ()),
    ]
    names = load_workbook(io.BytesIO(to_xlsx(twins, title="T", at=AT))).sheetnames
    assert len(set(names)) == 2
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_excel_tables_are_named_after_their_header_cells() -> None:
    sheet = load_workbook(io.BytesIO(build()))["Money"]
    tables = list(sheet.tables.values())
    assert len(tables) == 2
    for table in tables:
        assert table.column_names == [cell.value for cell in sheet[table.ref][0]]


def test_charts_speak_their_summary_and_leave_gaps_open() -> None:
    with ZipFile(io.BytesIO(build())) as archive:
        drawing = archive.read("xl/drawings/drawing2.xml").decode()
        assert f'descr="{PLANS.title}. {PLANS.summary}"' in drawing
        assert 'dispBlanksAs val="gap"' in archive.read("xl/charts/chart2.xml").decode()


def test_an_empty_cell_under_a_chart_is_explained_beneath() -> None:
    sheet = load_workbook(io.BytesIO(build()))["Measures"]
    notes = [str(row[0].value) for row in sheet.iter_rows(min_row=10, max_col=1)]
    assert "Plans, 2022: c, hidden to protect children." in notes
    assert "Empty: not available." in notes


def test_a_draft_says_so_on_paper_and_on_screen() -> None:
    book = load_workbook(io.BytesIO(build()))
    for sheet in book:
        assert sheet.oddHeader.center.text == DRAFT_WORDS
        assert str(sheet["A1"].value).startswith(DRAFT_WORDS)
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.oddFooter.left.text == "Annex && more  Digest sha256:4f1c"


def test_a_wide_sheet_goes_on_beside_the_first_page_with_its_first_column_and_headings_repeated() -> None:
    columns = tuple(Column(f"Column {number}") for number in range(8))
    table = Table("Wide", columns, (tuple("Words that take up room, many of them in one cell." for _ in columns),))
    sheet = load_workbook(io.BytesIO(to_xlsx([Sheet("S", (table,))], title="T", at=AT)))["S"]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape", 2, 0,
    )  # fmt: skip
    assert (sheet.print_title_cols, sheet.print_title_rows) == ("$A:$A", "$4:$4")


def test_a_sheet_with_one_table_keeps_its_header_in_sight() -> None:
    sheet = load_workbook(io.BytesIO(build()))["Measures"]
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$4:$4"
