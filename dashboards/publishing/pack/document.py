"""A pack as a tagged PDF: who and when and what hides, the findings with their pages, then chart after chart."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify

from dashboards.publishing.answers import Answered
from dashboards.publishing.pack.packs import HIDDEN, Item, Pack
from safetyvalve.render import format as fmt
from safetyvalve.render import prose
from safetyvalve.render.archive import w3c_time
from safetyvalve.render.data import Table
from safetyvalve.render.html import figure_html, prose_html, to_html
from safetyvalve.render.palette import text_on
from safetyvalve.render.pdf import html_to_pdf

STYLE_SHEET = Path(__file__).with_name("pack.css")
LONG, NARROW = 14, 4
"""A table with more rows than this and no more columns than this is set in two halves side by side."""


@dataclass(frozen=True)
class PrintedAnswer:
    """A question and its answer as they are printed, and when."""

    question: SafeString
    answer: SafeString
    when: str


@dataclass(frozen=True)
class Printed:
    """One chart as it is printed."""

    anchor: str
    title: str
    figure: SafeString
    figures: tuple[SafeString, ...]
    notes: tuple[str, ...]
    table: SafeString | str
    words: str
    meanings: tuple[tuple[str, str], ...]
    answers: tuple[PrintedAnswer, ...] = ()


def to_pdf(pack: Pack) -> bytes:
    """The document. The same pack gives the same bytes."""
    return html_to_pdf(page_html(pack), extra_style=_style_sheet() + _colours(pack))


def page_html(pack: Pack) -> str:
    """The whole page that is laid out; everything in it is escaped."""
    context = {
        "pack": pack,
        "at": w3c_time(pack.at),
        "footer": ", ".join((pack.council, pack.full_title)) + (f" · {pack.digest[:12]}" if pack.digest else ""),
        "about": prose_html(prose.parse(pack.about)),
        "hidden": HIDDEN if pack.has_hidden else "",
        "items": [_printed(item, number) for number, item in enumerate(pack.items, start=1)],
    }
    return render_to_string("print/pack.html", context)


def _printed(item: Item, number: int) -> Printed:
    # The same chart can stand in a pack twice.
    chart = replace(item.chart, key=f"{item.chart.key}-{number}")
    return Printed(
        # Read out as what a link of the contents is about.
        anchor=f"{slugify(chart.title)}-{number}",
        title=chart.title,
        figure=figure_html(chart, level=2, for_print=True, with_table=False),
        figures=tuple(to_html(half) for half in _halves(chart.as_table())),
        notes=tuple(fmt.table_notes(chart.as_table())),
        table=to_html(item.table) if item.table else "",
        words=item.words,
        meanings=item.meanings,
        answers=tuple(_answer(each) for each in item.answers),
    )


def _answer(answered: Answered) -> PrintedAnswer:
    question, answer = (prose_html(prose.parse(words)) for words in (answered.question, answered.answer))
    return PrintedAnswer(question, answer, answered.when)


def _halves(table: Table) -> list[Table]:
    """A long narrow table in two, so that a chart and its figures stay on one page; each says what it covers."""
    whole = replace(table, caption="Figures")
    if len(table.rows) <= LONG or len(table.columns) > NARROW or table.totals:
        return [whole]
    middle = (len(table.rows) + 1) // 2
    return [
        replace(whole, rows=rows, caption=f"Figures: {rows[0][0]} to {rows[-1][0]}")
        for rows in (table.rows[:middle], table.rows[middle:])
    ]


@cache
def _style_sheet() -> str:
    return STYLE_SHEET.read_text(encoding="utf-8")


def _colours(pack: Pack) -> str:
    """The council's colour, which is one of six hexadecimal digits by the rule of its field."""
    return f".pack-bar {{ background: {pack.colour}; color: {text_on(pack.colour)}; }}\n"
