"""A document as an accessible Word file: real headings and lists, header rows that repeat, alternative text."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import singledispatchmethod
from typing import Any

from docx import Document as new_file
from docx.enum.text import WD_BREAK
from docx.shared import Cm

from safetyvalve.render import docx_parts as parts
from safetyvalve.render import format as fmt
from safetyvalve.render import prose
from safetyvalve.render.archive import normalised
from safetyvalve.render.data import Table
from safetyvalve.render.document import (
    Document,
    Figure,
    GridBlock,
    GridCell,
    Heading,
    Inset,
    KeyValues,
    Note,
    PageBreak,
    Prose,
    RagCell,
    TableBlock,
    as_prose,
    is_lead,
    may_split,
)
from safetyvalve.render.docx_styles import prepare
from safetyvalve.render.png import to_png

# More columns than this, and the words of a table are set smaller.
ROOMY_COLUMNS = 5
# Tables of figures up to this many rows stay on one page.
WHOLE_ROWS = 12


def to_docx(document: Document, *, at: datetime) -> bytes:
    """The Word file. `at` becomes its created and modified time; the same arguments give the same bytes."""
    writer = _Writer(document, at)
    writer.add_all()
    buffer = io.BytesIO()
    writer.file.save(buffer)
    return normalised(buffer.getvalue())


class _Writer:
    def __init__(self, document: Document, at: datetime) -> None:
        self.document = document
        self.file: Any = new_file()
        self.pictures = 0
        prepare(self.file, document, at)

    def add_all(self) -> None:
        self.file.add_paragraph(self.document.title, style="Heading 1")
        for block in self.document.blocks:
            self.add(block)

    @singledispatchmethod
    def add(self, block: object) -> None:
        raise TypeError(f"No Word form for {type(block).__name__}")

    @add.register
    def _(self, block: Heading) -> None:
        self.file.add_paragraph(parts.legal(block.text), style=f"Heading {block.level}")

    @add.register
    def _(self, block: Prose) -> None:
        add_prose(self.file, block.blocks)

    @add.register
    def _(self, block: Note) -> None:
        self.file.add_paragraph(parts.legal(block.text), style="Note")

    @add.register
    def _(self, block: Inset) -> None:
        for inner in as_prose(block.text).blocks:
            if isinstance(inner, prose.Paragraph):
                add_runs(self.file.add_paragraph(style="Inset"), inner.runs)
            else:
                add_prose(self.file, (inner,))

    @add.register
    def _(self, block: PageBreak) -> None:
        self.file.add_paragraph(style="Gap").add_run().add_break(WD_BREAK.PAGE)

    @add.register
    def _(self, block: TableBlock) -> None:
        self._table(block.table)

    @add.register
    def _(self, block: KeyValues) -> None:
        if block.caption:
            self.file.add_paragraph(parts.legal(block.caption), style="Caption")
        table = parts.add_table(
            self.file, len(block.items), (2, 4), block.caption or "Details", "Names on the left, values on the right."
        )
        for row, (name, value) in zip(parts.rows_of(table), block.items, strict=True):
            parts.mark_row(row, header=False)
            parts.write_text(parts.first_paragraph(row[0]), name, bold=True)
            _fill(row[1], as_prose(value).blocks)
        self._space()

    @add.register
    def _(self, block: GridBlock) -> None:
        self.file.add_paragraph(parts.legal(block.caption), style="Caption")
        weights = block.weights or (1,) * len(block.header[0])
        rows = len(block.header) + len(block.rows)
        table = parts.add_table(self.file, rows, weights, block.caption, block.description or block.caption)
        all_rows = parts.rows_of(table)
        for row, words in zip(all_rows, block.header, strict=False):
            self._header_row(row, [(name, False) for name in words])
        for row, cells in zip(all_rows[len(block.header) :], block.rows, strict=True):
            parts.mark_row(row, header=False, splits=may_split(cells))
            for position, (target, cell) in enumerate(zip(row, cells, strict=True)):
                self._grid_cell(target, cell, bold=block.row_headers and position == 0)
            if is_lead(cells):
                parts.keep_with_next(row)
        self._space()

    @add.register
    def _(self, block: Figure) -> None:
        chart = block.chart
        self.file.add_paragraph(parts.legal(chart.title), style="Heading 3")
        self.file.add_paragraph(parts.legal(chart.subtitle), style="Note").paragraph_format.keep_with_next = True
        self.file.add_paragraph(parts.legal(chart.summary)).paragraph_format.keep_with_next = True
        paragraph = self.file.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run().add_picture(io.BytesIO(to_png(chart)), width=Cm(parts.PAGE_WIDTH_CM))
        self.pictures += 1
        parts.describe_picture(paragraph, self.pictures, chart.title, chart.summary)
        self.file.add_paragraph(parts.legal(fmt.source_line(chart)), style="Note")
        if block.with_table:
            self._table(replace(chart.as_table(), caption=f"Figures: {chart.title}"))

    def _table(self, table: Table) -> None:
        self.file.add_paragraph(parts.legal(table.caption), style="Caption")
        weights = tuple(column.weight or (2 if column.is_numeric else 3) for column in table.columns)
        built = parts.add_table(
            self.file, len(table.rows) + 1, weights, table.caption, table.description or table.caption
        )
        rows = parts.rows_of(built)
        self._header_row(rows[0], [(column.name, column.is_numeric) for column in table.columns])
        small = len(table.columns) > ROOMY_COLUMNS
        for number, (row, cells) in enumerate(zip(rows[1:], table.rows, strict=True)):
            parts.mark_row(row, header=False)
            for position, (column, target, cell) in enumerate(zip(table.columns, row, cells, strict=True)):
                paragraph = parts.first_paragraph(target, right=column.is_numeric, small=small)
                bold = number in table.total_rows or (table.row_headers and position == 0)
                parts.write_text(paragraph, fmt.cell(column, cell), bold=bold)
        if len(table.rows) <= WHOLE_ROWS:
            for row in rows[:-1]:
                parts.keep_with_next(row)
        for note in fmt.table_notes(table):
            self.file.add_paragraph(parts.legal(note), style="Note")
        self._space()

    def _header_row(self, row: Sequence[Any], words: Sequence[tuple[str, bool]]) -> None:
        parts.mark_row(row, header=True)
        for target, (name, right) in zip(row, words, strict=True):
            parts.shade(target, parts.HEADER_FILL)
            parts.write_text(
                parts.first_paragraph(target, right=right, small=len(row) > ROOMY_COLUMNS), name, bold=True
            )

    def _grid_cell(self, target: Any, cell: GridCell, *, bold: bool) -> None:
        if isinstance(cell, str):
            parts.write_text(parts.first_paragraph(target), cell, bold=bold)
        elif isinstance(cell, Prose):
            _fill(target, cell.blocks)
        else:
            _fill_rag(target, cell)

    def _space(self) -> None:
        """A little air after a table, which has no spacing of its own."""
        self.file.add_paragraph(style="Gap")


def _fill_rag(target: Any, cell: RagCell) -> None:
    """Word and colour: the whole cell is shaded when it holds the word alone, the word's line otherwise."""
    paragraph = parts.first_paragraph(target)
    blocks = as_prose(cell.text).blocks
    if blocks:
        parts.shade_paragraph(paragraph, cell.background)
    else:
        parts.shade(target, cell.background)
    parts.write_text(paragraph, cell.word, bold=True, colour=cell.ink)
    add_prose(target, blocks, in_table=True)


