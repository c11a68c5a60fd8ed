"""A pack as a workbook: contents with links, then a sheet for each table with its native chart, source and meanings."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook

from dashboards.publishing.pack.packs import HIDDEN, Item, Pack
from dashboards.publishing.pack.sheets import ChartFigures, ContentsSheet, PackSheet
from safetyvalve.render import format as fmt
from safetyvalve.render import prose
from safetyvalve.render.data import ChartData, Table
from safetyvalve.render.xlsx import saved
from safetyvalve.render.xlsx_parts import safe_sheet_name

CONTENTS, DRAWN_FROM = "Contents", "Chart figures"


@dataclass(frozen=True)
class Planned:
    """One sheet to be: its tab, its table, the chart on it if any, and what stands under the table."""

    tab: str
    title: str
    table: Table
    lead: tuple[str, ...]
    notes: tuple[str, ...]
    chart: ChartData | None = None


def to_xlsx(pack: Pack) -> bytes:
    """The workbook. The same pack gives the same bytes. No formula is in it: every figure is a number in its cell."""
    planned = list(_planned(pack))
    book: Any = Workbook()
    first = book.active
    first.title = CONTENTS
    footer = ", ".join((pack.council, pack.full_title))
    contents = ContentsSheet(first)
    contents.write(
        title=f"{pack.council}: {pack.full_title}",
        standing=pack.standing,
        words=list(_front(pack)),
        entries=[(each.tab, each.title) for each in planned],
    )
    contents.close(footer=footer, standing=pack.standing)
    descriptions = []
    sheets = [book.create_sheet(each.tab) for each in planned]
    beside = ChartFigures(book, DRAWN_FROM)
    for each, sheet in zip(planned, sheets, strict=True):
        writer = PackSheet(sheet, contents=CONTENTS, beside=beside)
        writer.write(title=each.title, table=each.table, chart=each.chart, lead=each.lead, notes=each.notes)
        writer.close(footer=footer, standing=pack.standing)
        if writer.chart_descriptions:
            descriptions.append(writer.chart_descriptions)
    beside.close(contents=CONTENTS, footer=footer, standing=pack.standing)
    title = f"{pack.council}: {pack.full_title}"
    about = f"Data pack: {pack.full_title}"
    return saved(book, title=title, author=pack.council, subject=about, at=pack.at, descriptions=descriptions)


def _front(pack: Pack) -> Iterator[str]:
    """What the first sheet says before the list."""
    if pack.correction:
        yield f"Corrected. {pack.correction}"
    yield from filter(None, prose.plain_text(prose.parse(pack.about)).split("\n"))
    if pack.has_hidden:
        yield HIDDEN
    if pack.notice:
        yield f"Illustrative. {pack.notice}" if pack.is_illustrative else pack.notice


def _planned(pack: Pack) -> Iterator[Planned]:
    taken = {CONTENTS.casefold(), DRAWN_FROM.casefold()}
    for number, item in enumerate(pack.items, start=1):
        tab = _tab(f"{number} {_short(item.chart.key)}", taken)
        yield _of_chart(item, tab)
        if item.table:
            yield _of_table(item, item.table, _tab(f"{number} over time", taken))


def _of_chart(item: Item, tab: str) -> Planned:
    chart = item.chart
    table = chart.as_table()
    lead = (chart.summary, chart.subtitle)
    words = (item.words,) if item.words else ()
    source = fmt.source_line(chart, with_axis=True)
    notes = (*words, *_notes(table), source, *_answers(item), *_meanings(item))
    return Planned(tab, chart.title, table, lead, notes, chart)


def _of_table(item: Item, table: Table, tab: str) -> Planned:
    source = f"Source: {item.chart.source.rstrip('.')}."
    as_at = f" As at {fmt.day(item.chart.as_at)}." if item.chart.as_at else ""
    return Planned(tab, table.caption, table, (), (*_notes(table), source + as_at, *_meanings(item)))


def _notes(table: Table) -> Iterator[str]:
    """The table's own notes, then what its letters and its empty cells mean."""
    yield from table.notes
    if table.markers():
        yield fmt.legend(table.markers())
    if any(value is None for row in table.rows for value in row):
        yield "Empty: not available."


def _answers(item: Item) -> Iterator[str]:
    for each in item.answers:
        yield f"Question from a reader: {_plain(each.question)}"
        yield f"Answer, {each.when}: {_plain(each.answer)}"


def _plain(words: str) -> str:
    return prose.plain_text(prose.parse(words))


def _meanings(item: Item) -> Iterator[str]:
    yield from (f"{name}: {meaning}" for name, meaning in item.meanings)


def _short(key: str) -> str:
    return key.removeprefix("measure-").replace("-", " ").replace("_", " ")


def _tab(wanted: str, taken: set[str]) -> str:
    name = safe_sheet_name(wanted, taken)
    taken.add(name.casefold())
    return name
