"""Editions and links in the states of their lives, for looking at their pages."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse

from dashboards.models import Audience, ImportBatch, PackBuild, PreviewBuild, Publication, PublishedFile
from dashboards.periods import Period
from dashboards.publishing.building import gather
from dashboards.publishing.editions import Choice, prepare, publish, withdraw
from dashboards.publishing.feed_keys import count_use, make_key
from dashboards.publishing.keeping import made_from
from dashboards.publishing.links import make_link
from dashboards.publishing.offers import OFFERS
from dashboards.publishing.previews import look
from dashboards.publishing.public_page import change_page
from dashboards.publishing.vouching import say_public
from dashboards.services.measurements import Row, record_many
from safetyvalve.core.models import Authority, User
from tests.furniture import make_published_file


def make(council: Authority, by: User, now: datetime) -> dict[str, Any]:
    """Keys and tokens by the part of an address, and by the name of the state."""
    # All but the months of which the demonstration has published sums of twelve: they could not be published any more.
    keys = [offer.key for offer in OFFERS if offer.key != "mediation-and-appeals"]
    change_page(council, is_open=True, contact="SEND team, 01234 567890", by=by, now=now)
    choices = {audience: Choice("Requests rose again.", keys) for audience in Audience.values}
    values = {"title": "SEND dashboard", "choices": choices, "by": by}
    edition = prepare(council, month=(now - timedelta(days=90)).date(), now=now, **values)
    publish(edition, seen=look(edition, now=now).sha256, by=by, now=now)
    for frozen in edition.contents.all():
        for kind in PublishedFile.Kind.values:
            make_published_file(frozen, kind)
    others = Publication.objects.filter(authority=council).live().exclude(pk=edition.pk)
    PackBuild.objects.filter(publication__in=others).update(state=PackBuild.State.FAILED)
    last_day = (now + timedelta(days=30)).date()
    plain = make_link(edition, label="Forum", expires_on=last_day, by=by, now=now)
    guarded = make_link(edition, label="Head teachers", expires_on=last_day, pin="marsh-26", by=by, now=now)
    prepared = prepare(council, month=(now - timedelta(days=60)).date(), now=now, **values)
    together = {"members": Choice("", ["plans", "mediation-and-appeals"])}
    giving_away = prepare(council, month=(now - timedelta(days=60)).date(), now=now, **{**values, "choices": together})
    ended = make_link(edition, label="Last meeting", expires_on=(now - timedelta(days=1)).date(), by=by, now=now)
    gone = prepare(council, month=(now - timedelta(days=120)).date(), now=now, **values)
    publish(gone, seen=look(gone, now=now).sha256, by=by, now=now)
    of_withdrawn = make_link(gone, label="Forum", expires_on=last_day, by=by, now=now)
    withdraw(gone, reason="A figure was wrong.", by=by, now=now)
    closing = Authority.objects.exclude(pk=council.pk).filter(public_page=None).order_by("la_code")[0]
    for is_open in (True, False):
        change_page(closing, is_open=is_open, contact="SEND team, 01234 567890", by=by, now=now)
    key = make_key(council, audience=Audience.PUBLIC, label="Report to the board", by=by, now=now)
    count_use(key.key, now.date())
    return {
        "unfiled": others.latest("pk").pk,
        "closed_page": closing.la_code,
        "ended": ended.token,
        "of_withdrawn": of_withdrawn.token,
        "withdrawn": gone.pk,
        "extend_ended": reverse("dashboards:link-extend", args=[council.la_code, edition.pk, ended.link.pk]),
        "secret": key.secret,
        "key_id": key.key.pk,
        "resource": "figures",
        "publication_id": edition.pk,
        "link_id": plain.link.pk,
        "audience": "links",
        "token": plain.token,
        "guarded": guarded.token,
        "prepared": prepared.pk,
        "giving_away": giving_away.pk,
        "reported": _of_reported(council, by, now).pk,
    }


def _of_reported(council: Authority, by: User, now: datetime) -> Publication:
    """An edition with two percentages reported without their counts, one of which is public already: of a time of which
    nothing was counted."""
    months = [Period.month(2015, month) for month in (1, 2)]
    rows = [Row("refusal_rate_month_reported", month, Decimal(40)) for month in months]
    record_many(ImportBatch(authority=council, kind="imported"), rows, by=by, now=now)
    choices = {"members": Choice("", ["refusal-rate-month"])}
    edition = prepare(council, month=months[1].start, title="SEND dashboard", choices=choices, by=by, now=now)
    first = gather(edition).material.reported[0].share
    say_public(edition, [first], where="Schools Forum minutes, 5 March 2015", by=by, now=now)
    return edition


def make_waiting(council: Authority, by: User, now: datetime) -> dict[str, int]:
    """Two of which nobody knows yet what they would withhold: the process is at it, or is gone. To be made when nothing
    more is published, which would start it anew; the others are looked at, so that their pages find it kept."""
    found = {}
    for each in Publication.objects.filter(authority=council, state=Publication.State.PREPARED):
        look(each, now=now)
    for name, heard_at in {"looking": now + timedelta(days=1), "looking_interrupted": now - timedelta(hours=1)}.items():
        values = {"title": "SEND dashboard", "choices": {"members": Choice("", ["plans"])}, "by": by, "now": now}
        edition = prepare(council, month=(now - timedelta(days=60)).date(), **values)
        gathered = gather(edition)
        PreviewBuild.objects.create(
            publication=edition,
            state=PreviewBuild.State.WORKING,
            made_from=made_from(gathered.knowledge, gathered.material.threshold),
            found=120,
            began_at=now - timedelta(hours=1),
            heartbeat_at=heard_at,
        )
        found[name] = edition.pk
    return found
