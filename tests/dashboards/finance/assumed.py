"""Assumptions and what happened, for tests."""

from datetime import date
from decimal import Decimal

from conditions.models import Assumption
from dashboards.models import Indicator, IndicatorVersion, Measurement
from tests.factories import NOW, World

LIST = "/c/999/finance/safety-valve/assumptions/"


def page_of(assumption: Assumption, rest: str = "") -> str:
    return f"{LIST}{assumption.pk}/{rest}"


def happened(world: World, value: str, day: date = date(2024, 1, 18)) -> None:
    """What the measure of growth said on a day."""
    measure, _ = Indicator.objects.get_or_create(code="plans_growth", defaults={"name": "Growth of plans over a year"})
    version, _ = IndicatorVersion.objects.get_or_create(
        indicator=measure, defaults={"definition": "By how much.", "unit": "percent", "period_basis": "snapshot"}
    )
    Measurement.objects.create(
        authority=world.authority,
        version=version,
        area_code=world.authority.gss_code,
        period_start=day,
        period_end=day,
        value=Decimal(value),
        recorded_at=NOW,
    )
