"""Savings of the DSG by workstream and year. Cashable savings and cost avoidance each have a chart: never one sum."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dashboards.ties import together
from safetyvalve.core import money
from safetyvalve.render.data import MAXIMUM_LINES, ChartData, Series
from workstreams.models import Saving
from workstreams.savings import WorkstreamYear

DSG = Saving.Budget.DSG.label
NOUNS = {Saving.Kind.CASHABLE.label: "cashable savings", Saving.Kind.AVOIDANCE.label: "cost avoidance"}
OTHERS = "Other workstreams"
ZERO = Decimal(0)


def savings_by_workstream(found: Sequence[WorkstreamYear], kind: str, as_at: date | None = None) -> ChartData | None:
    """Savings of this kind (its label) year by year, as far as they are known; None when no year's is."""
    ours = [each for each in found if each.kind == kind and each.budget == DSG]
    dated = [each for each in ours if each.financial_year]
    years = sorted({each.financial_year for each in dated if each.latest.amount is not None})
    if not years:
        return None
    shown = [each for each in dated if each.financial_year in years]
    names = _names(shown)
    return ChartData(
        key=f"savings-by-workstream-{'cashable' if kind == Saving.Kind.CASHABLE.label else 'avoidance'}",
        title=_title(shown, kind, years),
        subtitle=f"{kind}, {DSG}, by workstream and financial year: delivered where known, else forecast, else planned."
        " Pounds; below £0 is a pressure.",
        kind="stacked_bar",
        unit="money",
        categories=tuple(years),
        series=tuple(Series(name, tuple(_known(_of(shown, names, name), year) for year in years)) for name in names),
        summary=_summary(shown, years),
        source="The workstreams' savings as recorded",
        as_at=as_at,
        category_name="Financial year",
        notes=(*_missing(shown, years), *_undated([each for each in ours if not each.financial_year])),
    )


def _names(shown: Sequence[WorkstreamYear]) -> list[str]:
    """Up to four workstreams; of more, the three largest, in the agreement's order, and the others together."""
    names = list(dict.fromkeys(each.workstream for each in shown if each.latest.amount is not None))
    if len(names) <= MAXIMUM_LINES:
        return names
    size = {
        name: sum((abs(each.latest.amount or ZERO) for each in shown if each.workstream == name), ZERO)
        for name in names
    }
    largest = sorted(names, key=lambda name: -size[name])[: MAXIMUM_LINES - 1]
    return [*(name for name in names if name in largest), OTHERS]


def _of(shown: Sequence[WorkstreamYear], names: Sequence[str], name: str) -> list[WorkstreamYear]:
    return [each for each in shown if each.workstream == name or (name == OTHERS and each.workstream not in names)]


def _known(found: Sequence[WorkstreamYear], year: str) -> Decimal | None:
    """The sum of what is known of the year; None when nothing is."""
    amounts = [each.latest.amount for each in found if each.financial_year == year and each.latest.amount is not None]
    return sum(amounts, ZERO) if amounts else None


def _total(found: Sequence[WorkstreamYear]) -> Decimal:
    return sum((each.latest.amount or ZERO for each in found), ZERO)


def _title(shown: Sequence[WorkstreamYear], kind: str, years: Sequence[str]) -> str:
    """ "New places brings the largest part of the cashable savings, £1.3 million of £2.2 million known in 2026-27"."""
    span = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"
    total = _total(shown)
    if total <= 0:
        return f"Pressures outweigh {NOUNS[kind]} by {money.size(total)}, {span}"
    names = dict.fromkeys(each.workstream for each in shown)
    sums = {name: _total([each for each in shown if each.workstream == name]) for name in names}
    largest = max(sums.values())
    first = [name for name in sums if sums[name] == largest]
    names_of_first = together(first, "workstreams")
    if len(sums) == 1:
        return f"{names_of_first}: {money.size(total)} of {NOUNS[kind]} known, {span}"
    if len(first) > 1:
        return f"{names_of_first} bring the largest parts of the {NOUNS[kind]}: {money.size(largest)} each, {span}"
    return f"{names_of_first} brings the largest part of the {NOUNS[kind]}: {money.size(largest)}, {span}"


def _summary(shown: Sequence[WorkstreamYear], years: Sequence[str]) -> str:
    told = [f"{year}: {worth_in_words(_known(shown, year) or ZERO)}" for year in years]
    return f"What is known comes to, {'; '.join(told)}."


def worth_in_words(amount: Decimal) -> str:
    """ "£400,000", or "£400,000 of pressures" where savings together cost more: the sign is said."""
    return f"{money.size(amount)} of pressures" if amount < 0 else money.size(amount)


def _missing(shown: Sequence[WorkstreamYear], years: Sequence[str]) -> list[str]:
    """ "2026-27: 3 of 5 savings have a figure." """
    notes = []
    for year in years:
        sums = [each.latest for each in shown if each.financial_year == year]
        known, of = sum(each.known for each in sums), sum(each.of for each in sums)
        if known < of:
            notes.append(f"{year}: {known} of {of} given; only those are counted.")
    return notes


def _undated(found: Sequence[WorkstreamYear]) -> list[str]:
    told = [
        f"{each.workstream}, {money.in_figures(each.latest.amount)} in a full year"
        for each in found
        if each.latest.amount is not None
    ]
    return [f"Not in the chart, because no year is given: {'; '.join(told)}."] if told else []
