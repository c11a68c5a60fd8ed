"""The page of a month, for tests."""

from datetime import date
from typing import Any

from django.test import Client

from dashboards.models import Measurement

MAY = "/c/999/measures/month/2024-05/"


def boxes(officer: Client, page: str = MAY) -> dict[str, Any]:
    """The boxes of a page by the measure they are of."""
    found = officer.get(page).context["sections"]
    return {row["form"].prefix: row["form"] for section in found for row in section["rows"]}


def sheet(officer: Client, page: str = MAY, **typed: str) -> dict[str, str]:
    """What the page would send, with some boxes typed over."""
    data = {}
    for key, form in boxes(officer, page).items():
        data[f"{key}-value"] = typed.get(key, form.initial.get("value", ""))
        data[f"{key}-seen"] = str(form.standing.pk) if form.standing else ""
        ticked = f"{key}__provisional"
        if typed.get(ticked) or (ticked not in typed and form.initial.get("is_provisional")):
            data[f"{key}-is_provisional"] = "on"
    return data


def current(code: str, end: date = date(2024, 5, 31), breakdown: str = "") -> Measurement | None:
    rows = Measurement.objects.current().filter(version__indicator__code=code, period_end=end, breakdown=breakdown)
    return rows.first()
