"""Workbooks as people keep them: what is read, what is left out, and what is said about it."""

from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from dashboards.imports.contract import Level
from dashboards.imports.files.limits import Limits
from dashboards.imports.files.tables import NO_VALUE, ErrorCell, PerCent, read_tables
from tests.dashboards.imports.files.books import NAMESPACE, RELATIONS, book, codes, raw, refusal, saved

MOMENT = datetime(2024, 5, 12, 9, 30)  # noqa: DTZ001 (Excel knows no time zones)


def only_rows(delivered) -> tuple:
    [sheet] = read_tables(delivered).sheets
    return sheet.rows


def test_cells_come_as_what_they_are() -> None:
    def fill(sheet) -> None:
        sheet.append(["Plans", 1570, 0.1 + 0.2, True, None, date(2024, 5, 12), MOMENT])
        sheet.append([])
        sheet.append([" \u00a0padded ", -3, time(9, 30)])

    first, second, third = only_rows(book(fill))
    assert first == (
        "Plans",
        Decimal(1570),
        Decimal("0.3"),
        True,
        None,
        date(2024, 5, 12),
        MOMENT,
    )
    assert type(first[5]) is date
    assert (second, third) == ((), ("padded", Decimal(-3), "09:30:00"))


def test_a_percentage_is_what_people_see_in_its_cell() -> None:
    def fill(sheet) -> None:
        sheet["A1"], sheet["B1"], sheet["C1"] = 0.125, 0.125, 12
        sheet["A1"].number_format = "0.0%"
        sheet["C1"].number_format = '0" % of plans"'

    [(first, second, third)] = only_rows(book(fill))
    assert (first, isinstance(first, PerCent)) == (Decimal("12.5"), True)
    assert (second, isinstance(third, PerCent)) == (Decimal("0.125"), False)


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_days_are_right_in_both_of_excels_calendars(epoch) -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = date(2024, 5, 12)
    workbook.active["B1"] = 45424
    if epoch:
        workbook.epoch = epoch
    [sheet] = read_tables(saved(workbook)).sheets
    assert sheet.rows[0][0] == date(2024, 5, 12)
    assert sheet.is_1904 == bool(epoch)


def test_a_number_that_no_calendar_has_shows_as_excel_shows_it() -> None:
    def fill(sheet) -> None:
        sheet["A1"] = -5
        sheet["B1"] = 99999999999
        sheet["A1"].number_format = sheet["B1"].number_format = "dd/mm/yyyy"

    assert all(isinstance(cell, ErrorCell | date) for cell in only_rows(book(fill))[0])


def test_a_formula_without_a_saved_result_has_no_value_and_its_place_is_named() -> None:
    def fill(sheet) -> None:
        sheet.append(["Plans", 5])
        sheet.append(["Total", "=SUM(B1:B1)"])

    tables = read_tables(book(fill))
    assert tables.sheets[0].rows[1] == ("Total", NO_VALUE)
    [problem] = tables.problems
    assert (problem.code, problem.level, problem.sheet) == ("formula-without-value", Level.NOTE, "Sheet")
    assert "B2" in problem.sentence


def test_saved_results_of_formulas_are_read_and_errors_stay_errors() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C1" t="str"><f>""</f><v></v></c><c r="D1" t="str"><f>"a"</f><v>a</v></c></row>'
    )
    [(two, error, empty, text)] = only_rows(raw(rows))
    assert (two, empty, text) == (Decimal(2), None, "a")
    assert (error, isinstance(error, ErrorCell)) == ("#DIV/0!", True)


def test_hidden_sheets_are_left_out_and_named() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["Plans", 5])
    for name, state in (("Old", "hidden"), ("Lists", "veryHidden")):
        workbook.create_sheet(name).append(["secret"])
        workbook[name].sheet_state = state
    tables = read_tables(saved(workbook))
    assert [sheet.name for sheet in tables.sheets] == ["Sheet"]
    assert [(p.code, p.sheet) for p in tables.problems] == [
        ("hidden-sheet-left-out", "Old"),
        ("hidden-sheet-left-out", "Lists"),
    ]


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    def fill(sheet) -> None:
        for number in range(1, 4):
            sheet.append([f"Row {number}", number, number])
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True

    tables = read_tables(book(fill))
    assert tables.sheets[0].rows[1] == ("Row 2", Decimal(2), Decimal(2))
    assert codes(tables) == ["hidden-rows", "hidden-columns"]
    assert "C" in tables.problems[1].sentence


