"""What an audience sees of an edition, as plain values: built, frozen as canonical text, and read back to be shown."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from dashboards.models import Publication, PublicationAudience, PublishedContent
from dashboards.publishing.answers import NO_ANSWERS, Answers, ShownAnswer
from dashboards.publishing.freezing import chart_from_plain, chart_to_plain, table_from_plain, table_to_plain
from dashboards.publishing.material import Drawn
from dashboards.publishing.offers import open_at_first
from safetyvalve.core import audit
from safetyvalve.render import prose
from safetyvalve.render.data import SUPPRESSED, Table
from safetyvalve.render.html import figure_html, prose_html, to_html
from safetyvalve.render.svg import chart_id

SCHEMA_VERSION = 1

Content = dict[str, Any]


@dataclass(frozen=True)
class ShownChart:
    """A chart of an edition ready for a page. Its elements have ids that begin with ``name``; the one of its heading
    ends in "-title"."""

    key: str
    name: str
    title: str
    figure: SafeString
    table: SafeString
    meanings: tuple[tuple[str, str], ...]
    answers: tuple[ShownAnswer, ...] = ()


@dataclass(frozen=True)
class ShownEdition:
    """An edition as a page shows it: everything comes from its frozen text, but for answers to questions about it."""

    title: str
    month: str
    council: Mapping[str, str]
    introduction: SafeString
    correction: str
    charts: tuple[ShownChart, ...]
    more: tuple[ShownChart, ...]
    has_hidden: bool

    @property
    def notice(self) -> dict[str, object]:
        """The council's words about its figures, as they stood, in the form that the notice of a page takes."""
        return {"notice": self.council["notice"], "is_illustrative": bool(self.council["illustrative"])}


def build(publication: Publication, choice: PublicationAudience, drawn: Sequence[Drawn]) -> Content:
    """The content of one audience. It holds no time of its own, so that what was looked at can be held against it."""
    authority = publication.authority
    return {
        "schema": SCHEMA_VERSION,
        "council": {
            "name": authority.name,
            "la_code": authority.la_code,
            "notice": authority.notice,
            "illustrative": "yes" if authority.is_illustrative else "",
        },
        "title": choice.title or publication.title,
        "month": publication.month.isoformat(),
        "audience": choice.audience,
        "introduction": choice.introduction,
        "correction": publication.correction_note if publication.corrects_id else "",
        "charts": [_chart(each) for each in drawn],
    }


def _chart(drawn: Drawn) -> dict[str, Any]:
    return {
        "key": drawn.key,
        "chart": chart_to_plain(drawn.chart),
        "table": table_to_plain(drawn.table) if drawn.table else None,
        "meanings": [list(pair) for pair in drawn.meanings],
    }


def text_of(facts: Any) -> str:
    """The canonical text that is frozen."""
    return audit.canonical(facts)


def digest(words: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(words.encode()).hexdigest()


def read(frozen: PublishedContent) -> Content:
    """What was frozen. Raises ValueError when the text no longer has the digest it was frozen with."""
    if digest(frozen.text) != frozen.sha256:
        raise ValueError(f"Content {frozen.pk} does not match its digest: it was changed after it was frozen.")
    facts: Content = json.loads(frozen.text)
    return facts


def shown(content: Mapping[str, Any], answers: Answers = NO_ANSWERS) -> ShownEdition:
    """The content drawn: what readers see, and what a preview shows. ``answers`` stand beneath their charts."""
    charts = tuple(_shown_chart(each, answers.get(each["key"], ())) for each in content["charts"])
    first = open_at_first([each["key"] for each in content["charts"]])
    return ShownEdition(
        title=content["title"],
        month=month_in_words(content),
        council=content["council"],
        introduction=prose_html(prose.parse(content["introduction"])),
        correction=content["correction"],
        charts=charts[:first],
        more=charts[first:],
        has_hidden=any(_hides(each) for each in content["charts"]),
    )


def month_in_words(content: Mapping[str, Any]) -> str:
    return f"{date.fromisoformat(content['month']):%B %Y}"


def headed(content: Mapping[str, Any]) -> ShownEdition:
    """The edition without its charts, for a page that is about it."""
    return shown({**content, "charts": []})


def _shown_chart(item: Mapping[str, Any], answers: Sequence[ShownAnswer]) -> ShownChart:
    chart = chart_from_plain(item["chart"])
    table = table_from_plain(item["table"]) if item["table"] else None
    return ShownChart(
        key=item["key"],
        name=chart_id(chart),
        title=chart.title,
        figure=figure_html(chart, level=2, newest_first=True),
        table=to_html(table) if table else SafeString(""),
        meanings=tuple((name, meaning) for name, meaning in item["meanings"]),
        answers=tuple(answers),
    )


def tables_of(item: Mapping[str, Any]) -> list[Table]:
    """Every figure of a frozen chart as tables: its own, and the one beneath it."""
    found = [chart_from_plain(item["chart"]).as_table()]
    return [*found, table_from_plain(item["table"])] if item["table"] else found


def _hides(item: Mapping[str, Any]) -> bool:
    return any(cell == SUPPRESSED for table in tables_of(item) for row in table.rows for cell in row)