def _fill(target: Any, blocks: Sequence[prose.Block]) -> None:
    """Prose into a table cell, whose first paragraph exists already."""
    if blocks and isinstance(blocks[0], prose.Paragraph):
        add_runs(parts.first_paragraph(target), blocks[0].runs)
        blocks = blocks[1:]
    elif blocks:
        parts.remove_first_paragraph(target)
    add_prose(target, blocks, in_table=True)


def add_prose(parent: Any, blocks: Sequence[prose.Block], *, in_table: bool = False) -> None:
    """Paragraphs and bullets into the document or a cell, in Word's own list styles."""
    for block in blocks:
        if isinstance(block, prose.Paragraph):
            add_runs(parent.add_paragraph(style="Table text" if in_table else None), block.runs)
            continue
        ending = " table" if in_table else ""
        for item in block.items:
            add_runs(parent.add_paragraph(style=f"List Bullet{ending}"), item.runs)
            for child in item.children:
                add_runs(parent.add_paragraph(style=f"List Bullet 2{ending}"), child.runs)


def add_runs(paragraph: Any, runs: Sequence[prose.Run]) -> None:
    for run in runs:
        # python-docx turns a newline into a line break of the document.
        written = paragraph.add_run(parts.legal(run.text))
        written.bold = run.bold or None
        written.italic = run.italic or None
