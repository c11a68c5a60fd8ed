"""A pack as one long table: a row for each figure, with everything that says what it is."""

from collections.abc import Iterator

from dashboards.publishing.pack.packs import Item, Pack
from safetyvalve.render.csv import to_csv as table_to_csv
from safetyvalve.render.data import Cell, ChartData, Column, Marker, Range, Series, Table
from safetyvalve.render.standing import standing_at, status_heading, tolerance_at

COLUMNS = (
    *(Column("council"), Column("dashboard"), Column("chart"), Column("finding")),
    *(Column("category_kind"), Column("category"), Column("series"), Column("role")),
    *(Column("value", "count"), Column("upper", "count"), Column("unit"), Column("sign"), Column("status")),
    *(Column("tolerance_lowest", "count"), Column("tolerance_highest", "count")),
    *(Column("source"), Column("as_at", "date")),
)
Row = tuple[Cell, ...]


def to_csv(pack: Pack) -> bytes:
    """Values are plain numbers, percentages in percentage points. A range has its other end under ``upper``; where
    there is no figure, ``sign`` is the letter that says why. A place without either is left out. How a figure stands is
    said as in the file of one chart. A tolerance stands beside what it was agreed with: the trajectory begun last."""
    return table_to_csv(as_table(pack))


def as_table(pack: Pack) -> Table:
    rows = (
        (pack.council, pack.title, item.chart.key, item.chart.title, *row, item.chart.source, item.chart.as_at)
        for item in pack.items
        for row in _rows(item)
    )
    return Table(pack.full_title, COLUMNS, tuple(rows))


def _rows(item: Item) -> Iterator[Row]:
    """Of a chart with a table beneath, that holds the same figures and more, the table's; otherwise its own."""
    if item.table is None or not _holds(item.table, item.chart):
        for series in item.chart.series:
            yield from _of_series(item.chart, series)
    if item.table:
        yield from _of_table(item.table)


def _holds(table: Table, chart: ChartData) -> bool:
    heads = {row[0] for row in table.rows}
    names = {column.name for column in table.columns}
    return heads >= set(chart.categories) and names >= {series.name for series in chart.series}


def _of_series(chart: ChartData, series: Series) -> Iterator[Row]:
    has_tolerance = series is next((each for each in reversed(chart.series) if each.role == "target"), None)
    for index, category in enumerate(chart.categories):
        cell = series.cell_at(index)
        if cell is not None:
            status = "" if series.role == "target" else standing_at(series, index)
            tolerance = tolerance_at(chart, index) if has_tolerance else (None, None)
            place = chart.category_name, category, series.name, series.role
            yield *place, *_figure(cell, chart.unit), status, *tolerance


def _of_table(table: Table) -> Iterator[Row]:
    """A column of statuses is said beside the figures that it is about."""
    head, *columns = table.columns
    statuses = {status_heading(column.name) for column in columns}
    for row in table.rows:
        by_name = dict(zip((column.name for column in columns), row[1:], strict=True))
        for column in columns:
            cell = by_name[column.name]
            if cell is not None and column.name not in statuses:
                status = by_name.get(status_heading(column.name), "")
                yield head.name, str(row[0]), column.name, "", *_figure(cell, column.kind), status, None, None


def _figure(cell: Cell, unit: str) -> Row:
    """Value, upper end, unit and sign."""
    if isinstance(cell, Marker):
        return None, None, unit, cell.code
    if isinstance(cell, Range):
        return cell.low, cell.high, unit, ""
    return cell, None, unit, ""
