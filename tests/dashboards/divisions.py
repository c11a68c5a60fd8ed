"""A council whose plans are divided by placement, for tests."""

from decimal import Decimal

from dashboards.periods import Period
from safetyvalve.core.models import Authority
from tests import factories
from tests.dashboards import records
from tests.dashboards.records import Row

JANUARY = Period.census(2025)
# Plans of January 2025 where DfE counts them: each line a part of one of the seven groups, or unknown.
PLACEMENTS = {
    "mainstream_la_maintained": 150,
    "mainstream_academy": 450,
    "mainstream_free_school": 13,
    "mainstream_la_maintained_resourced_provision": 2,
    "mainstream_academy_senunit": 70,
    "special_la_maintained": 60,
    "special_academy_free": 452,
    "special_non_maintained": 4,
    "special_independent": 20,
    "mainstream_independent": 8,
    "ap_pru_academy": 0,
    "general_fe_tertiary_colleges": 180,
    "specialist_post_16_institutions": 51,
    "elective_home_education": 100,
    "neet": 81,
    "placement_unknown": 2,
}


def placements(kind: str = "published", period: Period = JANUARY, **changed: int) -> list[Row]:
    found = PLACEMENTS | changed
    rows = [
        Row("plans_maintained", period, Decimal(value), breakdown_topic="placement", breakdown=code)
        for code, value in found.items()
    ]
    return [*rows, Row("plans_maintained", period, Decimal(sum(found.values())))]


def divided_by_placement() -> Authority:
    authority = factories.make_authority("Torbay", "880")
    records.catalogue()
    records.code_lists()
    records.put(authority, *placements(), kind="published")
    return authority


def rate_rows(shares: dict[str, tuple[int, int]]) -> list[Row]:
    """Refusals and requests of 2025 by source of request."""
    year = Period.calendar_year(2025)
    return [
        Row(code, year, Decimal(value), breakdown_topic="source", breakdown=source)
        for source, share in shares.items()
        for code, value in zip(("refusals_published", "requests_received"), share, strict=True)
    ]
