"""Tables as HTML, with captions, scoped headers, and in words what a letter or a dash means."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from safetyvalve.render import format as fmt
from safetyvalve.render.data import Cell, ChartData, Column, Number, Table

LONG_LINE = 12
"""Rows that fit on the screen of a phone."""


def to_html(table: Table, *, caption_hidden: bool = False) -> SafeString:
    """A table with caption, scoped headers and right-aligned figures, and its notes beneath."""
    hidden = " govuk-visually-hidden" if caption_hidden else ""
    headers = "".join(map(_header_cell, table.columns))
    rows = "".join(_row(table, index) for index in range(len(table.rows)))
    return mark_safe(  # noqa: S308 - every word was escaped where it was put in
        f'<table class="govuk-table"><caption class="govuk-table__caption govuk-table__caption--m{hidden}">'
        f'{_escaped(table.caption)}</caption><thead class="govuk-table__head"><tr class="govuk-table__row">{headers}'
        f'</tr></thead><tbody class="govuk-table__body">{rows}</tbody></table>{_notes(fmt.table_notes(table))}'
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
    return mark_safe(  # noqa: S308 - every word was escaped where it was put in
        f'<table class="govuk-table app-figures"><caption class="govuk-table__caption govuk-table__caption--m">'
        f"{_escaped(table.caption)}</caption><thead><tr>{head}</thead><tbody>{''.join(written)}</tbody>{to_come}"
        f"</table>{_notes(fmt.table_notes(table))}"
    )


def _figures_row(table: Table, row: Sequence[Cell]) -> str:
    name, *cells = zip(table.columns, row, strict=True)
    shown = "".join(f"<td>{_with_explanation(column, value)}</td>" for column, value in cells)
    return f'<tr><th scope="row">{escape(fmt.cell(*name))}</th>{shown}</tr>'


def _told(chart: ChartData) -> int:
    """How many of the categories there are up to the last with a figure, or with a letter in its place."""
    lines = [series for series in chart.series if series.role != "target"]
    places = range(len(chart.categories))
    return max((place + 1 for place in places if any(line.cell_at(place) is not None for line in lines)), default=0)


def _escaped(words: str) -> str:
    """Markup as it is, such as a link that stands in a cell; anything else escaped."""
    return words if isinstance(words, SafeString) else escape(words)


def _header_cell(column: Column) -> str:
    numeric = " govuk-table__header--numeric" if column.is_numeric else ""
    return f'<th scope="col" class="govuk-table__header{numeric}">{_escaped(column.name)}</th>'


def _row(table: Table, index: int) -> str:
    total = " app-table__total" if index in table.total_rows else ""
    cells = "".join(
        _cell(column, value, heads_row=table.row_headers and position == 0)
        for position, (column, value) in enumerate(zip(table.columns, table.rows[index], strict=True))
    )
    return f'<tr class="govuk-table__row{total}">{cells}</tr>'


def _cell(column: Column, value: Cell, *, heads_row: bool) -> str:
    words = _with_explanation(column, value)
    if heads_row:
        return f'<th scope="row" class="govuk-table__header">{words}</th>'
    numeric = " govuk-table__cell--numeric" if column.is_numeric else ""
    return f'<td class="govuk-table__cell{numeric}">{words}</td>'


def _with_explanation(column: Column, value: Cell) -> str:
    if isinstance(value, Number):
        return fmt.number(column.kind, value, column.places)
    words = _escaped(fmt.cell(column, value))
    meaning = fmt.explanation(value)
    if not meaning:
        return words
    shown = f'<span aria-hidden="true">{words}</span>' if value is None else words
    return f'{shown}<span class="govuk-visually-hidden"> {meaning}</span>'


def _notes(notes: Sequence[str]) -> str:
    return "".join(f'<p class="govuk-body-s app-table-note">{_escaped(note)}</p>' for note in notes)
