"""One of everything that the registers in workstreams can hold, and how an address names it."""

from datetime import date
from decimal import Decimal
from typing import Any

from conditions.models import Agreement
from safetyvalve.core.models import User
from tests.factories import NOW
from workstreams.models import CapitalScheme, CommissionedService, Saving, ServiceIndicator, TopUpBand
from workstreams.services import capital, commissioned, top_ups


def make_for(agreement: Agreement, *, by: User) -> None:
    """One of each, beside whatever the agreement has."""
    scheme = make_scheme(agreement, by=by, name="An example school")
    for saving in Saving.objects.filter(workstream__agreement=agreement)[:1]:
        capital.set_dependencies(saving, wanted={scheme: 30}, revision=saving.revision, by=by, now=NOW)
    make_service(agreement, by=by, name="An example service")
    make_band(agreement, by=by, name="An example band")


def make_numbered(agreement: Agreement, number: int, *, by: User) -> None:
    """One of each under a number of its own, for a council of any size; the scheme bears a saving, if there is one."""
    scheme = make_scheme(agreement, by=by, name=f"Scheme {number}")
    savings = list(Saving.objects.filter(workstream__agreement=agreement).order_by("pk"))
    for saving in savings[number : number + 1]:
        capital.set_dependencies(saving, wanted={scheme: 30}, revision=saving.revision, by=by, now=NOW)
    make_service(agreement, by=by, name=f"Service {number}")
    make_band(agreement, by=by, name=f"Band {number}")


def parts(agreement: Agreement) -> dict[str, Any]:
    """How addresses name them."""
    indicator = ServiceIndicator.objects.filter(service__agreement=agreement).latest("pk")
    return {
        "scheme_id": CapitalScheme.objects.filter(agreement=agreement).latest("pk").pk,
        "service_id": indicator.service_id,
        "indicator_id": indicator.pk,
        "band_id": TopUpBand.objects.filter(agreement=agreement).latest("pk").pk,
        "day": "2024-01-18",
    }


def make_scheme(agreement: Agreement, *, by: User, **fields: Any) -> CapitalScheme:
    """A school for 60, planned for September 2024 and expected in February 2025; money and places of two years."""
    values = {
        "name": "Special school",
        "kind": "new_school",
        "planned_on": date(2024, 9, 1),
        "forecast_on": date(2025, 2, 24),
        "slip_reason": "Planning consent came late.",
        **fields,
    }
    scheme = capital.create(agreement=agreement, values=values, by=by, now=NOW)
    money = {
        "2023-24": {"high_needs_allocation": 1_000_000, "budget": 1_500_000, "actual": 900_000},
        "2024-25": {"borrowing": 2_000_000, "budget": 1_750_000, "forecast": 2_100_000},
    }
    capital.set_money(scheme, cells=money, revision=1, by=by, now=NOW)
    places = {"2024/25": {"planned": 30, "delivered": None}, "2025/26": {"planned": 60, "delivered": None}}
    capital.set_places(scheme, cells=places, revision=2, by=by, now=NOW)
    scheme.refresh_from_db()
    return scheme


def make_service(agreement: Agreement, *, by: User, **fields: Any) -> CommissionedService:
    """Psychologists from a neighbour until March 2025, six months' notice: £240,000 a year, one indicator."""
    values = {
        "name": "Educational psychology",
        "provider": "Neighbouring council",
        "kind": "sla",
        "line": "1.2.5",
        "ends_on": date(2025, 3, 31),
        "goes_on": True,
        "notice": 6,
        "notice_unit": "months",
        **fields,
    }
    service = commissioned.create(agreement=agreement, values=values, by=by, now=NOW)
    commissioned.set_years(service, cells={"2024-25": {"amount": 240_000}}, revision=1, by=by, now=NOW)
    indicator = {"name": "Reports within six weeks", "target": "95%", "latest": "88%", "latest_on": date(2024, 5, 31)}
    commissioned.add_indicator(service, values=indicator, by=by, now=NOW)
    service.refresh_from_db()
    return service


def make_band(agreement: Agreement, *, by: User, **fields: Any) -> TopUpBand:
    """A mainstream band of £4,000 a year since April 2023, £4,200 since April 2024; 40 on it in January 2024."""
    band = top_ups.create(
        agreement=agreement, values={"name": "Band B", "setting": "mainstream", **fields}, by=by, now=NOW
    )
    for number, (amount, year) in enumerate(((4_000, 2023), (4_200, 2024))):
        top_ups.add_value(
            band,
            amount=Decimal(amount),
            effective_from=date(year, 4, 1),
            reason="Inflation." if number else "",
            after=number,
            by=by,
            now=NOW,
        )
    day = date(2024, 1, 18)
    standing = top_ups.seen(top_ups.counts_on([band], day))
    top_ups.set_counts(agreement, day, counts={band: 40}, shown=standing, by=by, now=NOW)
    return band
