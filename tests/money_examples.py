"""One of everything that an agreement's money registers can hold, and how an address names it."""

from datetime import date
from decimal import Decimal
from typing import Any

from conditions.models import Assumption, ForecastBasis
from conditions.services import assumptions
from conditions.services.assumptions import Assumed
from tests.factories import NOW, World


def make(world: World) -> None:
    finance = world.people["finance_officer"]
    make_growth(world)
    assumptions.record_basis(world.period, of=ForecastBasis.Of.POSITION, by=finance, now=NOW)


def parts(world: World) -> dict[str, Any]:
    return {"assumption_id": Assumption.objects.get(agreement=world.agreement).pk}


def make_growth(world: World, **fields: Any) -> Assumption:
    """Growth of plans at 4% a year in 2023-24 and 2024-25, in force from April 2023, owned by the finance officer."""
    finance = world.people["finance_officer"]
    values = {
        "name": "Growth of EHC plans",
        "kind": "growth",
        "unit": "percent",
        "owner": finance,
        "measure": "plans_growth",
        "lines": ["1.2.3"],
        "tolerance": Decimal(1),
        **fields,
    }
    assumed = Assumed(
        {"2023-24": Decimal(4), "2024-25": Decimal(4)}, date(2023, 4, 1), evidence="The plan of March 2022."
    )
    return assumptions.create(world.agreement, values, assumed, by=finance, now=NOW)
