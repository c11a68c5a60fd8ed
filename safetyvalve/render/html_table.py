"""Tables as HTML, with captions, scoped headers, and in words what a letter or a dash means."""

from collections.abc import Sequence
from html import escape as plain_escape

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from safetyvalve.render import format as fmt
from safetyvalve.render.data import Cell, ChartData, Column, Table


def to_html(table: Table, *, caption_hidden: bool = False) -> SafeString:
    """A table with caption, scoped headers and right-aligned figures, and its notes beneath."""
    hidden = " govuk-visually-hidden" if caption_hidden else ""
    caption = format_html(
        '<caption class="govuk-table__caption govuk-table__caption--m{}">{}</caption>', hidden, table.caption
    )
    headers = _join(_header_cell(column) for column in table.columns)
    rows = _join(_row(table, index) for index in range(len(table.rows)))
    return format_html(
        '<table class="govuk-table">{}<thead class="govuk-table__head"><tr class="govuk-table__row">{}</tr></thead>'
        '<tbody class="govuk-table__body">{}</tbody></table>{}',
        caption,
        headers,
        rows,
        _notes(fmt.table_notes(table)),
    )


def figures_table(chart: ChartData, *, latest: int | None = None) -> SafeString:
    """The chart's figures as a table: as ``to_html`` writes it, but thousands of cells in a moment.

    ``latest``: only so many of the last rows.
    """
    table = chart.as_table(f"Figures: {chart.title}")
    first = len(table.rows) - latest if latest else 0
    head = "".join(
        f'<th scope="col"{"" if column.is_numeric else " class=app-figures__names"}>{escape(column.name)}</th>'
        for column in table.columns
    )
    rows = []
    for row in table.rows[first:]:
        name, *cells = zip(table.columns, row, strict=True)
        rows.append(f'<tr><th scope="row">{plain_escape(fmt.cell(*name))}</th>')
        rows += [f"<td>{_with_explanation(column, value)}</td>" for column, value in cells]
        rows.append("</tr>")
    return format_html(
        '<table class="govuk-table app-figures"><caption class="govuk-table__caption govuk-table__caption--m">{}'
        "</caption><thead><tr>{}</thead><tbody>{}</tbody></table>{}",
        table.caption,
        mark_safe(head),  # noqa: S308 - names were escaped one by one
        mark_safe("".join(rows)),  # noqa: S308 - so were the cells
        _notes(fmt.table_notes(table)),
    )


def _join(parts: object) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))  # type: ignore[attr-defined]


def _header_cell(column: Column) -> SafeString:
    numeric = " govuk-table__header--numeric" if column.is_numeric else ""
    return format_html('<th scope="col" class="govuk-table__header{}">{}</th>', numeric, column.name)


def _row(table: Table, index: int) -> SafeString:
    total = " app-table__total" if index in table.total_rows else ""
    cells = _join(
        _cell(column, value, heads_row=table.row_headers and position == 0)
        for position, (column, value) in enumerate(zip(table.columns, table.rows[index], strict=True))
    )
    return format_html('<tr class="govuk-table__row{}">{}</tr>', total, cells)


def _cell(column: Column, value: Cell, *, heads_row: bool) -> SafeString:
    words = _with_explanation(column, value)
    if heads_row:
        return format_html('<th scope="row" class="govuk-table__header">{}</th>', words)
    numeric = " govuk-table__cell--numeric" if column.is_numeric else ""
    return format_html('<td class="govuk-table__cell{}">{}</td>', numeric, words)


def _with_explanation(column: Column, value: Cell) -> SafeString:
    words = fmt.cell(column, value)
    meaning = fmt.explanation(value)
    if not meaning:
        return words if isinstance(words, SafeString) else mark_safe(plain_escape(words))  # noqa: S308 - just escaped
    shown = format_html('<span aria-hidden="true">{}</span>', words) if value is None else escape(words)
    return format_html('{}<span class="govuk-visually-hidden"> {}</span>', shown, meaning)


def _notes(notes: Sequence[str]) -> SafeString:
    return format_html_join("", '<p class="govuk-body-s app-table-note">{}</p>', ((note,) for note in notes))
