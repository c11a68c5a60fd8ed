"""Questions that readers ask: written down once, seen by nobody but the council until an officer releases them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from dashboards.models import Audience, Publication, Question, ShareLink
from dashboards.publishing import content as contents
from dashboards.publishing.succession import edition_now
from safetyvalve.core import audit
from safetyvalve.core.models import User
from safetyvalve.core.services.refusals import NotAllowed

LONGEST_QUESTION = 1000
GONE = "This edition has been withdrawn. Your question has not been sent."


@dataclass(frozen=True)
class Asker:
    """Who asks: a member who has signed in, or somebody with a link, with whatever they chose to tell."""

    user: User | None = None
    link: ShareLink | None = None
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class AskedChart:
    """A chart of an edition as its reader has it before them."""

    key: str
    title: str
    summary: str


def chart_in(content: Mapping[str, Any], key: str) -> AskedChart | None:
    """The chart of this key, if this audience has it."""
    for item in content["charts"]:
        if item["key"] == key:
            return AskedChart(key, item["chart"]["title"], item["chart"]["summary"])
    return None


@transaction.atomic
def ask(
    publication: Publication, chart: AskedChart, *, audience: str, text: str, nonce: str, asker: Asker, now: datetime
) -> Question:
    """Write a question down. The same form sent again gives back the question it made.

    The words are not in the audit: should they name a child they can still be deleted. Raises NotAllowed for an edition
    that is no longer published.
    """
    publication = Publication.objects.select_for_update(of=("self",)).select_related("authority").get(pk=publication.pk)
    if not publication.is_published:
        raise NotAllowed([GONE])
    who = [asker.user.pk if asker.user else None, asker.link.pk if asker.link else None]
    facts = [publication.pk, chart.key, who, nonce, text]
    values = {
        "publication": publication,
        "chart": chart.key,
        "chart_title": chart.title,
        "audience": audience,
        "asked": text,
        "asked_at": now,
        "asked_by": asker.user,
        "link": asker.link,
        "asker_name": asker.name,
        "asker_email": asker.email,
    }
    digest = hashlib.sha256(audit.canonical(facts).encode()).hexdigest()
    question, is_new = Question.objects.get_or_create(digest=digest, defaults=values)
    if is_new:
        changes: audit.Changes = {"edition": [None, str(publication)], "audience": [None, audience]}
        audit.record(
            authority=publication.authority,
            by=asker.user,
            action="question_asked",
            subject=question,
            changes=changes,
            now=now,
        )
    return question


def standing_edition(question: Question) -> Publication | None:
    """The edition with which an answer would be shown now: its own, or the correction in its place; None where it was
    withdrawn.
    """
    edition = edition_now(question.publication)
    return edition if edition.is_published else None


def audiences_of(edition: Publication | None, chart: str) -> list[str]:
    """Who can see this chart of an edition, in the usual order. One query."""
    if edition is None:
        return []
    having = {each.audience for each in edition.contents.all() if chart_in(contents.read(each), chart)}
    return [audience.value for audience in Audience if audience.value in having]
