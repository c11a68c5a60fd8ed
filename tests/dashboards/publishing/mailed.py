"""Editions for tests of their e-mails: frozen as if published, with findings that say which audience they are for."""

from datetime import date, timedelta
from typing import Any

from dashboards.models import EditionMailing, EditionReader, Publication, PublicationAudience, PublishedContent
from dashboards.publishing.content import digest, text_of
from dashboards.publishing.mailing import announce
from safetyvalve.core.models import Authority, User
from tests.factories import NOW

BOTH = ("members", "links")


def edition(authority: Authority, by: User, audiences: tuple[str, ...] = BOTH, **fields: Any) -> Publication:
    """A published edition with seven findings for each audience."""
    stamps = {"prepared_at": NOW, "prepared_by": by, "published_at": NOW, "published_by": by}
    values = {"month": date(2024, 5, 1), "title": "SEND dashboard", "state": "published", **stamps, **fields}
    made = Publication.objects.create(authority=authority, **values)
    for audience in audiences:
        PublicationAudience.objects.create(publication=made, audience=audience, charts=["plans"])
        words = text_of(content(made, audience))
        PublishedContent.objects.create(
            publication=made,
            audience=audience,
            schema_version=1,
            text=words,
            sha256=digest(words),
            frozen_at=NOW,
            frozen_by=by,
        )
    return made


def content(made: Publication, audience: str) -> dict[str, Any]:
    findings = [
        {"key": f"finding-{n}", "chart": {"title": f"Finding {n} for {audience}", "summary": f"Sentence {n} & more."}}
        for n in range(1, 8)
    ]
    return {
        "council": {"name": made.authority.name, "notice": "Partly made up."},
        "title": made.title,
        "month": made.month.isoformat(),
        "introduction": f"Dear {audience}:\n\n- one\n- two",
        "correction": made.correction_note if made.corrects_id else "",
        "charts": findings,
    }


def reader(authority: Authority, by: User, email: str = "reader@elsewhere.example", **fields: Any) -> EditionReader:
    values = {"name": email.split("@")[0].title(), "added_at": NOW - timedelta(days=9), "added_by": by, **fields}
    return EditionReader.objects.create(authority=authority, email=email, **values)


def send(made: Publication, by: User, capture: Any, **fields: Any) -> EditionMailing | None:
    """E-mail it, and let the transaction end."""
    with capture(execute=True):
        return announce(made, by=by, now=NOW, **fields)
