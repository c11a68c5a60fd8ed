"""Editions for these tests: half a year of a council's figures, and one prepared for both audiences."""

from datetime import date
from typing import Any

from dashboards.models import Publication
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import Choice, prepare, publish
from safetyvalve.core.models import Authority, User
from tests.factories import NOW

MONTH = date(2024, 5, 1)
CHARTS = ("plans", "requests-and-decisions", "timeliness")


def prepared(authority: Authority, by: User, **fields: Any) -> Publication:
    choices = {
        "members": Choice("More families asked than last year.", CHARTS),
        "links": Choice("What the forum asked for.", ("plans",)),
    }
    values = {"month": MONTH, "title": "Dashboard", "choices": choices, "by": by, "now": NOW, **fields}
    return prepare(authority, **values)


def published(authority: Authority, by: User, **fields: Any) -> Publication:
    now = fields.pop("published_at", NOW)
    publication = prepared(authority, by, **fields)
    return publish(publication, seen=build_edition(publication).sha256, by=by, now=now)
