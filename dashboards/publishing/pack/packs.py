"""The data pack: an edition, or a dashboard, as one document and one workbook, from values that no longer change.

Everything printed comes from here. It can be written down as plain values, so that another process can draw it without
the record.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from dashboards.publishing.answers import NO_WORDS, Answered, Words
from dashboards.publishing.content import month_in_words
from dashboards.publishing.freezing import chart_from_plain, chart_to_plain, table_from_plain, table_to_plain
from safetyvalve.core.models import Authority
from safetyvalve.render.data import SUPPRESSED, ChartData, Table

HIDDEN = (
    "The letter c stands for a figure that is hidden to protect children: a small number, or one that would give a "
    "small number away."
)


@dataclass(frozen=True)
class Item:
    """One chart of a pack, the table beneath it where that says more, what its measures mean, words beside it, and
    questions about it that were answered."""

    chart: ChartData
    table: Table | None = None
    meanings: tuple[tuple[str, str], ...] = ()
    words: str = ""
    answers: tuple[Answered, ...] = ()


@dataclass(frozen=True)
class Pack:
    """``standing`` is printed on every page: that it is a preview, or not for readers outside. ``at`` is the time that
    the files carry. ``about`` is small Markdown."""

    council: str
    colour: str
    title: str
    time: str
    items: tuple[Item, ...]
    at: datetime
    about: str = ""
    correction: str = ""
    notice: str = ""
    is_illustrative: bool = False
    standing: str = ""
    digest: str | None = None

    @property
    def full_title(self) -> str:
        return f"{self.title}, {self.time}" if self.time else self.title

    @property
    def has_hidden(self) -> bool:
        """Whether any figure is shown as the letter c."""
        tables = (table for item in self.items for table in (item.chart.as_table(), item.table) if table)
        return any(cell == SUPPRESSED for table in tables for row in table.rows for cell in row)


def from_content(
    content: Mapping[str, Any],
    authority: Authority,
    *,
    at: datetime,
    digest: str | None = None,
    standing: str = "",
    answers: Words = NO_WORDS,
) -> Pack:
    """What an audience sees of an edition, and nothing else of it; with what was answered about its charts."""
    council = content["council"]
    return Pack(
        council=council["name"],
        colour=authority.colour,
        title=content["title"],
        time=month_in_words(content),
        items=tuple(replace(_item(each), answers=tuple(answers.get(each["key"], ()))) for each in content["charts"]),
        at=at,
        about=content["introduction"],
        correction=content["correction"],
        notice=council["notice"],
        is_illustrative=bool(council["illustrative"]),
        standing=standing,
        digest=digest,
    )


def _item(plain: Mapping[str, Any]) -> Item:
    return Item(
        chart=chart_from_plain(plain["chart"]),
        table=table_from_plain(plain["table"]) if plain["table"] else None,
        meanings=tuple((name, meaning) for name, meaning in plain["meanings"]),
        words=plain.get("words", ""),
        answers=tuple(_answered(each) for each in plain.get("answers", ())),
    )


def _answered(plain: Mapping[str, Any]) -> Answered:
    changed_on = plain["changed_on"]
    return Answered(
        plain["question"],
        plain["answer"],
        date.fromisoformat(plain["on"]),
        date.fromisoformat(changed_on) if changed_on else None,
    )


def _answered_to_plain(each: Answered) -> dict[str, Any]:
    changed_on = each.changed_on.isoformat() if each.changed_on else None
    return {**asdict(each), "on": each.on.isoformat(), "changed_on": changed_on}


def to_plain(pack: Pack) -> dict[str, Any]:
    """Everything of a pack as text, whole numbers, lists and mappings."""
    plain = asdict(replace(pack, items=()))
    items = [
        {
            "chart": chart_to_plain(item.chart),
            "table": table_to_plain(item.table) if item.table else None,
            "meanings": [list(pair) for pair in item.meanings],
            "words": item.words,
            "answers": [_answered_to_plain(each) for each in item.answers],
        }
        for item in pack.items
    ]
    return {**plain, "at": pack.at.isoformat(), "items": items}


def from_plain(plain: Mapping[str, Any]) -> Pack:
    """The pack again, equal to the one written down."""
    items = tuple(_item(each) for each in plain["items"])
    return Pack(**{**plain, "at": datetime.fromisoformat(plain["at"]), "items": items})
