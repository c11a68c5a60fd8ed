"""The Excel return: figures as figures, totals as formulas, words as words."""

import io
from typing import Any

import openpyxl
import pytest
import time_machine

from conditions.returns.files import RenderedFile, render_file
from safetyvalve.render.document import DRAFT_WORDS
from tests.conditions.returns import examples


@pytest.fixture(scope="module")
def issued() -> RenderedFile:
    return render_file("xlsx", examples.pack(), examples.envelope(), pack_sha256=examples.pack_sha256())


@pytest.fixture(scope="module")
def book(issued: RenderedFile) -> Any:
    return openpyxl.load_workbook(io.BytesIO(issued.content))


def row_starting(sheet: Any, words: str, *, nth: int = 0) -> list[Any]:
    return [row for row in sheet.iter_rows() if row[0].value == words][nth]


def test_it_has_a_sheet_for_each_part(book: Any) -> None:
    assert book.sheetnames == [
        "Return",
        "DSG position",
        "Conditions",
        "Answers to DfE",
        "Risks",
        "Finance",
        "Measures",
        "Sign-off",
    ]


def test_each_condition_is_a_row_with_rag_word_and_colour(book: Any) -> None:
    sheet = book["Conditions"]
    header = [cell.value for cell in row_starting(sheet, "Number")]
    column = header.index("Update 2 (September 2024)")
    for n, rag in enumerate(examples.RAGS, start=1):
        cell = row_starting(sheet, f"3.{n}")[column]
        assert cell.value == examples.level(rag)["word"]
        assert cell.fill.fgColor.rgb != "00000000"
    assert "Due" in header


def test_money_is_numbers_in_pounds(book: Any) -> None:
    row = row_starting(book["DSG position"], "2024-25")
    assert [cell.value for cell in row[1:5]] == [-600_000, -900_000, -12_700_000, -14_700_000]
    assert row[1].number_format.startswith('"£"#,##0')


def test_closing_balances_and_payments_are_formulas(book: Any) -> None:
    sheet = book["Finance"]
    closing = row_starting(sheet, "Closing balance")
    opening = row_starting(sheet, "Opening balance")[0].row
    assert closing[1].value == f"=SUM(B{opening}:B{closing[0].row - 1})"
    total = row_starting(sheet, "Total")
    first = total[0].row - 4
    assert total[3].value == f"=SUM(D{first}:D{first + 2})"


def test_a_closing_balance_that_does_not_add_up_is_printed_as_reported() -> None:
    pack = examples.pack()
    pack["sections"]["dsg_position"]["facts"]["positions"][0]["closing_before_payments"] = "-1.00"
    made = render_file("xlsx", pack, None, pack_sha256=None)
    row = row_starting(openpyxl.load_workbook(io.BytesIO(made.content))["Finance"], "Closing balance")
    assert row[1].value == -1
    assert str(row[2].value).startswith("=SUM(")


def test_charts_are_native(book: Any) -> None:
    assert len(book["DSG position"]._charts) == 2
    assert len(book["Measures"]._charts) == 2


def test_nothing_typed_becomes_a_formula() -> None:
    pack = examples.pack()
    facts = {key: section["facts"] for key, section in pack["sections"].items()}
    typed = '=1+1\n\n=HYPERLINK("http://x","y")'
    facts["summary"].update(dict.fromkeys(("preamble", "summary", "adviser_area"), typed))
    facts["conditions"]["conditions"][0].update(
        title="=1+1", wording="@SUM(A1)", narrative="=1+1", mitigation="- =1+1", recovery="+1"
    )
    facts["risks"]["risks"][0].update(wording="=1+1", mitigation="=1+1", progress="-1+1")
    facts["dsg_position"]["positions"][0]["movement_reason"] = "=1+1"
    facts["feedback"]["actions"][0].update(action="=1+1", answer="=1+1")
    facts["agreement"]["versions"][0]["payments"][0]["label"] = "=1+1"
    pack["council"]["name"] = "=1+1"
    book = openpyxl.load_workbook(io.BytesIO(render_file("xlsx", pack, None, pack_sha256=None).content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    formulas = [cell.value for cell in cells if cell.data_type == "f"]
    assert formulas
    assert all(str(formula).startswith("=SUM(") and "A1)" not in str(formula) for formula in formulas)
    assert sum(cell.value == "=1+1" and cell.data_type == "s" for cell in cells) >= 8


def test_a_draft_is_marked_on_every_sheet() -> None:
    made = render_file("xlsx", examples.pack(), None, pack_sha256=None)
    for sheet in openpyxl.load_workbook(io.BytesIO(made.content)):
        assert sheet.oddHeader.center.text == DRAFT_WORDS
        assert str(sheet["A1"].value).startswith(DRAFT_WORDS)


def test_bytes_repeat_whatever_the_clock_says(issued: RenderedFile) -> None:
    with time_machine.travel("2031-02-03 04:05:06Z", tick=False):
        again = render_file("xlsx", examples.pack(), examples.envelope(), pack_sha256=examples.pack_sha256())
    assert again.content == issued.content
