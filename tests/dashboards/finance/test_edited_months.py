"""Reading the months of a workbook that came back: whose year a page is, what was changed, what is refused."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from conditions.rules.finance_months import NAMES
from dashboards.finance.coming_in.edited_months import MonthsPage, heading_of, read_months
from dashboards.finance.coming_in.stamp import Shown, Stamp
from dashboards.finance.workbook_words import MONTHS_HEADINGS, formulas_of, title_of
from dashboards.imports.contract import Level
from dashboards.imports.files.headers import letter
from dashboards.imports.files.tables import Sheet

TOP_UP, PLACE = "1.2.3 Top-up: non-maintained and independent", "1.0.2 Place funding"
YEAR, PAGE = "2024-25", "Months 2024-25"
TWELVE = tuple(Decimal(100) for _ in NAMES)
ONE = (Decimal(40), *[None] * 11)
STAMP = Stamp(
    *("999", "safety-valve", "actual", "2026-11-22T12:00:00"),
    cells={(YEAR, "1.2.3"): Shown(Decimal(1200), Decimal(1200)), (YEAR, "1.0.2"): Shown(Decimal("6.50"), None)},
    months={(YEAR, "1.2.3"): TWELVE, (YEAR, "1.0.2"): ONE},
)
BOOK: Any = SimpleNamespace(years=["2024-25", "2025-26"])


def rows(**instead: Any) -> list[list[Any]]:
    """The page as it was downloaded, from row 1; keywords are cells to type over: C6 is May of the second line."""
    found = [[title_of("Saltmarsh: Outturn", YEAR)], ["A rule"], ["How"], list(MONTHS_HEADINGS)]
    for name, months in ((TOP_UP, TWELVE), (PLACE, ONE)):
        found.append([name, *months, 12, 1200, 1200])
    for place, value in instead.items():
        row, column = int(place[1:]) - 1, ord(place[0]) - ord("A")
        while len(found) <= row:
            found.append([])
        found[row] += [None] * (column + 1 - len(found[row]))
        found[row][column] = value
    return found


def page(cells: list[list[Any]], *, name: str = PAGE, formulas: dict[str, str] | None = None) -> MonthsPage:
    made = {}
    for row, year in ((5, Decimal(1200)), (6, None)):
        for column, formula in enumerate(formulas_of(row, year).values(), start=13):
            made[f"{letter(column)}{row}"] = formula
    return MonthsPage(Sheet(name, tuple(tuple(row) for row in cells)), {**made, **(formulas or {})})


def read(*pages: MonthsPage, stamp: Stamp = STAMP) -> tuple[dict[Any, Any], list[tuple[str, str]]]:
    months, problems = read_months(BOOK, stamp, pages)
    changed = {
        f"{code} {NAMES[month]}": (each.amount, each.seen, each.place) for (_, code, month), each in months.items()
    }
    return changed, [(each.sheet, each.sentence) for each in problems]


def test_only_what_was_changed_is_proposed_with_what_stood_there() -> None:
    changed, problems = read(page(rows(C5="£1,000.50", B6=None, C6=Decimal("45.005"), D6="–", E6="0")))
    assert problems == []
    assert changed == {
        "1.2.3 May": (Decimal("1000.50"), Decimal(100), f"{PAGE}, cell C5"),
        "1.0.2 April": (None, Decimal(40), f"{PAGE}, cell B6"),
        "1.0.2 May": (Decimal("45.01"), None, f"{PAGE}, cell C6"),
        "1.0.2 July": (Decimal("0.00"), None, f"{PAGE}, cell E6"),
    }


def test_rows_and_columns_may_move_and_the_sheet_may_be_renamed() -> None:
    cells = rows()
    cells.insert(3, ["A note of my own"])
    cells[5], cells[6] = cells[6], cells[5]
    for row in cells[4:]:
        row[1], row[2] = row[2], row[1]
    cells[6][1] = Decimal(7)
    changed, problems = read(page(cells, name="Mine", formulas=dict.fromkeys(("N6", "O6", "P6", "N7", "O7", "P7"), "")))
    assert changed == {"1.2.3 May": (Decimal(7), Decimal(100), "Mine, cell B7")}
    assert problems == []


def test_wrong_rows_columns_and_cells_are_named_by_their_place() -> None:
    wrong = rows(C6="half a million", A7="1.2.99 Horses", B7=5, C8=7, A9=TOP_UP, G4="Sept", I4="July", D6=True)
    assert read(page(wrong))[1] == [
        (f"{PAGE}, cell G4", "Column G has figures and is headed by no month."),
        (f"{PAGE}, cell I4", "July heads two columns."),
        (f"{PAGE}, cell C6", f"{PLACE}, May of 2024-25: the cell holds words that are no amount in pounds, like 1,234.50 or 2.7m."),  # noqa: E501
        (f"{PAGE}, cell D6", f"{PLACE}, June of 2024-25: the cell holds true or false, where an amount in pounds is needed."),  # noqa: E501
        (f"{PAGE}, cell B7", "The name of this row is not a line that has months."),
        (f"{PAGE}, cell C8", "This row has no name."),
        (f"{PAGE}, cell A9", f"{TOP_UP} stands there twice."),
        ("", "Not in the file: September, November of 2024-25."),
    ]  # fmt: skip


def test_sums_that_were_typed_over_are_said_and_not_taken() -> None:
    typed = page(rows(), formulas={"P5": "=B5"})
    del typed.formulas["O5"]
    changed, problems = read(typed)
    assert changed == {}
    assert problems == [
        (f"{PAGE}, cell O5", f"Year to date of {TOP_UP}, 2024-25, is worked out here, and was typed over."),
        (f"{PAGE}, cell P5", f"Year’s figure of {TOP_UP}, 2024-25, is worked out here, and its formula was changed."),
    ]
    assert {each.level for each in typed.problems} == {Level.WARNING}


@pytest.mark.parametrize(
    ("title", "name", "words"),
    [
        ("Forecast, 2025-26 month by month", PAGE, "Its title and its name say different years."),
        ("", "Mine", "Neither title nor name says its year."),
        ("Forecast, 2035-36 month by month", "Mine", "2035-36 is not a year of this agreement."),
        ("Forecast, 2025-26 month by month", "Mine", "The workbook was downloaded without the months of 2025-26"),
    ],
)
def test_nobody_guesses_which_year_a_page_is(title: str, name: str, words: str) -> None:
    changed, problems = read(page(rows(A1=title, C5=1), name=name))
    assert changed == {}
    assert [sheet for sheet, _ in problems] == [name]
    assert words in problems[0][1]


def test_a_page_copied_lost_or_of_an_earlier_release() -> None:
    changed, problems = read(page(rows()), page(rows(C5=1), name="Months 2024-25 (2)"))
    assert (changed, problems) == ({}, [("Months 2024-25 (2)", "The months of 2024-25 stand on two sheets.")])
    assert read() == ({}, [("", "Not in the file: the months of 2024-25.")])
    assert read(page(rows()[:5]))[1] == [("", f"Not in the file, 2024-25: {PLACE}.")]
    old = Stamp(*("999", "safety-valve", "actual", ""), cells=STAMP.cells)
    earlier = page(rows(C5=1))
    assert read(earlier, stamp=old)[0] == {}
    assert [each.level for each in earlier.problems] == [Level.WARNING]


def test_the_roll_forward_is_no_page_of_months() -> None:
    assert heading_of(Sheet("Roll-forward", (("Line", "2024-25"),))) is None
    assert heading_of(Sheet("M", (("Title",), ("Line", "April")))) == 1
