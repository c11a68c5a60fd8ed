"""One of everything that an agreement's money registers can hold, and how an address names it."""

from datetime import date
from decimal import Decimal
from typing import Any

from conditions.models import Agreement, Assumption, ForecastBasis, ReportingPeriod
from conditions.services import assumptions
from conditions.services.assumptions import Assumed
from safetyvalve.core.models import User
from tests.factories import NOW, World


def make(world: World) -> None:
    make_for(world.agreement, world.period, by=world.people["finance_officer"])


def make_for(agreement: Agreement, period: ReportingPeriod, *, by: User) -> None:
    """One of each for an agreement that has none."""
    make_growth(agreement, by=by)
    assumptions.record_basis(period, of=ForecastBasis.Of.POSITION, by=by, now=NOW)


def parts(agreement: Agreement) -> dict[str, Any]:
    """How addresses name them."""
    return {"assumption_id": Assumption.objects.filter(agreement=agreement).latest("pk").pk}


def make_growth(agreement: Agreement, *, by: User, **fields: Any) -> Assumption:
    """Growth of plans at 4% a year in 2023-24 and 2024-25, in force from April 2023, owned by whoever enters it."""
    values = {
        "name": "Growth of EHC plans",
        "kind": "growth",
        "unit": "percent",
        "owner": by,
        "measure": "plans_growth",
        "lines": ["1.2.3"],
        "tolerance": Decimal(1),
        **fields,
    }
    assumed = Assumed(
        {"2023-24": Decimal(4), "2024-25": Decimal(4)}, date(2023, 4, 1), evidence="The plan of March 2022."
    )
    return assumptions.create(agreement, values, assumed, by=by, now=NOW)
