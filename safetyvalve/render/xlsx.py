"""A workbook: figures as numbers, totals as formulas, native charts on the same cells, text never a formula."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from safetyvalve.render.archive import normalised
from safetyvalve.render.data import ChartData, Table
from safetyvalve.render.document import GridBlock, Heading, Inset, KeyValues, Note, Prose
from safetyvalve.render.xlsx_package import PackageEdit

SheetItem = Table | ChartData | GridBlock | KeyValues | Heading | Prose | Inset | Note


@dataclass(frozen=True)
class Sheet:
    """One sheet: `name` on its tab (cut to what Excel allows), then tables, charts, grids and words in order."""

    name: str
    items: tuple[SheetItem, ...]
    title: str = ""
    landscape: bool = True


def to_xlsx(
    sheets: Sequence[Sheet],
    *,
    title: str,
    at: datetime,
    author: str = "",
    subject: str = "",
    language: str = "en-GB",
    draft: bool = False,
    digest: str | None = None,
) -> bytes:
    """The workbook. `at` becomes its created and modified time; the same arguments give the same bytes."""
    # Loaded when it is needed: what writes files stays out of the memory of processes that only show pages.
    from openpyxl import Workbook

    from safetyvalve.render.xlsx_parts import safe_sheet_name
    from safetyvalve.render.xlsx_sheet import SheetWriter

    if not sheets:
        raise ValueError("A workbook needs at least one sheet")
    book: Any = Workbook()
    book.remove(book.active)
    names: set[str] = set()
    descriptions: list[list[str]] = []
    for sheet in sheets:
        name = safe_sheet_name(sheet.name, names)
        names.add(name.casefold())
        writer = SheetWriter(book.create_sheet(name), landscape=sheet.landscape)
        writer.add_title(sheet.title or sheet.name)
        for item in sheet.items:
            writer.add(item)
        writer.finish(footer=_footer(title, digest), draft=draft)
        if writer.chart_descriptions:
            descriptions.append(writer.chart_descriptions)
    return saved(book, title=title, at=at, author=author, subject=subject, language=language, descriptions=descriptions)


def saved(
    book: Any,
    *,
    title: str,
    at: datetime,
    author: str = "",
    subject: str = "",
    language: str = "en-GB",
    descriptions: Sequence[Sequence[str]] = (),
) -> bytes:
    """A filled book as bytes that repeat. `descriptions`: of each sheet with charts, in order, what each chart says."""
    _properties(book, title=title, author=author, subject=subject, language=language, at=at)
    buffer = io.BytesIO()
    book.save(buffer)
    return normalised(buffer.getvalue(), PackageEdit(at, [list(each) for each in descriptions]))


def _footer(title: str, digest: str | None) -> str:
    return title + (f"  Digest {digest}" if digest else "")


def _properties(book: Any, *, title: str, author: str, subject: str, language: str, at: datetime) -> None:
    moment = (at.astimezone(UTC) if at.tzinfo else at).replace(tzinfo=None, microsecond=0)
    properties = book.properties
    properties.title, properties.creator, properties.subject = title, author, subject
    properties.lastModifiedBy, properties.language = author, language
    properties.created = properties.modified = moment
