"""Capital schemes, commissioned services and top-up bands, each put on record on its own day."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from safetyvalve.core.models import User
from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council, source_of
from safetyvalve.demo.reading import Row, decimal, toml
from safetyvalve.demo.timeline import Event
from workstreams.models import CapitalScheme, Saving
from workstreams.services import capital

SCHEME_WORDS = ("name", "kind", "about", "slip_reason", "other_funding_is")
SCHEME_DAYS = ("planned_on", "forecast_on", "opened_on")


def events(council: Council) -> Iterator[Event]:
    """A scheme is entered on ``entered_on``; what changes later has its ``known_on``. Links to savings come last."""
    data = toml(council.folder, "registers.toml")
    for row in data.get("schemes", []):
        name = row["name"]
        yield Event(_at(council, row["entered_on"], 46), f"{name}: scheme", partial(_scheme, council, row))
        for change in row.get("changes", []):
            at = _at(council, change["known_on"], 47)
            yield Event(at, f"{name}: changed", partial(_scheme_changed, council, name, change))
        for link in row.get("savings", []):
            at = _at(council, link["known_on"], 59)
            yield Event(at, f"{name}: a saving waits for it", partial(_wait, council, name, link))


def _at(council: Council, day: date, minute: int) -> datetime:
    return council.since(day, minute=minute)


def _scheme(council: Council, row: Row, now: datetime) -> None:
    by = _keeper(council, row)
    values: dict[str, Any] = {
        **{name: row.get(name, "") for name in SCHEME_WORDS},
        **{name: row.get(name) for name in SCHEME_DAYS},
        "workstream": council.workstreams[row["workstream"]] if "workstream" in row else None,
        "owner": council.people.get(row.get("owner", "")),
        "source": source_of(row),
    }
    scheme = capital.create(agreement=council.agreement, values=values, by=by, now=now)
    _fill_in(scheme, row, by=by, now=now)


def _scheme_changed(council: Council, name: str, change: Row, now: datetime) -> None:
    scheme = _found(council, name)
    by = _keeper(council, change)
    values = {each: change[each] for each in (*SCHEME_WORDS, *SCHEME_DAYS) if each in change}
    if values:
        capital.change(scheme, values=values, revision=scheme.revision, by=by, now=now)
    _fill_in(_found(council, name), change, by=by, now=now)


def _fill_in(scheme: CapitalScheme, row: Row, *, by: User, now: datetime) -> None:
    money = {
        year: {name: decimal(amount) for name, amount in amounts.items()}
        for year, amounts in row.get("money", {}).items()
    }
    if money:
        capital.set_money(scheme, cells=money, revision=scheme.revision, by=by, now=now)
        scheme.refresh_from_db()
    if "places" in row:
        capital.set_places(scheme, cells=row["places"], revision=scheme.revision, by=by, now=now)


def _wait(council: Council, name: str, link: Row, now: datetime) -> None:
    saving = Saving.objects.get(workstream__agreement=council.agreement, name=link["saving"])
    wanted = {each.scheme: each.places for each in saving.scheme_links.select_related("scheme")}
    wanted[_found(council, name)] = link.get("places")
    by = _keeper(council, link)
    capital.set_dependencies(saving, wanted=wanted, revision=saving.revision, by=by, now=now)


def _found(council: Council, name: str) -> CapitalScheme:
    return CapitalScheme.objects.get(agreement=council.agreement, name=name)


def _keeper(council: Council, row: Row) -> User:
    return council.people.get(row.get("owner", "")) or council.holder(Role.PROGRAMME_MANAGER)
