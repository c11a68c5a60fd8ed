"""Capital schemes, commissioned services and top-up bands, each put on record on its own day."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from safetyvalve.core.models import User
from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council, source_of
from safetyvalve.demo.reading import Row, decimal, toml
from safetyvalve.demo.timeline import Event
from workstreams.models import CapitalScheme, Saving, TopUpBand
from workstreams.services import capital, commissioned, top_ups

SCHEME_WORDS = ("name", "kind", "about", "slip_reason", "other_funding_is")
SERVICE_WORDS = ("name", "provider", "kind", "about", "line", "notice_given_by")
SERVICE_DAYS = ("starts_on", "ends_on", "notice_given_on", "review_on")
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

    for row in data.get("services", []):
        yield Event(_at(council, row["entered_on"], 48), f"{row['name']}: service", partial(_service, council, row))
    for row in data.get("bands", []):
        name = f"{row['name']}, {row['setting']}"
        yield Event(_at(council, row["entered_on"], 44), f"{name}: band", partial(_band, council, row))
        for number, value in enumerate(row.get("values", [])):
            at = _at(council, value.get("known_on", row["entered_on"]), 45)
            yield Event(at, f"{name}: value", partial(_value, council, row, value, number))
        for day, count in row.get("counts", {}).items():
            on = date.fromisoformat(day)
            yield Event(_at(council, on, 49), f"{name}: counted", partial(_counted, council, row, on, count))


def _at(council: Council, day: date, minute: int) -> datetime:
    return council.since(day, minute=minute)


def _scheme(council: Council, row: Row, now: datetime) -> None:
    by = council.keeper_of(row)
    values: dict[str, Any] = {
        **{name: row.get(name, "") for name in SCHEME_WORDS},
        **{name: row.get(name) for name in SCHEME_DAYS},
        "workstream": council.workstreams[row["workstream"]] if "workstream" in row else None,
        "owner": council.owner_of(row),
        "source": source_of(row),
    }
    scheme = capital.create(agreement=council.agreement, values=values, by=by, now=now)
    _fill_in(scheme, row, by=by, now=now)


def _scheme_changed(council: Council, name: str, change: Row, now: datetime) -> None:
    scheme = _found(council, name)
    by = council.keeper_of(change)
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
    by = council.keeper_of(link)
    capital.set_dependencies(saving, wanted=wanted, revision=saving.revision, by=by, now=now)


def _service(council: Council, row: Row, now: datetime) -> None:
    by = council.holder(Role.FINANCE_OFFICER)
    values: dict[str, Any] = {
        **{name: row.get(name, "") for name in SERVICE_WORDS},
        **{name: row.get(name) for name in SERVICE_DAYS},
        "notice": row.get("notice"),
        "notice_unit": row.get("notice_unit", "months"),
        "goes_on": row.get("goes_on", False),
        "owner": council.owner_of(row),
        "source": source_of(row),
    }
    service = commissioned.create(agreement=council.agreement, values=values, by=by, now=now)
    amounts = {year: {"amount": decimal(amount)} for year, amount in row.get("values", {}).items()}
    if amounts:
        commissioned.set_years(service, cells=amounts, revision=service.revision, by=by, now=now)
    for indicator in row.get("indicators", []):
        commissioned.add_indicator(service, values=indicator, by=by, now=now)


def _band(council: Council, row: Row, now: datetime) -> None:
    values = {
        **{name: row.get(name, "") for name in ("name", "setting", "about")},
        "ends_on": row.get("ends_on"),
        "source": source_of(row),
    }
    top_ups.create(agreement=council.agreement, values=values, by=council.holder(Role.FINANCE_OFFICER), now=now)


def _value(council: Council, row: Row, value: Row, number: int, now: datetime) -> None:
    top_ups.add_value(
        _found_band(council, row),
        amount=Decimal(str(value["amount"])),
        effective_from=value["from"],
        reason=value.get("reason", ""),
        after=number,
        by=council.holder(Role.FINANCE_OFFICER),
        now=now,
    )


def _counted(council: Council, row: Row, on: date, count: int, now: datetime) -> None:
    band, by = _found_band(council, row), council.holder(Role.FINANCE_OFFICER)
    shown = top_ups.seen(top_ups.counts_on([band], on))
    top_ups.set_counts(council.agreement, on, counts={band: count}, shown=shown, by=by, now=now)


def _found_band(council: Council, row: Row) -> TopUpBand:
    return TopUpBand.objects.get(agreement=council.agreement, name=row["name"], setting=row["setting"])


def _found(council: Council, name: str) -> CapitalScheme:
    return CapitalScheme.objects.get(agreement=council.agreement, name=name)
