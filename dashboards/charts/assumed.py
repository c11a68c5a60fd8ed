"""An assumption against what became of it, year by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from safetyvalve.render.data import Band, ChartData, Series

UNITS = {"percent": ("percent", "Per cent"), "pounds": ("money", "Pounds"), "number": ("count", "Number")}


@dataclass(frozen=True)
class Year:
    """What was assumed for a financial year by the version it is held against, and what happened; None not known."""

    label: str
    assumed: Decimal | None
    actual: Decimal | None
    is_provisional: bool = False


def assumed_chart(
    key: str,
    name: str,
    years: Sequence[Year],
    *,
    unit: str,
    tolerance: Decimal | None,
    title: str,
    summary: str,
    measure: str,
    as_at: date | None,
) -> ChartData | None:
    """None without a year of which something happened is known. ``measure`` names what the actual figures are of."""
    if not any(year.actual is not None for year in years):
        return None
    kind, words = UNITS[unit]
    return ChartData(
        key=key,
        title=title,
        subtitle=f"{name}. {words}, by financial year; the band is what was allowed either way.",
        kind="line",
        unit=kind,
        categories=tuple(year.label for year in years),
        series=(
            Series(
                "What happened",
                tuple(year.actual for year in years),
                statuses=tuple(
                    None if year.actual is None else "provisional" if year.is_provisional else "final" for year in years
                ),
            ),
            Series("Assumed", tuple(year.assumed for year in years), role="target"),
        ),
        summary=summary,
        source=f"The council’s register of assumptions; {measure}" if measure else "The register of assumptions",
        as_at=as_at,
        band=_band(years, tolerance),
        category_name="Financial year",
    )


def _band(years: Sequence[Year], tolerance: Decimal | None) -> Band | None:
    if tolerance is None:
        return None
    low = tuple(None if year.assumed is None else year.assumed - tolerance for year in years)
    high = tuple(None if year.assumed is None else year.assumed + tolerance for year in years)
    return Band("Allowed", low, high)
