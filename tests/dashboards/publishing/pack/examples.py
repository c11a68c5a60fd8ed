"""A pack of every kind of chart, with hostile words wherever somebody can type, and how files are read back."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from html import unescape
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from pypdf import PdfReader

from dashboards.publishing.pack.packs import Item, Pack
from safetyvalve.render import format as fmt
from safetyvalve.render.data import ChartData, Column, Marker, Range, Series, Table, Total
from tests.render.examples import AT, DEFICIT, NASTY, PLANS, REFUSALS

ACROSS = ChartData(
    key="plans-by-need",
    title=NASTY,
    subtitle="Number",
    kind="across",
    unit="count",
    categories=("+1+1", "Autism", "@SUM(A1)", "<script>alert(1)</script>"),
    series=(Series("May 2024", (12, 945, None, 30), markers=(None, None, "c", None)),),
    summary="Most are autism.",
    source=NASTY,
    category_name="Primary need",
)
SPANS = ChartData(
    key="spans",
    title="Refused: 96 to 100%",
    subtitle="Per cent",
    kind="line",
    unit="percent",
    categories=tuple(f"{month} 2023" for month in fmt.MONTHS) + tuple(f"{month} 2024" for month in fmt.MONTHS),
    series=(
        Series(
            "Refused",
            (*(Decimal(40 + month) / 2 for month in range(22)), None, None),
            ranges=(*(None,) * 22, Range(96, 100), None),
        ),
    ),
    summary="Nothing to add.",
    source="Case system",
    axis_from_zero=False,
)
BY_NEED = Table(
    "Plans by primary need",
    (Column("Primary need"), Column("April 2024", "count"), Column("May 2024", "count")),
    (("Autism", 940, 945), ("+1+1", Marker("c"), 12), ("All", 955, 960)),
    totals=(Total("row", 2, (0, 1)),),
)
PACK = Pack(
    council=NASTY,
    colour="#1d4f91",
    title="[Plans]: the month/<b>now</b>",
    time="May 2024",
    items=(
        Item(PLANS, meanings=(("EHC plans", "Plans on the last day."),)),
        Item(DEFICIT),
        Item(REFUSALS, words=NASTY),
        Item(ACROSS, BY_NEED, ((NASTY, "-1"),)),
        Item(SPANS),
        Item(replace(PLANS, title="The same chart again")),
    ),
    at=AT,
    about=f"More asked.\n\n- {NASTY}",
    correction="One plan too few.",
    notice="Figures are made up.",
    is_illustrative=True,
    digest="4f1ca92b" * 8,
)


def squeezed(words: str) -> str:
    """Without spaces and line ends: a cell breaks where its column ends."""
    return "".join(words.split())


def words_of_pdf(content: bytes) -> str:
    return squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def rows_of_page(markup: str) -> set[str]:
    """The rows of every table of a page, without what only a screen reader says."""
    seen = re.sub(r'<span class="govuk-visually-hidden">.*?</span>', "", markup, flags=re.S)
    rows = re.findall(r"<tr[ >].*?(?=<tr[ >]|</tbody>|</table>)", seen, re.S)
    return {squeezed(unescape(re.sub(r"<[^>]*>", "", row))) for row in rows}


def rows_in_words(table: Table) -> list[str]:
    return [
        squeezed("".join(fmt.cell(column, cell) for column, cell in zip(table.columns, row, strict=True)))
        for row in table.rows
    ]


def parts_of(content: bytes) -> Iterator[bytes]:
    """Every part of a workbook, unpacked."""
    with ZipFile(io.BytesIO(content)) as archive:
        yield from (archive.read(name) for name in archive.namelist())


def streams_of(content: bytes) -> Iterator[bytes]:
    """Every stream of a PDF, unpacked, and the text that its glyphs stand for."""
    reader = PdfReader(io.BytesIO(content))
    for number in range(1, len(reader.xref_objStm) + max(reader.xref.get(0, {1: 0})) + 1):
        found: Any = reader.get_object(number)
        if hasattr(found, "get_data"):
            yield found.get_data()
    yield words_of_pdf(content).encode()


def figures_of_sheet(sheet: Any, table: Table) -> list[tuple[Any, ...]]:
    """The rows under the table's header, as the cells hold them."""
    names = [column.name for column in table.columns]
    wide = len(names)
    rows = [tuple(cell.value for cell in row[:wide]) for row in sheet.iter_rows(max_col=wide)]
    head = next(index for index, row in enumerate(rows) if list(row) == names)
    return rows[head + 1 : head + 1 + len(table.rows)]


def held(table: Table) -> list[tuple[Any, ...]]:
    """What the cells must hold: numbers as numbers, shares of one, letters, ranges in words, nothing."""
    return [tuple(_held(column, cell) for column, cell in zip(table.columns, row, strict=True)) for row in table.rows]


def _held(column: Column, cell: Any) -> Any:
    if isinstance(cell, Marker | Range):
        return fmt.cell(column, cell)
    if cell is None or isinstance(cell, str):
        return cell
    return float(Decimal(cell) / 100 if column.kind == "percent" else cell)


def sheets_of(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def references(content: bytes) -> list[list[str]]:
    """Of each native chart, the cells that its series are drawn from."""
    with ZipFile(io.BytesIO(content)) as archive:
        names = sorted((n for n in archive.namelist() if n.startswith("xl/charts/chart")), key=lambda n: int(n[15:-4]))
        return [re.findall(r"<(?:c:)?val>.*?<(?:c:)?f>(.*?)</", archive.read(name).decode(), re.S) for name in names]
