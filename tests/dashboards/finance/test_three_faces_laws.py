"""Page, JSON and workbook say the same, whatever the figures: every block and the whole, to the penny."""

import io
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conditions.line_list import blocks, lines
from conditions.models import Agreement, AgreementVersion
from dashboards.finance.blocks import ACTUAL, Book
from dashboards.finance.facts import facts
from dashboards.finance.position import WHOLE
from dashboards.finance.workbook import UNKNOWN, workbook
from dashboards.views.money.grid_rows import _rows, _whole
from safetyvalve.core.models import Authority
from tests.factories import NOW

YEARS = ("2024-25", "2025-26")
pence = st.integers(-20_000_000_000, 20_000_000_000).map(lambda n: Decimal(n) / 100)
FORMULA = re.compile(r'=IF\(COUNT\((?P<all>[A-Z0-9,]+)\)<(?P<wanted>\d+),"[^"]*",ROUND\((?P<sums>.+),2\)\)')
SUM = re.compile(r"(-?)SUM\(([A-Z0-9,]+)\)")


@st.composite
def sheets(draw: st.DrawFn) -> dict[tuple[str, str], Decimal]:
    """Two years with every line, in which a few figures may be missing; openings of the second year are carried."""
    codes = list(lines())
    found = {
        (year, code): draw(pence) if draw(st.booleans()) else Decimal(n * 1_000_003)
        for year in YEARS
        for n, code in enumerate(codes)
    }
    openings = {line.code for block in blocks() for line in block.lines if "opening" in line.kind}
    for code in openings:
        found.pop((YEARS[1], code))
    for cell in draw(st.lists(st.sampled_from(sorted(found)), max_size=2)):
        found.pop(cell, None)
    return found


def book_of(amounts: dict[tuple[str, str], Decimal]) -> Book:
    """A book in memory: the outturn of an agreement of two years."""
    agreement = Agreement(title="Agreement", authority=Authority(name="Saltmarsh", la_code="999"))
    version = AgreementVersion(pk=1, agreement=agreement, number=1, first_year=YEARS[0], last_year=YEARS[1])
    version._prefetched_objects_cache = {"planned_positions": []}  # type: ignore[attr-defined]
    rows: Any = {ACTUAL: {cell: SimpleNamespace(amount=amount, source="") for cell, amount in amounts.items()}}
    return Book(agreement, (version,), (), rows, (), {})


def worked_out(page: Any) -> dict[str, Any]:
    """The computing sheet as a spreadsheet would show it: numbers, "not known", and formulas worked out."""
    found: dict[str, Any] = {}

    def value(name: str) -> Any:
        if name not in found:
            found[name] = _formula(str(raw)) if str(raw := page[name].value).startswith("=") else raw
        return found[name]

    def _formula(text: str) -> Any:
        match = FORMULA.fullmatch(text)
        if match is None:
            return value(text.removeprefix("="))
        given_cells = [value(name) for name in match["all"].split(",")]
        if sum(isinstance(each, int | float | Decimal) for each in given_cells) < int(match["wanted"]):
            return UNKNOWN
        total = Decimal(0)
        for sign, names in SUM.findall(match["sums"]):
            part = sum((Decimal(str(value(name))) for name in names.split(",")), Decimal(0))
            total += -part if sign else part
        return total.quantize(Decimal("0.01"), ROUND_HALF_UP)

    for row in page.iter_rows(min_row=5):
        for cell in row:
            value(cell.coordinate)
    return found


def rows_of(page: Any) -> Iterator[tuple[str, str, list[Any]]]:
    """Block, label and figures of each row of the sheet."""
    computed, block = worked_out(page), ""
    headings = {each.label for each in blocks()} | {"Whole DSG"}
    for row in page.iter_rows(min_row=5):
        label = str(row[0].value or "")
        if label in headings:
            block = label
        elif label:
            yield block, label, [computed[cell.coordinate] for cell in row[1 : len(YEARS) + 1]]


def as_text(value: Any) -> str | None:
    return None if value in (None, UNKNOWN) else f"{Decimal(str(value)):.2f}"


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(sheets())
def test_the_page_the_json_and_the_workbook_say_the_same(amounts: dict[tuple[str, str], Decimal]) -> None:
    book = book_of(amounts)
    said = facts(book, ACTUAL)
    content = workbook(book, ACTUAL, at=NOW)
    written = {
        (block, label): [as_text(value) for value in values]
        for block, label, values in rows_of(openpyxl.load_workbook(io.BytesIO(content))["Roll-forward"])
    }
    rolled = book.rolled(ACTUAL)
    for block in blocks():
        shown = {row.label: [as_text(amount) for amount in row.amounts] for row in _rows(book, ACTUAL, block)}
        assert {label: written[block.label, label] for label in shown if (block.label, label) in written} == {
            label: values for label, values in shown.items() if (block.label, label) in written
        }
        sums = [said["blocks"][block.key][year] for year in YEARS]
        # Blocks without payments have one closing balance on the page and the same one twice in the workbook.
        for label, name in (("Closing balance after DfE payments", "closing_after"), ("Net spending", "spend")):
            assert written[block.label, label] == [each[name] for each in sums]
    whole = {row.label: [as_text(amount) for amount in row.amounts] for row in _whole(rolled)}
    for name, label in WHOLE:
        in_json = [said["position"][year][name] for year in YEARS]
        assert written["Whole DSG", label] == in_json == whole[label], label
