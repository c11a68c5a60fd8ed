"""The DSG balance, planned against latest, as charts. Titles say what the figures say, deficits in words."""

from conditions.returns.facts import Facts, period_words
from conditions.returns.positions import SIDES, Year, current_version, versions, years
from safetyvalve.core import money
from safetyvalve.core.dates import FinancialYear
from safetyvalve.render.data import MAXIMUM_LINES, ChartData, Number, Series


def balance_chart(pack: Facts, side: str) -> ChartData | None:
    """Balance at each 31 March, ``side`` "before" or "after" DfE payments; None while nothing is reported."""
    found = years(pack)
    if not any(year.latest_balance(side) is not None for year in found):
        return None
    return ChartData(
        key=f"dsg-balance-{side}-payments",
        title=finding(pack, side),
        subtitle=f"DSG balance at 31 March, {SIDES[side]}. Pounds; below £0 is a deficit.",
        kind="line",
        unit="money",
        categories=tuple(year.financial_year for year in found),
        series=(_latest(found, side), *_planned(pack, found, side)),
        summary=summary(pack, side),
        source=f"The DSG position in this return, {period_words(pack)}; the agreement's planned positions",
        category_name="Financial year",
    )


def finding(pack: Facts, side: str) -> str:
    """ "£15.4 million deficit before DfE payments in March 2025, £1 million worse than planned"."""
    year = subject(pack, side)
    if year is None:
        return f"DSG balance {SIDES[side]}: no figure for this return"
    latest, planned = year.latest_balance(side), year.planned_balance(side)
    words = f"{money.balance(latest)} {SIDES[side]} {_in_march(year)}"
    return words if planned is None else f"{words}, {money.compared(latest, planned)}"


def summary(pack: Facts, side: str) -> str:
    """The year of this return against plan, then the end of the agreement."""
    year, version = subject(pack, side), current_version(pack)
    sentences = []
    if year is not None:
        planned = year.planned_balance(side)
        plan = f"; the plan was {money.balance(planned)}" if planned is not None else ""
        sentences.append(
            f"{year.basis} {SIDES[side]} {_in_march(year)}: {money.balance(year.latest_balance(side))}{plan}."
        )
    last = _of_year(pack, version["last_year"]) if version else None
    if last is not None and last is not year and last.latest_balance(side) is not None:
        balance = money.balance(last.latest_balance(side))
        sentences.append(f"At the end of the agreement, {_in_march(last)}, the latest forecast is {balance}.")
    return " ".join(sentences)


def subject(pack: Facts, side: str) -> Year | None:
    """The year that titles speak of: that of the return, else the first with a figure."""
    found = [year for year in years(pack) if year.latest_balance(side) is not None]
    this = pack["period"]["financial_year"]
    return next((year for year in found if year.financial_year == this), found[0] if found else None)


def _latest(found: list[Year], side: str) -> Series:
    return Series(
        "Latest",
        tuple(year.latest_balance(side) for year in found),
        statuses=tuple("provisional" if year.is_forecast else "final" for year in found),
    )


def _planned(pack: Facts, found: list[Year], side: str) -> list[Series]:
    """The plan in force, and earlier ones with their number: a re-profiled plan never hides the one before."""
    current = current_version(pack)
    wanted = [each for each in versions(pack) if current is None or each["number"] <= current["number"]]
    # The first plan and the newest, when there are more than can be told apart.
    room = MAXIMUM_LINES - 1
    shown = wanted if len(wanted) <= room else [wanted[0], *wanted[1 - room :]]
    return [_plan(each, found, side, is_current=each is current, alone=len(shown) == 1) for each in reversed(shown)]


def _plan(version: Facts, found: list[Year], side: str, *, is_current: bool, alone: bool) -> Series:
    planned = {each["financial_year"]: each for each in version["planned_positions"]}
    values: list[Number | None] = [
        Year(year.financial_year, planned.get(year.financial_year), None).planned_balance(side) for year in found
    ]
    name = "Planned" if alone else f"Planned, version {version['number']}"
    return Series(name, tuple(values), role="target" if is_current else "comparator")


def _of_year(pack: Facts, label: str) -> Year | None:
    return next((year for year in years(pack) if year.financial_year == label), None)


def _in_march(year: Year) -> str:
    return f"in March {FinancialYear.parse(year.financial_year).last_day.year}"
