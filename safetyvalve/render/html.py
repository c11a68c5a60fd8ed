"""Tables, figures and whole documents as HTML in the GOV.UK manner. Everything typed is escaped here.

The same markup is the page's and the PDF's: `for_print` leaves out what only a screen can use.
"""

from collections.abc import Callable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from safetyvalve.render import prose
from safetyvalve.render.document import (
    Block,
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
from safetyvalve.render.html_figure import figure_html
from safetyvalve.render.html_table import to_html

__all__ = ["document_html", "figure_html", "prose_html", "to_html"]
HEADING_SIZES = {1: "xl", 2: "l", 3: "m", 4: "s"}


def prose_html(blocks: Sequence[prose.Block]) -> SafeString:
    """Paragraphs and bullets. Only these tags can appear: p, ul, li, strong, em, br."""
    return _join(_prose_block(block) for block in blocks)


def document_html(document: Document, *, title_level: int = 1, for_print: bool = False) -> SafeString:
    """The document's body. On a page whose `h1` is something else, give `title_level=2`."""
    shift = title_level - 1
    body = _join(_block(block, shift, for_print) for block in document.blocks)
    return format_html(
        '<article class="app-document" lang="{}">{}{}</article>',
        document.language,
        _heading(title_level, document.title),
        body,
    )


def _join(parts: object) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))  # type: ignore[attr-defined]


def _runs(runs: Sequence[prose.Run]) -> SafeString:
    return _join(_run(run) for run in runs)


def _run(run: prose.Run) -> SafeString:
    lines = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in run.text.split("\n")))
    if run.italic:
        lines = format_html("<em>{}</em>", lines)
    return format_html("<strong>{}</strong>", lines) if run.bold else lines


def _prose_block(block: prose.Block) -> SafeString:
    if isinstance(block, prose.Paragraph):
        return format_html('<p class="govuk-body">{}</p>', _runs(block.runs))
    return format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', _join(_item(item) for item in block.items))


def _item(item: prose.Bullet) -> SafeString:
    nested = mark_safe("")
    if item.children:
        inner = _join(_item(child) for child in item.children)
        nested = format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', inner)
    return format_html("<li>{}{}</li>", _runs(item.runs), nested)


def _heading(level: int, words: str) -> SafeString:
    level = min(level, 6)
    size = HEADING_SIZES.get(level, "s")
    return format_html('<h{0} class="govuk-heading-{1}">{2}</h{0}>', level, size, words)


def _block(block: Block, shift: int, for_print: bool) -> SafeString:
    if isinstance(block, Heading):
        return _heading(block.level + shift, block.text)
    if isinstance(block, Figure):
        return figure_html(block.chart, level=3 + shift, with_table=block.with_table, for_print=for_print)
    written = _WRITERS[type(block)](block)
    if for_print or not isinstance(block, TableBlock | GridBlock):
        return written
    return _scrolling(written, block.table.caption if isinstance(block, TableBlock) else block.caption)


def _scrolling(table: SafeString, name: str) -> SafeString:
    """A table that may be wider than a phone scrolls by itself, by keyboard too, and never pushes the page."""
    return format_html('<div class="app-scroll" tabindex="0" role="region" aria-label="{}">{}</div>', name, table)


def _grid(grid: GridBlock) -> SafeString:
    head = _join(
        format_html('<tr class="govuk-table__row">{}</tr>', _join(_grid_header(words) for words in row))
        for row in grid.header
    )
    body = _join(
        format_html('<tr class="govuk-table__row{}">{}</tr>', _row_class(row), _grid_cells(row, grid))
        for row in grid.rows
    )
    return format_html(
        '<table class="govuk-table app-grid"><caption class="govuk-table__caption govuk-table__caption--s">{}</caption>'
        "{}"
        '<thead class="govuk-table__head">{}</thead><tbody class="govuk-table__body">{}</tbody></table>',
        grid.caption,
        _column_widths(grid),
        head,
        body,
    )


def _column_widths(grid: GridBlock) -> SafeString:
    """Widths as classes in whole per cent, because a style attribute would be refused."""
    weights = grid.weights or (1,) * len(grid.header[0])
    shares = [weight * 100 // sum(weights) for weight in weights]
    shares[-1] += 100 - sum(shares)
    return format_html(
        "<colgroup>{}</colgroup>", _join(format_html('<col class="app-width-{}">', share) for share in shares)
    )


def _row_class(row: Sequence[GridCell]) -> str:
    """A row of levels without words belongs to the row of words beneath it; one without prose stays whole."""
    return (" app-grid__lead" if is_lead(row) else "") + ("" if may_split(row) else " app-grid__whole")


def _grid_header(words: str) -> SafeString:
    return format_html('<th scope="col" class="govuk-table__header">{}</th>', words)


def _grid_cells(row: Sequence[GridCell], grid: GridBlock) -> SafeString:
    cells = []
    for position, cell in enumerate(row):
        if position == 0 and grid.row_headers and isinstance(cell, str):
            cells.append(format_html('<th scope="row" class="govuk-table__header">{}</th>', cell))
        else:
            cells.append(format_html('<td class="govuk-table__cell">{}</td>', _grid_content(cell)))
    return _join(cells)


def _grid_content(cell: GridCell) -> SafeString:
    if isinstance(cell, RagCell):
        word = format_html('<p class="app-rag app-rag--{}">{}</p>', cell.colour, cell.word)
        return word + prose_html(as_prose(cell.text).blocks)
    return prose_html(as_prose(cell).blocks)


def _key_values(block: KeyValues) -> SafeString:
    rows = format_html_join(
        "",
        '<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{}</dt>'
        '<dd class="govuk-summary-list__value">{}</dd></div>',
        ((name, prose_html(as_prose(value).blocks)) for name, value in block.items),
    )
    caption = _heading(3, block.caption) if block.caption else ""
    return format_html('{}<dl class="govuk-summary-list">{}</dl>', caption, rows)


_WRITERS: dict[type, Callable[..., SafeString]] = {
    Prose: lambda block: prose_html(block.blocks),
    TableBlock: lambda block: to_html(block.table),
    GridBlock: _grid,
    KeyValues: _key_values,
    PageBreak: lambda block: mark_safe('<div class="app-page-break"></div>'),
    Inset: lambda block: format_html('<div class="govuk-inset-text">{}</div>', prose_html(as_prose(block.text).blocks)),
    Note: lambda block: format_html('<p class="govuk-body-s app-note">{}</p>', block.text),
}
