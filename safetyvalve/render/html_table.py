"""Tables as HTML, with captions, scoped headers, and in words what a letter or a dash means."""

from collections.abc import Sequence
from html import escape as plain_escape

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from safetyvalve.render import format as fmt
from safetyvalve.render.data import Cell, ChartData, Column, Table

LONG_LINE = 12
"""Rows that fit on the screen of a phone."""


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


def figures_table(chart: ChartData, *, latest: int | None = None, newest_first: bool = False) -> SafeString:
    """The chart's figures as a table: as ``to_html`` writes it, but thousands of cells in a moment.

    ``latest``: only so many of the last rows. ``newest_first``: where a line has many, beginning with its last figure,
    and what is only planned for later at the end.
    """
    table = chart.as_table(f"Figures: {chart.title}")
    first = len(table.rows) - latest if latest else 0
    head = "".join(
        f'<th scope="col"{"" if column.is_numeric else " class=app-figures__names"}>{escape(column.name)}</th>'
        for column in table.columns
    )
    written = [_figures_row(table, row) for row in table.rows[first:]]
    to_come = ""
    if newest_first and chart.kind == "line" and len(written) > LONG_LINE:
        told = _told(chart)
        written, later = written[:told][::-1], written[told:]
        heading = f'<tr><th scope="rowgroup" colspan="{len(table.columns)}">Still to come</th></tr>'
        to_come = f"<tbody>{heading}{''.join(later)}</tbody>" if later else ""
    return format_html(
        '<table class="govuk-table app-figures"><caption class="govuk-table__caption govuk-table__caption--m">{}'
        "</caption><thead><tr>{}</thead><tbody>{}</tbody>{}</table>{}",
        table.caption,
        mark_safe(head),  # noqa: S308 - names were escaped one by one
        mark_safe("".join(written)),  # noqa: S308 - so were the cells
        mark_safe(to_come),  # noqa: S308 - and these
        _notes(fmt.table_notes(table)),
    )


def _figures_row(table: Table, row: Sequence[Cell]) -> str:
    name, *cells = zip(table.columns, row, strict=True)
    shown = "".join(f"<td>{_with_explanation(column, value)}</td>" for column, value in cells)
    return f'<tr><th scope="row">{plain_escape(fmt.cell(*name))}</th>{shown}</tr>'


def _told(chart: ChartData) -> int:
    """How many of the categories there are up to the last with a figure, or with a letter in its place."""
    lines = [series for series in chart.series if series.role != "target"]
    places = range(len(chart.categories))
    return max((place + 1 for place in places if any(line.cell_at(place) is not None for line in lines)), default=0)


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
