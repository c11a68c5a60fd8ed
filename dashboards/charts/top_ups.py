"""What top-ups cost, year by year and by where the child learns: the lines that the Schools Forum asks about first."""

from collections.abc import Mapping
from decimal import Decimal

from dashboards.top_ups import LINES, TopUps
from safetyvalve.core import money
from safetyvalve.core.dates import FinancialYear
from safetyvalve.render.data import ChartData, Series


def top_ups(found: TopUps) -> ChartData | None:
    """Stacked by where the money goes; None without a single whole year."""
    years = tuple(found.spent)
    if not years:
        return None
    totals = {year: sum(found.spent[year].values(), Decimal(0)) for year in years}
    last = years[-1]
    largest = max(LINES, key=lambda code: found.spent[last][code])
    return ChartData(
        key="top-ups",
        title=f"{money.size(totals[last])} paid in top-ups in {last}{_change(years, totals)}",
        subtitle=f"Top-up funding from high needs ({', '.join(LINES)} of section 251), "
        "outturn by financial year. Pounds.",
        kind="stacked_bar",
        unit="money",
        categories=years,
        series=tuple(Series(name, tuple(found.spent[year][code] for year in years)) for code, name in LINES.items()),
        summary=f"The largest part of {last} went to {_in_sentence(LINES[largest])}: "
        f"{money.size(found.spent[last][largest])} of {money.size(totals[last])}.",
        source="The council's finance lines, outturn",
        as_at=found.as_at,
        category_name="Financial year",
    )


def _change(years: tuple[str, ...], totals: Mapping[str, Decimal]) -> str:
    """ ", £500,000 more than the year before"; nothing where the year before is not known."""
    last = years[-1]
    before = FinancialYear(FinancialYear.parse(last).starting - 1).label
    if before not in totals:
        return ""
    change = totals[last] - totals[before]
    if not change:
        return ", as much as the year before"
    return f", {money.size(change)} {'more' if change > 0 else 'less'} than the year before"


def _in_sentence(name: str) -> str:
    noun = "" if name.endswith(("schools", "colleges")) else " schools"
    return f"{name[0].lower()}{name[1:]}{noun}"
