"""The e-mail about an edition, in words and as HTML. Every sentence with a figure is from what was frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from dashboards.models import Publication
from dashboards.publishing.content import Content, month_in_words
from dashboards.publishing.offers import open_at_first
from safetyvalve.render import prose
from safetyvalve.render.html import prose_html


@dataclass(frozen=True)
class Letter:
    """An e-mail ready to be queued."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Way:
    """How one person gets to the edition and out of the list. A trial has neither, and no address that opens."""

    address: str = ""
    stop: str = ""
    is_member: bool = False
    opens_until: date | None = None
    has_pin: bool = False
    is_trial: bool = False


class Letters:
    """The e-mails of one audience of an edition: what they have in common is read once."""

    def __init__(self, publication: Publication, content: Content) -> None:
        introduction = prose.parse(content["introduction"])
        charts = content["charts"]
        first = open_at_first([each["key"] for each in charts])
        self._common = {
            "edition": {
                "title": content["title"],
                "month": month_in_words(content),
                "council": content["council"]["name"],
                "notice": content["council"]["notice"],
                "correction": content["correction"],
                "replaced_on": _replaced_on(publication),
            },
            "introduction": prose.plain_text(introduction),
            "introduction_html": prose_html(introduction),
            "headlines": [_headline(each) for each in charts[:first]],
            "more": len(charts[first:]),
        }
        begins = "Corrected: " if content["correction"] else ""
        self._subject = f"{begins}{content['title']}, {month_in_words(content)} – {content['council']['name']}"

    def to(self, way: Way) -> Letter:
        context = {**self._common, "way": way}
        return Letter(
            subject=f"Trial: {self._subject}" if way.is_trial else self._subject,
            text=render_to_string("emails/edition.txt", context),
            html=render_to_string("emails/edition.html", context),
        )


def _headline(item: Mapping[str, Any]) -> dict[str, str]:
    """A chart as its finding and its sentence."""
    return {"title": item["chart"]["title"], "summary": item["chart"]["summary"]}


def _replaced_on(publication: Publication) -> date | None:
    """When the edition that this one corrects was published."""
    corrected = publication.corrects
    return timezone.localdate(corrected.published_at) if corrected and corrected.published_at else None
