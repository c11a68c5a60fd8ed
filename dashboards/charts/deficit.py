"""The DSG balance: planned against latest, before and after DfE payments. Deficits are negative and said in words."""

from collections.abc import Sequence
from decimal import Decimal

from dashboards.positions import Deficit, Profile, YearEnd
from safetyvalve.core import money
from safetyvalve.core.dates import FinancialYear
from safetyvalve.render.data import MAXIMUM_LINES, ChartData, Series

WORDS = {"after": "after DfE payments", "before": "before DfE payments"}


def deficit_after(deficit: Deficit) -> ChartData | None:
    """What the council is left with once the payments of the agreement are counted."""
    return _chart(deficit, "after")


def deficit_before(deficit: Deficit) -> ChartData | None:
    """The balance as the agreement states its profile: without any of DfE's payments."""
    return _chart(deficit, "before")


def balance_of(year: YearEnd | None, side: str) -> Decimal | None:
    if year is None:
        return None
    return year.after_payments if side == "after" else year.before_payments


def _chart(deficit: Deficit, side: str) -> ChartData | None:
    years = deficit.years()
    plans = _plans(deficit)
    names = ["Planned"] if len(deficit.planned) == 1 else [plan.name for plan in plans]
    lines = [_line(plan, name, years, side, "target") for plan, name in zip(plans, names, strict=True)]
    if deficit.previous:
        lines.insert(0, _line(deficit.previous, "Report before it", years, side, "comparator"))
    if deficit.latest:
        lines.insert(0, _line(deficit.latest, "Latest report", years, side, "actual"))
    lines = [line for line in lines if any(value is not None for value in line.values)]
    if not lines:
        return None
    return ChartData(
        key=f"deficit-{side}-payments",
        title=title(deficit, side),
        subtitle=f"DSG balance at 31 March, {WORDS[side]}. Pounds, whole DSG account; below £0 is a deficit.",
        kind="line",
        unit="money",
        categories=tuple(years),
        series=tuple(lines),
        summary=summary(deficit, side),
        source=source(deficit),
        as_at=deficit.latest.on if deficit.latest else None,
        category_name="Financial year",
    )


def _plans(deficit: Deficit) -> list[Profile]:
    """The plan as signed and the newest ones: a re-based profile never takes the place of the one before."""
    plans = list(deficit.planned)
    room = MAXIMUM_LINES - sum(1 for report in (deficit.latest, deficit.previous) if report)
    return plans if len(plans) <= room else [plans[0], *plans[len(plans) - room + 1 :]]


def _line(profile: Profile, name: str, years: list[str], side: str, role: str) -> Series:
    found = [profile.year(label) for label in years]
    values = tuple(balance_of(year, side) for year in found)
    statuses = () if role == "target" else statuses_of(profile, values, years)
    return Series(name, values, role=role, statuses=statuses)


def statuses_of(profile: Profile, values: Sequence[Decimal | None], years: Sequence[str]) -> tuple[str | None, ...]:
    """Of a report's figures, the latest or one before: a forecast has hollow marks until the outturn is known."""
    found = [profile.year(label) for label in years]
    return tuple(
        None if year is None or value is None else "final" if year.is_settled else "provisional"
        for year, value in zip(found, values, strict=True)
    )


def subject_year(deficit: Deficit, side: str) -> str | None:
    """The year that title and sentence speak of: the one the latest report falls in, or the first it gives after."""
    if deficit.latest is None:
        return None
    stated = [y.financial_year for y in deficit.latest.years if balance_of(y, side) is not None]
    current = deficit.latest.current_year
    return next((label for label in stated if label >= current), stated[-1] if stated else None)


def title(deficit: Deficit, side: str) -> str:
    """ "£6.2 million deficit after DfE payments in March 2025, £0.4 million worse than planned"."""
    label = subject_year(deficit, side)
    if label is None or deficit.latest is None:
        return f"The planned DSG balance {WORDS[side]}: nothing has been reported yet"
    latest = balance_of(deficit.latest.year(label), side)
    planned = balance_of(deficit.plan.year(label), side) if deficit.plan else None
    words = f"{money.balance(latest)} {WORDS[side]} {_in_march(label)}"
    return words if planned is None else f"{words}, {money.compared(latest, planned)}"


def summary(deficit: Deficit, side: str) -> str:
    """Latest against plan for that year, the movement since the last report, and the end of the agreement."""
    label = subject_year(deficit, side)
    if label is None or deficit.latest is None:
        return "No DSG position has been reported yet. The lines show what was agreed."
    year = deficit.latest.year(label)
    latest = balance_of(year, side)
    kind = "Outturn" if year and year.is_settled else "Forecast"
    sentences = [f"{kind} {WORDS[side]} {_in_march(label)}: {money.balance(latest)}."]
    planned = balance_of(deficit.plan.year(label), side) if deficit.plan else None
    if planned is not None:
        sentences.append(f"The plan was {money.balance(planned)}, so this is {money.compared(latest, planned)}.")
    sentences.extend(_movement(deficit, label, latest, side))
    sentences.extend(_at_end(deficit, side, label))
    return " ".join(sentences)


def _movement(deficit: Deficit, label: str, latest: Decimal | None, side: str) -> list[str]:
    before = balance_of(deficit.previous.year(label), side) if deficit.previous else None
    if before is None or latest is None or deficit.previous is None:
        return []
    if before == latest:
        return [f"It has not moved since {deficit.previous.name}."]
    way = "better" if latest > before else "worse"
    return [f"It is {money.size(latest - before)} {way} than reported in {deficit.previous.name}."]


def _at_end(deficit: Deficit, side: str, label: str) -> list[str]:
    last = deficit.plan.years[-1].financial_year if deficit.plan else None
    forecast = balance_of(deficit.latest.year(last), side) if deficit.latest and last else None
    if last is None or last == label or forecast is None:
        return []
    return [f"At the end of the agreement, {_in_march(last)}, the forecast is {money.balance(forecast)}."]


def _in_march(label: str) -> str:
    return f"in March {FinancialYear.parse(label).last_day.year}"


def source(deficit: Deficit) -> str:
    """Where the lines come from; a downloaded chart leaves the council's notice behind, so this says it again."""
    words = "The agreement's planned positions"
    if deficit.latest is not None:
        words = f"DSG position reported in {deficit.latest.name}; the agreement's planned positions"
    return f"{words}. Illustrative: made up for the demonstration" if deficit.is_illustrative else words
