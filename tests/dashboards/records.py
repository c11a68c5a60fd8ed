"""Measures and figures for these tests: the shipped catalogue, and small series with fixed values."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from conditions.models import Agreement, Submission
from conditions.packs import pack as packs
from conditions.section_facts import rag_facts
from dashboards.models import (
    Area,
    Category,
    Crosswalk,
    ImportBatch,
    Indicator,
    IndicatorVersion,
    ReturnCode,
    Target,
)
from dashboards.periods import Period
from dashboards.points import Definition, MeasureSeries, Point
from dashboards.services.indicators import load_catalogue
from dashboards.services.measurements import Recorded, Row, record_many
from safetyvalve.core.models import Authority, User
from safetyvalve.demo import reading, shipped
from tests.dashboards.rows_again import RowsAgain
from tests.factories import NOW, level

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
PLANS = Definition("plans_maintained", "EHC plans maintained", "count", period_basis="snapshot")
RATE = Definition("rate", "Refusal rate", "percent", decimals=1)
ON_TIME = Definition("on_time", "On time", "percent", decimals=1, polarity="higher")
# requests, decisions, refusals, plans on the last day, new, ceased, issued on time, issued: January to June 2024
MONTHS = (
    (30, 28, 7, 1540, 12, 8, 6, 12),
    (31, 30, 9, 1546, 14, 9, 8, 14),
    (28, 25, 8, 1551, 13, 7, 7, 13),
    (33, 30, 12, 1560, 15, 6, 9, 15),
    (36, 29, 10, 1570, 16, 5, 12, 16),
    (29, 27, 3, 1574, 11, 4, 7, 11),
)
CODES = (
    *("requests_received", "decisions_to_assess_made", "refusals_to_assess", "plans_maintained"),
    *("plans_new", "plans_ceased", "plans_issued_20_weeks_excluding_exceptions", "plans_issued_excluding_exceptions"),
)


_files = cache(reading.catalogue)

catalogue = RowsAgain(lambda: load_catalogue(_files()), Indicator, IndicatorVersion)
"""The shipped measures, as a fresh installation has them."""
code_lists = RowsAgain(shipped.load_code_lists, Category, Crosswalk, ReturnCode, Area)
"""The shipped headings, groupings, return codes and areas."""


def put(authority: Authority, *rows: Row, kind: str = "imported", by: User | None = None) -> Recorded:
    return record_many(ImportBatch(authority=authority, kind=kind), rows, by=by, now=NOW)


def monthly(year: int = 2024, months: Iterable[tuple[int, ...]] = MONTHS) -> list[Row]:
    """Half a year of every headline measure."""
    return [
        Row(code, Period.month(year, month), Decimal(value), source="Case system", as_at=Period.month(year, month).end)
        for month, values in enumerate(months, start=1)
        for code, value in zip(CODES, values, strict=True)
    ]


def six_months(authority: Authority) -> None:
    """The catalogue, half a year of figures, and what was agreed for plans and timeliness."""
    catalogue()
    put(authority, *monthly())
    plans = Indicator.objects.get(code="plans_maintained")
    on_time = Indicator.objects.get(code="timeliness_20_weeks")
    for indicator, on, value in (
        (plans, date(2023, 12, 31), 1535),
        (plans, date(2024, 5, 31), 1568),
        (plans, date(2024, 12, 31), 1600),
        (on_time, date(2024, 5, 31), 80),
        (on_time, date(2024, 12, 31), 90),
    ):
        Target.objects.create(
            authority=authority, indicator=indicator, on=on, value=value, tolerance=4 if indicator == on_time else 3
        )


def torbay(authority: Authority) -> None:
    """Torbay's published figures for 2023 and 2024, and England's beside them, as the Department published them."""
    catalogue()
    here, england = authority.gss_code, "E92000001"
    figures = (
        ("requests_received", 2023, 350, here),
        ("refusals_published", 2023, 124, here),
        ("requests_received", 2024, 307, here),
        ("refusals_published", 2024, 31, here),
        ("plans_new", 2024, 205, here),
        ("plans_ceased", 2024, 138, here),
        ("requests_received", 2024, 154489, england),
        ("refusals_published", 2024, 38900, england),
    )
    rows = [
        Row(code, Period.calendar_year(year), Decimal(value), area_code=area, area_name="England", source="DfE")
        for code, year, value, area in figures
    ]
    rows += [
        Row("plans_maintained", Period.census(year), Decimal(value), source="DfE")
        for year, value in ((2024, 1535), (2025, 1643))
    ]
    put(authority, *rows, kind=ImportBatch.Kind.PUBLISHED)


def series(definition: Definition, values: Iterable[int | str | None], **fields: object) -> MeasureSeries:
    """A monthly series from January 2024: numbers, None for a gap on record, a letter for a marker."""
    points = []
    for month, value in enumerate(values, start=1):
        known = None if value is None or isinstance(value, str) else Decimal(value)
        marker = value if isinstance(value, str) else ""
        points.append(Point(Period.month(2024, month), known, marker))
    return MeasureSeries(definition, tuple(points), "E06000999", "Saltmarsh", **fields)  # type: ignore[arg-type]


def submitted(
    submission: Submission,
    by: User,
    rags: dict[str, str],
    positions: Iterable[dict[str, str]] = (),
    more: Mapping[str, object] | None = None,
) -> None:
    """Make the round one that has left the council, with a frozen pack of these ratings and balances."""
    agreement: Agreement = submission.period.calendar.agreement
    conditions = [
        {"number": number, "title": "", "rag": rag_facts(level(agreement, key))} for number, key in rags.items()
    ]
    sections = {
        "conditions": {"facts": {"conditions": conditions}},
        "dsg_position": {"facts": {"positions": list(positions)}},
        **(more or {}),
    }
    submission.current_pack = packs.freeze(submission, {"sections": sections}, by=by, now=NOW)
    submission.status = Submission.Status.SUBMITTED
    submission.save()
