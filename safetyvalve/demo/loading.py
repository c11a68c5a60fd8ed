"""Loading councils, one transaction each: a council is there with all its history, or not at all."""

from collections.abc import Iterable
from time import perf_counter

from django.db import transaction

from safetyvalve.core.models import Authority, User
from safetyvalve.demo import (
    agreements,
    commitments,
    dashboards,
    delivery,
    editions,
    finance,
    ledger,
    measures,
    money,
    people,
    registers,
    returns,
    savings,
    transfers,
)
from safetyvalve.demo.council import Council
from safetyvalve.demo.reading import COUNCILS, toml
from safetyvalve.demo.timeline import Say, play


def folders(code: str = "") -> list[str]:
    """The councils to load: all of them, or the one with this GSS or LA code. Raises ValueError for no such council."""
    if not code:
        return list(COUNCILS)
    found = [folder for folder in COUNCILS if code.upper() in _codes(folder)]
    if not found:
        known = ", ".join(f"{_codes(folder)[1]} {toml(folder, 'authority.toml')['name']}" for folder in COUNCILS)
        raise ValueError(f"There is no demonstration council with the code {code}. There are: {known}.")
    return found


def load(names: Iterable[str], *, by: User, say: Say) -> None:
    """Load every council that is not there yet. One that is there is left exactly as it is."""
    for folder in names:
        gss_code, _ = _codes(folder)
        known = Authority.objects.filter(gss_code=gss_code).first()
        if known:
            say(f"{known}: already there, left as it is")
        else:
            load_council(folder, by=by, say=say)


@transaction.atomic
def load_council(folder: str, *, by: User, say: Say) -> Council:
    """Put one council on record from its first day to its last. Raises ``CannotLoad``; then nothing is saved."""
    began = perf_counter()
    council = people.open_council(folder, by=by)
    say(f"{council.name}:")
    parts = (
        people.joining,
        agreements.events,
        delivery.events,
        savings.events,
        registers.events,
        transfers.events,
        money.events,
        commitments.events,
        measures.events,
        returns.events,
        finance.events,
        ledger.events,
        dashboards.events,
        editions.events,
    )
    # Made one after the other: each part may need what the ones before it know, and nothing has happened yet.
    count = play([event for part in parts for event in part(council)], lambda words: say(f"  {words}"))
    returns.check_states(council)
    people.set_passwords(council)
    say(f"  {count} steps in {perf_counter() - began:.1f} s")
    return council


def _codes(folder: str) -> tuple[str, str]:
    authority = toml(folder, "authority.toml")
    return authority["gss_code"], authority["la_code"]
