"""A year end with the documents that state it, for tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from conditions.services import reconciliation as services
from dashboards.finance.reconciliation.reading import Year, read
from tests.factories import NOW, World

LIST = "/c/999/finance/safety-valve/reconciliation/"
PAGE = f"{LIST}2023-24/"
OWN = Decimal(-5_410_000)
NEEDED = ("s251", "note", "s151", "outturn", "accounts")


def say(world: World, source: str, amount: str) -> Any:
    return services.set_source(
        world.agreement,
        "2023-24",
        source,
        {"amount": Decimal(amount), "reference": "Document", "dated_on": date(2024, 5, 31)},
        revision=0,
        by=world.people["finance_officer"],
        now=NOW,
    )


def complete(world: World) -> None:
    """Every document entered; Revenue Outturn differs by £50,000.01, explained in two parts; nothing outside."""
    by = world.people["finance_officer"]
    for source in NEEDED:
        row = say(world, source, "-5460000.01" if source == "outturn" else str(OWN))
    row = row.reconciliation.sources.get(source="outturn")
    for amount, reason in (("-50000", "An accrual."), ("-0.01", "Rounding.")):
        services.explain(row, {"amount": Decimal(amount), "reason": reason, "evidence": "Journal 1."}, by=by, now=NOW)
    terms = {"outside_high_needs": Decimal(10_000), "outside_reason": "Early years."}
    services.set_terms(world.agreement, "2023-24", terms, revision=0, by=by, now=NOW)


def year_of(world: World) -> Year:
    return read(world.agreement, "2023-24")
