"""The editions that a council published, each as its files say, frozen from the figures as they stood."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from dashboards.publishing import editions as services
from dashboards.publishing.building import build_edition, gather
from dashboards.publishing.editions import Choice
from dashboards.publishing.mailing import Emailing
from dashboards.publishing.public_page import change_page
from dashboards.publishing.readers import Entry, add_readers
from dashboards.publishing.vouching import say_public
from safetyvalve.core.roles import Role
from safetyvalve.demo import questions
from safetyvalve.demo.council import Council
from safetyvalve.demo.reading import Row, toml
from safetyvalve.demo.timeline import Event

FILE = "editions.toml"


def events(council: Council) -> Iterator[Event]:
    """The public page and the mailing list; then each edition is prepared, looked at and published on one morning, and
    e-mailed if its file says so."""
    rows = toml(council.folder, FILE)
    if page := rows.get("public_page"):
        yield Event(council.since(page["opened_on"], minute=45), "The public page", partial(_open_page, council, page))
    for row in rows.get("mailing_list", []):
        added = partial(_add_reader, council, row)
        yield Event(council.since(row["added_on"], minute=50), f"{row['name']} on the mailing list", added)
    for row in rows.get("editions", []):
        what = f"Edition {row['title']}, {row['month']:%B %Y}"
        yield Event(council.since(row["published_on"], minute=55), what, partial(_publish, council, row), is_told=True)
        yield from questions.events(council, row)


def _publish(council: Council, row: Row, now: datetime) -> None:
    by = council.holder(Role.PROGRAMME_MANAGER)
    choices = {
        audience: Choice(choice["introduction"].strip(), choice["charts"])
        for audience, choice in row["audiences"].items()
    }
    edition = services.prepare(
        council.authority, month=row["month"], title=row["title"], choices=choices, by=by, now=now
    )
    if where := row.get("already_public"):
        shares = [each.share for each in gather(edition).material.reported if each.can_be_said]
        say_public(edition, shares, where=where, by=by, now=now)
    emailing = Emailing() if row.get("is_emailed") else None
    services.publish(edition, seen=build_edition(edition).sha256, by=by, now=now, emailing=emailing)


def _open_page(council: Council, row: Row, now: datetime) -> None:
    by = council.holder(Role.PROGRAMME_MANAGER)
    change_page(council.authority, is_open=True, contact=row["contact"], by=by, now=now)


def _add_reader(council: Council, row: Row, now: datetime) -> None:
    entry = Entry(1, row["email"], row["name"])
    add_readers(council.authority, [entry], by=council.holder(Role.PROGRAMME_MANAGER), now=now)
