"""Ground for the tests of grids and of own spreadsheets: a small catalogue, and files made of rows."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from dashboards.imports.contract import Delivered, Delivery, Reading
from dashboards.models import Category, Indicator, IndicatorVersion
from dashboards.services.measurements import Row
from safetyvalve.core.models import Authority
from tests import factories

MEASURES: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "plans_maintained": ("EHC plans maintained", {"period_basis": "snapshot", "frequency": "monthly"}, ["need"]),
    "requests_received": ("Requests received", {}, ["source", "age", "school", "provider"]),
    "plans_new": ("New EHC plans", {}, []),
    "refusals_published": ("Refusals, published", {"period_basis": "calendar_year"}, []),
    "population_0_24": ("Population aged 0 to 24", {"period_basis": "snapshot", "frequency": "annual"}, []),
    "absence_rate": ("Absence rate", {"unit": "percent", "decimals": 1, "period_basis": "academic_year"}, []),
    "reviews_on_time": ("Reviews on time, as reported", {"unit": "percent", "decimals": 1}, []),
    "transport_cost": ("Transport cost", {"unit": "money", "period_basis": "financial_year"}, []),
    "officers": ("SEN officers", {"decimals": 1, "period_basis": "quarter"}, []),
}
HEADINGS = {
    "source": {"parent": "Parent or young person", "school": "School or other setting", "not_known": "Not known"},
    "need": {"ASD": "Autistic spectrum disorder", "SEMH": "Social, emotional and mental health"},
    "age": {str(age): str(age) for age in range(26)},
}


def council(name: str = "Saltmarsh", la_code: str = "999") -> Authority:
    """A council with these measures in the shipped catalogue."""
    if not Indicator.objects.filter(code="plans_maintained").exists():
        _catalogue()
    return council_only(name, la_code)


def council_only(name: str = "Saltmarsh", la_code: str = "999") -> Authority:
    return factories.make_authority(name, la_code)


def _catalogue() -> None:
    made = {}
    for order, (code, (name, fields, topics)) in enumerate(MEASURES.items(), start=1):
        made[code] = Indicator.objects.create(code=code, name=name, order=order, breakdown_topics=topics)
        fields = {"unit": "count", "period_basis": "month", "frequency": "monthly", "source": "Case system", **fields}
        IndicatorVersion.objects.create(indicator=made[code], definition="How many.", **fields)
    rate = Indicator.objects.create(code="conversion", name="New plans per request", order=50)
    IndicatorVersion.objects.create(
        indicator=rate,
        kind="derived",
        definition="Share.",
        numerator=made["plans_new"],
        denominator=made["requests_received"],
        unit="percent",
        decimals=1,
        period_basis="month",
    )
    for topic, labels in HEADINGS.items():
        for order, (code, label) in enumerate(labels.items()):
            Category.objects.create(topic=topic, code=code, label=label, order=order)


def csv_file(rows: Iterable[Sequence[object]], name: str = "grid.csv") -> Delivered:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return Delivered(name, buffer.getvalue().encode())


def workbook(name: str = "grid.xlsx", **sheets: Iterable[Sequence[object]]) -> Delivered:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return saved(book, name)


def saved(book: Workbook, name: str = "grid.xlsx") -> Delivered:
    buffer = io.BytesIO()
    book.save(buffer)
    return Delivered(name, buffer.getvalue())


def delivery(authority: Authority, *files: Delivered, as_at: date | None = None, **options: Any) -> Delivery:
    return Delivery(authority, files, as_at, options)


def figures(reading: Reading) -> list[tuple[str, str, str, str]]:
    """Each figure as measure, period, heading and value with its marker or other end."""
    return [(row.code, row.period.label, row.breakdown, _value(row)) for row in reading.rows]


def found(reading: Reading) -> list[tuple[str, int | None, str]]:
    """Each problem's code, row and column."""
    return [(problem.code, problem.row, problem.column) for problem in reading.problems]


def _value(row: Row) -> str:
    value = row.marker if row.value is None else f"{row.value.normalize():f}"
    value += f"-{row.upper.normalize():f}" if row.upper is not None else ""
    return value if row.status == "final" else f"{value} {row.status}"
