"""The months of the grid's workbook, edited and brought back through the same dry run as its years."""

import io
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from conditions.models import FinanceMonths
from conditions.rules.finance_months import NAMES
from conditions.services.finance_lines import Change
from conditions.services.finance_months import set_months
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards.finance.edited_workbook import (
    FORECAST,
    GRID,
    TOP_UP,
    amount,
    column_of,
    confirm,
    problems,
    row_of,
    saved,
    typed,
    upload,
)
from tests.dashboards.finance.ledger import a_year, enter
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("clock")
PLACE, YEAR = "1.0.2 Place funding", "2024-25"
PAGE = f"Months {YEAR}"
Edit = Callable[[Any], None]


@pytest.fixture
def world(db: None) -> factories.World:
    """A forecast whose line 1.2.3 has all twelve months, and line 1.0.2 one of them."""
    world = factories.make_world()
    enter(world, YEAR, a_year())
    months = {("1.2.3", month): Decimal(1_166_666) for month in range(11)} | {("1.2.3", 11): Decimal(1_166_674)}
    keep(world, months | {("1.0.2", 0): Decimal(500_000)})
    return world


def keep(world: factories.World, months: dict[tuple[str, int], Decimal | None], seen: Decimal | None = None) -> None:
    set_months(
        world.agreement,
        {cell: Change(seen, amount) for cell, amount in months.items()},
        financial_year=YEAR,
        column=FORECAST.column,
        scenario=FORECAST.scenario,
        period=world.period,
        source="Ledger",
        by=world.people["finance_officer"],
        now=NOW,
    )


MADE: list[bytes] = []
"""The workbook of the world as it is made, which is the same for every test: drawing it takes longest."""


def edited(finance: Client, *edits: Edit, again: bool = False) -> bytes:
    """The workbook as it is downloaded, with these changes made to it; ``again`` as it is now."""
    if again or not MADE:
        MADE[:] = [finance.get(f"{GRID}roll-forward.xlsx?sheet={FORECAST.code}").content]
    book = openpyxl.load_workbook(io.BytesIO(MADE.pop() if again else MADE[0]))
    for edit in edits:
        edit(book)
    return saved(book)


def month(line: str, name: str, value: Any, *, page: str = PAGE) -> Edit:
    def edit(book: Any) -> None:
        sheet = book[page]
        row = next(cell.row for cell in sheet["A"] if cell.value == line)
        column = next(cell.column for cell in sheet[4] if cell.value == name)
        sheet.cell(row, column).value = value

    return edit


def year(line: str, value: Any) -> Edit:
    return lambda book: typed(line, YEAR, value)(book["Roll-forward"])


def shown(page: Any) -> list[tuple[str, str, str, str]]:
    return [(row.line, row.year, row.before, row.after) for row in page.context["months"]]


def test_every_changed_month_is_shown_and_the_year_follows_its_twelve(finance: Client, world: factories.World) -> None:
    edits = (
        month(TOP_UP, "April", 1_266_666.5),
        month(PLACE, "May", "£450,000.25"),
        month("1.2.1 Top-up: maintained schools", "January", 750_000),
    )
    page = upload(finance, edited(finance, *edits))
    assert problems(page) == []
    assert shown(page) == [
        (PLACE, "May 2024", "not known", "£450,000.25"),
        ("1.2.1 Top-up: maintained schools", "January 2025", "not known", "£750,000"),
        (TOP_UP, "April 2024", "£1,166,666", "£1,266,666.50"),
    ]
    assert page.context["months"][2].place.startswith("Months 2024-25, cell B")
    assert [(row.line, row.before, row.after) for row in page.context["decided"]] == [
        (TOP_UP, "£14,000,000", "£14,100,000.50")
    ]
    assert page.context["title"] == "3 figures would change"
    assert confirm(finance, page).status_code == 302
    assert (amount("1.2.3"), amount("1.0.2")) == (Decimal("14100000.50"), 6_000_000)
    kept = FinanceMonths.objects.get(line="1.0.2")
    assert (kept.april, kept.may, kept.source) == (500_000, Decimal("450000.25"), "edited.xlsx")
    event = AuditEvent.objects.filter(action="finance_forecast_months_changed").latest("pk")
    assert event.changes[f"April 2024: {TOP_UP}"] == ["1166666.00", "1266666.50"]
    assert upload(finance, edited(finance, again=True)).context["title"] == "Nothing would change"


def test_a_year_that_its_months_decide_follows_them_in_excel_and_is_not_typed(finance: Client) -> None:
    content = edited(finance, month(TOP_UP, "March", 1_166_684), year(TOP_UP, 15_000_000))
    page = upload(finance, content)
    assert [sentence for _, sentence in problems(page)] == [
        f"{TOP_UP}, {YEAR}, is worked out here, and was typed over."
    ]
    assert page.context["title"] == "1 figure would change"
    assert confirm(finance, page).status_code == 302
    assert amount("1.2.3") == 14_000_010
    roll = openpyxl.load_workbook(io.BytesIO(content))["Roll-forward"]
    assert roll.cell(*place_of(roll, "1.0.2 Place funding")).value == 6_000_000
    untouched = openpyxl.load_workbook(io.BytesIO(MADE[0]))["Roll-forward"]
    assert untouched.cell(*place_of(untouched, TOP_UP)).value == "='Months 2024-25'!P9"


