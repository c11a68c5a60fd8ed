"""Editions and links in the states of their lives, for looking at their pages."""

from datetime import datetime, timedelta
from typing import Any

from dashboards.publishing.building import build_edition
from dashboards.publishing.charts import OFFERS
from dashboards.publishing.editions import Choice, prepare, publish
from dashboards.publishing.links import make_link
from safetyvalve.core.models import Authority, User


def make(council: Authority, by: User, now: datetime) -> dict[str, Any]:
    """Keys and tokens by the part of an address, and by the name of the state."""
    keys = [offer.key for offer in OFFERS]
    choices = {"members": Choice("Requests rose again.", keys), "links": Choice("Requests rose again.", keys)}
    values = {"title": "SEND dashboard", "choices": choices, "by": by}
    edition = prepare(council, month=(now - timedelta(days=90)).date(), now=now, **values)
    publish(edition, seen=build_edition(edition).sha256, by=by, now=now)
    last_day = (now + timedelta(days=30)).date()
    plain = make_link(edition, label="Forum", expires_on=last_day, by=by, now=now)
    guarded = make_link(edition, label="Head teachers", expires_on=last_day, pin="marsh-26", by=by, now=now)
    prepared = prepare(council, month=(now - timedelta(days=60)).date(), now=now, **values)
    return {
        "publication_id": edition.pk,
        "link_id": plain.link.pk,
        "audience": "links",
        "token": plain.token,
        "guarded": guarded.token,
        "prepared": prepared.pk,
    }
