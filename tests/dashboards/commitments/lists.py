"""Placement lists as somebody would save them, and the words for provider types that shipped code lists give."""

from datetime import date
from decimal import Decimal

from dashboards.imports.contract import Delivered
from dashboards.imports.placement_words import TYPES
from dashboards.imports.placements import ListRead, read
from dashboards.models import Indicator, IndicatorVersion, Measurement
from tests.factories import NOW, World

AS_AT = date(2025, 9, 30)
HEADINGS = "Provider type,Rate,Unit,Start,End,DSG,Health,Social care"


def listed(*rows: str, headings: str = HEADINGS, name: str = "placements.csv") -> Delivered:
    """A CSV file of these rows."""
    return Delivered(name, "\r\n".join([headings, *rows, ""]).encode())


def read_list(*rows: str, headings: str = HEADINGS) -> ListRead:
    return read(listed(*rows, headings=headings), as_at=AS_AT, types=TYPES)


def drafting(world: World, plans: int) -> None:
    """So many plans being drafted on 31 May 2024."""
    indicator = Indicator.objects.create(code="pipeline_issuing", name="Plans being drafted")
    version = IndicatorVersion.objects.create(
        indicator=indicator, definition="A count.", unit="count", period_basis="snapshot"
    )
    Measurement.objects.create(
        authority=world.authority,
        version=version,
        area_code=world.authority.gss_code,
        period_start=date(2024, 5, 31),
        period_end=date(2024, 5, 31),
        value=Decimal(plans),
        recorded_at=NOW,
    )