def place_of(page: Any, line: str) -> tuple[int, int]:
    return row_of(page, line), column_of(page, YEAR)


def test_a_month_emptied_is_asked_about_and_the_year_is_typed_from_then_on(finance: Client) -> None:
    page = upload(finance, edited(finance, month(TOP_UP, "March", None)))
    assert (problems(page), shown(page)) == ([], [(TOP_UP, "March 2025", "£1,166,674", "not known")])
    assert "March is emptied, so its months no longer decide the year" in page.context["doubts"][0]
    assert (confirm(finance, page).status_code, amount("1.2.3")) == (422, 14_000_000)
    assert confirm(finance, page, checked=page.context["doubts_digest"]).status_code == 302
    assert (amount("1.2.3"), FinanceMonths.objects.get(line="1.2.3").march) == (14_000_000, None)


def test_a_year_typed_beside_the_month_that_completes_it_must_be_what_they_come_to(finance: Client) -> None:
    rest = [month(PLACE, name, 500_000) for name in NAMES[1:]]
    page = upload(finance, edited(finance, *rest, year(PLACE, 6_100_000)))
    assert "its twelve months come to £6,000,000, and decide" in problems(page)[0][1]
    assert page.context["found"].is_stopped
    page = upload(finance, edited(finance, *rest[1:], month(PLACE, "May", 600_000), year(PLACE, 6_100_000)))
    assert (problems(page), page.context["title"]) == ([], "11 figures would change")
    assert confirm(finance, page, checked=page.context["doubts_digest"]).status_code == 302
    assert amount("1.0.2") == 6_100_000


def test_a_month_that_somebody_else_changed_since_is_shown_and_left(finance: Client, world: factories.World) -> None:
    content = edited(finance, month(PLACE, "April", 600_000), month(PLACE, "May", 400_000))
    keep(world, {("1.0.2", 0): Decimal(550_000)}, seen=Decimal(500_000))
    page = upload(finance, content)
    assert [(row.year, row.before, row.after) for row in page.context["conflicts"]] == [
        ("April 2024", "£550,000", "£600,000")
    ]
    assert confirm(finance, page).status_code == 302
    kept = FinanceMonths.objects.get(line="1.0.2")
    assert (kept.april, kept.may) == (550_000, 400_000)


def test_a_month_in_thousands_is_asked_about_and_a_moved_record_is_shown_again(
    finance: Client, world: factories.World
) -> None:
    page = upload(finance, edited(finance, month(PLACE, "May", 450)))
    assert "May, 1.0.2 Place funding: £450 where £500,000 is about what a month has" in page.context["doubts"][0]
    assert confirm(finance, page).status_code == 422
    keep(world, {("1.0.2", 1): Decimal(1)})
    assert confirm(finance, page, checked=page.context["doubts_digest"]).status_code == 409
    assert FinanceMonths.objects.get(line="1.0.2").may == 1


def test_a_page_that_was_moved_and_renamed_comes_in_and_a_locked_return_saves_nothing(
    finance: Client, world: factories.World
) -> None:
    edits = (
        month(TOP_UP, "Year to date", 1),
        month(PLACE, "May", 450_000),
        month("DSG income for high needs (high needs block)", "April", -5),
        lambda book: setattr(book[PAGE], "title", "Mine"),
        lambda book: book.move_sheet("Mine", offset=-2),
    )
    page = upload(finance, edited(finance, *edits))
    assert [sentence for _, sentence in problems(page)] == [
        "2024-25, DSG income for high needs (high needs block): income of a month is written without a minus sign.",
        f"Year to date of {TOP_UP}, {YEAR}, is worked out here, and was typed over.",
    ]
    assert problems(page)[0][0] == "Mine, cell B5"
    assert len(shown(page)) == 2
    world.submission.status = "submitted"
    world.submission.save()
    before = AuditEvent.objects.count()
    assert confirm(finance, finance.get(page.request["PATH_INFO"])).status_code == 302
    assert (AuditEvent.objects.count(), FinanceMonths.objects.get(line="1.0.2").may) == (before, None)


@pytest.mark.slow
def test_libreoffice_edits_the_months_and_its_own_formulas_are_no_change(finance: Client, tmp_path: Path) -> None:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    assert soffice, "This test needs LibreOffice: install it, or leave out the slow tests."
    edits = month(PLACE, "May", "=450000*1.01+0.005"), month(TOP_UP, "April", 1_266_666.5)
    (tmp_path / "made.xlsx").write_bytes(edited(finance, *edits))
    (tmp_path / "out").mkdir()
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", tmp_path / "out", tmp_path / "made.xlsx"], check=True, timeout=180)
    content = (tmp_path / "out" / "made.xlsx").read_bytes()
    roll = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Roll-forward"]
    assert roll.cell(*place_of(roll, TOP_UP)).value == 14_100_000.5
    page = upload(finance, content)
    assert problems(page) == []
    assert [(line, when, after) for line, when, _, after in shown(page)] == [
        (PLACE, "May 2024", "£454,500.01"),
        (TOP_UP, "April 2024", "£1,266,666.50"),
    ]
    assert [row.after for row in page.context["decided"]] == ["£14,100,000.50"]
