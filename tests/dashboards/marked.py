"""The Isle of Wight's figures that are not reliable, for tests."""

from datetime import date
from decimal import Decimal

from dashboards.models import Indicator
from dashboards.periods import Period
from dashboards.services import reliability
from safetyvalve.core.models import Authority
from tests import factories
from tests.dashboards import records
from tests.dashboards.records import Row
from tests.factories import NOW

REASON = "The new case system had taken over a fifth of the cases when the return was made."
REQUESTS = {2021: 335, 2022: 382, 2024: 74}
CEASED = {2021: 60, 2022: 71, 2024: 1}
REFUSED = {2021: 60, 2022: 84, 2024: 15}


def rows_of(authority: Authority, code: str, year: int) -> list[int]:
    indicator = Indicator.objects.get(code=code)
    return [r.pk for r in reliability.marked_rows(authority, indicator) if r.period_end == date(year, 12, 31)]


def mark(world: factories.World, *codes: str) -> None:
    for code in codes:
        keys = rows_of(world.authority, code, 2024)
        indicator, who = Indicator.objects.get(code=code), world.people["officer"]
        assert reliability.mark(world.authority, indicator, keys, reason=REASON, by=who, now=NOW) == 1


def island() -> factories.World:
    """The island, with what DfE published of it, an agreement whose condition reads its requests, and England."""
    world = factories.make_world(factories.make_authority("Isle of Wight", "921", gss_code="E06000046"))
    records.catalogue()
    rows = [
        Row(code, Period.calendar_year(year), Decimal(value), source="DfE")
        for code, values in (
            ("requests_received", REQUESTS),
            ("plans_ceased", CEASED),
            ("refusals_published", REFUSED),
        )
        for year, value in values.items()
    ]
    rows += [
        Row("requests_received", Period.calendar_year(2024), Decimal(n), breakdown_topic="source", breakdown=source)
        for source, n in (("parent", 20), ("school", 54))
    ]
    rows += [
        Row(code, Period.calendar_year(year), Decimal(value), area_code="E92000001", area_name="England")
        for code, value in (("requests_received", 154489), ("refusals_published", 38900))
        for year in (2022, 2024)
    ]
    records.put(world.authority, *rows, kind="published")
    return world
