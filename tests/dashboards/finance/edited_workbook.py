"""The grid's workbook as somebody edits it and brings it back, for tests."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conditions.models import FinanceLine
from dashboards.finance import blocks as reading
from dashboards.finance.blocks import Sheet
from dashboards.finance.workbook import workbook
from tests import factories
from tests.factories import NOW

GRID = "/c/999/finance/safety-valve/"
UPLOAD = f"{GRID}in/workbook/"
FORECAST = Sheet("forecast", "mitigated", "update-1-2024-25")
Edit = Callable[[Any], None]
OPENINGS = {f"l{code}_opening": None for code in ("sch", "ey", "css")} | {
    "lhn_opening_before": None,
    "lhn_opening_after": None,
}
TOP_UP = "1.2.3 Top-up: non-maintained and independent"


def downloaded(world: factories.World, *edits: Edit) -> bytes:
    """The forecast's workbook, with these changes made to its sheet."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(reading.read(world.agreement), FORECAST, at=NOW)))
    for edit in edits:
        edit(book["Roll-forward"])
    return saved(book)


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def typed(line: str, year: str, value: Any, *, nth: int = 1) -> Edit:
    """Type over the cell of a line, the nth of that name, and a year."""

    def edit(page: Any) -> None:
        page.cell(row_of(page, line, nth), column_of(page, year)).value = value

    return edit


def row_of(page: Any, line: str, nth: int = 1) -> int:
    return [cell.row for cell in page["A"] if cell.value == line][nth - 1]


def column_of(page: Any, year: str) -> int:
    return next(cell.column for cell in page[4] if cell.value == year)


def upload(client: Client, content: bytes, *, name: str = "edited.xlsx", follow: bool = True) -> Any:
    return client.post(UPLOAD, {"files": SimpleUploadedFile(name, content)}, follow=follow)


def confirm(client: Client, shown: Any, **more: str) -> Any:
    address = shown.request["PATH_INFO"]
    return client.post(f"{address}confirm/", {"expected": shown.context["found"].digest, **more})


def amount(code: str, year: str = "2024-25") -> Decimal | None:
    return FinanceLine.objects.get(financial_year=year, line=code, column="forecast").amount


def problems(shown: Any) -> list[tuple[str, str]]:
    return [(each.place, each.sentence) for group in shown.context["problem_groups"] for each in group.problems]