def test_merged_cells_have_their_value_once_and_their_places_are_named() -> None:
    def fill(sheet) -> None:
        sheet.append(["2024", None, None])
        sheet.append(["Plans", 5, 6])
        sheet.merge_cells("A1:C1")

    tables = read_tables(book(fill))
    assert tables.sheets[0].rows == (("2024",), ("Plans", Decimal(5), Decimal(6)))
    assert codes(tables) == ["merged-cells"]
    assert "A1:C1" in tables.problems[0].sentence


def test_what_lies_under_merged_cells_is_not_read() -> None:
    sheet = (
        f'<worksheet xmlns="{NAMESPACE}"><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>'
    )
    assert only_rows(raw(**{"xl/worksheets/sheet1.xml": sheet})) == ((Decimal(1),), ())


def test_text_is_read_from_wherever_the_workbook_keeps_it() -> None:
    strings = (
        "<sst><si><t>plain</t></si><si><r><t>ri</t></r><r><t>ch</t></r><rPh><t>aid</t></rPh></si>"
        "<si><t>_x000D_line</t></si></sst>"
    )
    rows = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t>inline</t></is></c>'
        '<c t="b"><v>1</v></c><c t="d"><v>2024-05-12T00:00:00Z</v></c><c t="s"><v>99</v></c><c t="s"><v>2</v></c></row>'
    )
    [row] = only_rows(raw(rows, **{"xl/sharedStrings.xml": strings}))
    assert row == ("plain", "rich", "inline", True, date(2024, 5, 12), None, "line")


def test_a_prefix_and_another_namespace_change_nothing() -> None:
    workbook = (
        f'<x:workbook xmlns:x="{NAMESPACE}" xmlns:rel="{RELATIONS}"><x:sheets>'
        '<x:sheet name="May" sheetId="7" rel:id="rId1"/></x:sheets></x:workbook>'
    )
    assert only_rows(raw(**{"xl/workbook.xml": workbook})) == ((Decimal(5),),)


def test_rows_that_are_not_in_the_file_are_there_empty() -> None:
    assert only_rows(raw('<row r="3"><c r="B3"><v>5</v></c></row>')) == ((), (), (None, Decimal(5)))


def test_a_workbook_with_empty_cells_to_the_edge_of_the_sheet_is_small_all_the_same() -> None:
    rows = '<row r="1"><c r="A1"><v>5</v></c><c r="XFD1" s="0"/></row><row r="1048576"><c r="XFD1048576"/></row>'
    assert only_rows(raw(rows)) == ((Decimal(5),),)


@pytest.mark.parametrize(
    ("rows", "limits", "code"),
    [
        ('<row r="1"><c r="XFD1"><v>5</v></c></row>', Limits(), "too-many-columns"),
        ('<row r="1048576"><c r="A1048576"><v>5</v></c></row>', Limits(), "too-many-rows"),
        ('<row r="1"><c r="A1"><v>5</v></c><c r="B1"><v>5</v></c></row>', Limits(cells=1), "too-many-rows"),
        ('<row r="2"><c r="A2"><v>5</v></c></row><row r="1"><c r="A1"><v>5</v></c></row>', Limits(), "file-damaged"),
        ('<row r="1"><c r="A1"><v>5</v>', Limits(), "file-damaged"),
        ("", Limits(), "file-empty"),
        ('<row r="1"><c r="A1"><v>5</v></c></row>', Limits(workbook_size=100), "file-too-large"),
        ('<row r="1"><c r="A1"><v>5</v></c></row>', Limits(workbook_unpacked=100), "unpacked-too-large"),
        ('<row r="1"><c r="A1"><v>5</v></c></row>', Limits(members=2), "unpacked-too-large"),
    ],
)
def test_a_workbook_beyond_a_limit_is_refused_by_name(rows: str, limits: Limits, code: str) -> None:
    assert refusal(raw(rows), limits) == code


def test_a_large_workbook_is_read_row_by_row() -> None:
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Figures")
    for number in range(5_000):
        sheet.append([f"Code {number % 50}", *range(number, number + 9)])
    rows = only_rows(saved(workbook))
    assert (len(rows), rows[-1][:3]) == (5_000, ("Code 49", Decimal(4_999), Decimal(5_000)))
