"""Parts of pages kept as they were drawn, so that a page is drawn again only when what it shows can be another.

A part is good for one council, one key and one state: the version of the council's figures, the day, and the release of
the product. The key says everything else that the part depends on: which page, which choices, and what the reader may
see. Nothing that belongs to one person may be in a part, unless the key names them.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import OperationalError, connection
from django.db.models import Count, Subquery

from safetyvalve.core import near
from safetyvalve.core.asking import Question
from safetyvalve.core.models import AuditChain, Authority, KeptMarkup
from safetyvalve.core.packing import Packed

MOST = 400
"""Parts kept for a council at most, and those that each process has added since it last counted."""
COUNTED_EVERY = 40
_SOURCES = ("*.py", "*.html", "*.toml")
_FOLDERS = ("safetyvalve", "conditions", "workstreams", "dashboards", "templates")


@dataclass(frozen=True)
class State:
    """What a kept part was drawn from. ``events`` is how long the council's audit was.

    ``is_exact``: any event at all makes another state, for readers to whom more matters than figures (what has been
    published decides what can be given away).
    """

    day: date
    data_version: int
    events: int
    is_exact: bool = False

    @property
    def stamp(self) -> str:
        return f"{release()} {self.day.isoformat()}"

    def is_that_of(self, row: "Part") -> bool:
        same = row.stamp == self.stamp and row.data_version == self.data_version
        return same and (not self.is_exact or row.events == self.events)


class Part(NamedTuple):
    """A kept part with the state that it was drawn from, good or not, and when somebody last looked at it."""

    key: str
    stamp: str
    data_version: int
    events: int
    looked_on: date | None
    markup: bytes

    @property
    def packed(self) -> Packed:
        return Packed.of(bytes(self.markup))


_PARTS = Question(
    lambda council, keys: KeptMarkup.objects.filter(authority=council, key__in=keys).values_list(*Part._fields)
)


def state_of(authority: Authority, *, today: date, is_exact: bool = False) -> State:
    """Read it before the figures. No query where the council's audit chain has been read with it; otherwise one."""
    try:
        chain = authority.audit_chain
    except AuditChain.DoesNotExist:
        return State(today, 0, 0, is_exact)
    return State(today, chain.data_version, chain.length, is_exact)


def key_of(*facts: object) -> str:
    """A key that is another one as soon as one of the facts is another."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def look(authority: Authority, keys: Sequence[str]) -> list[Part]:
    """What is kept under these keys, of whatever state. One query."""
    return list(map(Part._make, _PARTS.ask(council=authority.pk, keys=keys)))


def keep(
    authority: Authority, parts: Mapping[str, Packed], state: State, *, looked_at: str = "", are_new: bool = True
) -> None:
    """Keep parts drawn in this state, of which somebody looks at one. Never waits for somebody who is saving: then they
    are not kept.

    One query; at times another for parts that ``are_new``, when there may be too many.
    """
    if not parts:
        return
    table = connection.ops.quote_name(KeptMarkup._meta.db_table)
    places = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(parts))
    day = connection.ops.adapt_datefield_value(state.day)
    changed = ", ".join(f"{name} = excluded.{name}" for name in ("stamp", "data_version", "events", "markup"))
    values = [
        value
        for key, part in sorted(parts.items())
        for value in (
            *(authority.pk, key, state.stamp, state.data_version, state.events),
            *(part.as_bytes(), day if key == looked_at else None),
        )
    ]
    with suppress(OperationalError), without_waiting(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (authority_id, key, stamp, data_version, events, markup, looked_on) VALUES {places} "  # noqa: S608 - names of our own
            f"ON CONFLICT (authority_id, key) DO UPDATE SET {changed}, "
            f"looked_on = COALESCE(excluded.looked_on, {table}.looked_on)",
            values,
        )
        if are_new:
            _make_room(authority, list(parts))


def mark_good(authority: Authority, keys: Sequence[str], state: State, *, since: Part) -> None:
    """Say of parts that stand as they are that they are good in this state too. One query, none without any.

    Only of those drawn when or after ``since`` was: what somebody may have put in their place meanwhile counts itself.
    """
    if not keys or state.is_that_of(since):
        return
    table = connection.ops.quote_name(KeptMarkup._meta.db_table)
    places = ", ".join(["%s"] * len(keys))
    values: list[int | str] = [
        state.data_version,
        state.events,
        authority.pk,
        *keys,
        state.stamp,
        since.data_version,
        since.events,
    ]
    with suppress(OperationalError), without_waiting(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET data_version = %s, events = %s WHERE authority_id = %s AND key IN ({places}) "  # noqa: S608 - names of our own
            f"AND stamp = %s AND data_version >= %s AND events >= %s",
            values,
        )


def mark_looked_at(authority: Authority, key: str, state: State) -> None:
    """Say that somebody looks at a part today that was drawn ahead. One query."""
    with suppress(OperationalError), without_waiting():
        KeptMarkup.objects.filter(authority=authority, key=key).update(looked_on=state.day)


def _make_room(authority: Authority, new: list[str]) -> None:
    """A council with too many parts starts again: somebody tries all addresses that there can be.

    Counted only when this process has added ``COUNTED_EVERY`` of them, so that a first look takes no query for it.
    """
    place = ("parts added", authority.pk)
    added = (near.take(place) or 0) + len(new)
    if added >= COUNTED_EVERY:
        added = 0
        of_council = KeptMarkup.objects.filter(authority=authority)
        number = of_council.order_by().values("authority").values(number=Count("pk"))
        of_council.exclude(key__in=new).annotate(number=Subquery(number)).filter(number__gt=MOST).delete()
    near.put(place, added)


@contextmanager
def without_waiting() -> Iterator[None]:
    """SQLite has one writer: what only spares work later is not worth waiting for an import to end.

    Raises OperationalError within 50 ms while somebody else is saving; not inside a transaction, which has begun.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    usual = settings.DATABASES["default"].get("OPTIONS", {}).get("timeout", 5)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual * 1000)}")


@cache
def release() -> str:
    """The product's own code and templates in a few letters: another release draws everything anew."""
    digest = hashlib.sha256(version("django").encode())
    for folder in _FOLDERS:
        root = Path(settings.BASE_DIR) / folder
        for path in sorted(each for pattern in _SOURCES for each in root.rglob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists():
        digest.update(manifest.read_bytes())
    return digest.hexdigest()[:16]
