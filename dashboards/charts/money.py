"""An agreement's money besides the balance: in-year positions, DfE's payments, and savings of the DSG by year."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from dashboards.charts.deficit import source, statuses_of, subject_year
from dashboards.charts.savings import worth_in_words
from dashboards.payments import Payments, PaymentYear
from dashboards.positions import Deficit, Profile
from safetyvalve.core import money
from safetyvalve.render.data import SUPPRESSED, ChartData, Series
from workstreams.savings import Sum, YearTotal

DSG = "Dedicated Schools Grant"
ZERO = Decimal(0)
_NOT_SHOWN = " (not every year is shown)"


def in_year(deficit: Deficit) -> ChartData | None:
    """What each year alone adds to the balance or takes from it, reported against planned."""
    years = deficit.years()
    lines = [
        Series(
            name,
            tuple(_in_year(profile, label) for label in years),
            role=role,
            statuses=()
            if role == "target"
            else statuses_of(profile, [_in_year(profile, label) for label in years], years),
        )
        for name, profile, role in (
            ("Latest report", deficit.latest, "actual"),
            ("Report before it", deficit.previous, "comparator"),
            ("Planned", deficit.plan, "target"),
        )
        if profile and any(_in_year(profile, label) is not None for label in years)
    ]
    if not lines:
        return None
    label = subject_year(deficit, "before") or years[-1]
    latest, planned = _in_year(deficit.latest, label), _in_year(deficit.plan, label)
    told = money.balance(latest) if latest is not None else f"{money.balance(planned)} planned"
    against = f", {money.compared(latest, planned)}" if latest is not None and planned is not None else ""
    return ChartData(
        key="in-year-position",
        title=f"{told} within {label}{against}",
        subtitle="DSG income less spending within each financial year, before DfE payments. Pounds; below £0 the year "
        "adds to the deficit.",
        kind="line",
        unit="money",
        categories=tuple(years),
        series=tuple(lines),
        summary=_in_year_summary(deficit, years),
        source=source(deficit),
        as_at=deficit.latest.on if deficit.latest else None,
        category_name="Financial year",
    )


def _in_year(profile: Profile | None, label: str) -> Decimal | None:
    year = profile.year(label) if profile else None
    return year.in_year if year else None


def _in_year_summary(deficit: Deficit, years: Sequence[str]) -> str:
    found = [(label, _in_year(deficit.latest, label)) for label in years]
    known = [(label, amount) for label, amount in found if amount is not None]
    if not known:
        return "No in-year position has been reported yet. The line shows what was agreed."
    told = "; ".join(f"{label}: {money.balance(amount)}" for label, amount in known)
    balanced = next((label for label, amount in known if amount >= ZERO), None)
    end = f"The first year in balance is {balanced}." if balanced else "No year that was reported is in balance."
    return f"{told}. {end}"


def payments(found: Payments) -> ChartData | None:
    """What DfE has paid, is to pay, and has withheld, year by year."""
    if not found.years:
        return None
    names = (("Paid", "paid"), ("Due or conditional", "to_come"), ("Withheld", "withheld"))
    lines = [
        Series(words, tuple(getattr(year, name) for year in found.years))
        for words, name in names
        if any(getattr(year, name) is not None for year in found.years)
    ]
    if not lines:
        return None
    paid, to_come, withheld = (_total(found.years, name) for _, name in names)
    of = "" if found.without_amount else f" of {money.size(paid + to_come + withheld)}"
    title = f"DfE has paid {money.size(paid)}{of}"
    rest = [f"{money.size(to_come)} is due or waits for a return"] if to_come else []
    rest += [f"{money.size(withheld)} is withheld"] if withheld else []
    return ChartData(
        key="payments",
        title=title,
        subtitle=f"DfE's payments under version {found.version} of the agreement, by financial year. Pounds.",
        kind="stacked_bar",
        unit="money",
        categories=tuple(year.financial_year for year in found.years),
        series=tuple(lines),
        summary=f"{title}{': ' if rest else ''}{', and '.join(rest)}.{_without_amount(found)}",
        source="The agreement and its payments as recorded",
        as_at=found.as_at,
        category_name="Financial year",
    )


def _without_amount(found: Payments) -> str:
    """Instalments that no sum has, in a sentence with a space before it; "" for none."""
    if not found.without_amount:
        return ""
    if found.without_amount == 1:
        return " 1 instalment has no amount on record and is not counted."
    return f" {found.without_amount} instalments have no amount on record and are not counted."


def _total(years: Sequence[PaymentYear], name: str) -> Decimal:
    return sum((getattr(year, name) or ZERO for year in years), ZERO)


def savings(found: Payments, kind: str) -> ChartData | None:
    """Savings of one kind that are the DSG's: cashable ones and cost avoidance are never added."""
    years = [each for each in found.savings if each.budget == DSG and each.kind == kind]
    names = ("Planned", "Forecast", "Delivered")
    lines = [
        Series(name, tuple(each.sums[index].amount for each in years), markers=_hidden(years, index))
        for index, name in enumerate(names)
        if any(each.sums[index].amount is not None or each.sums[index].is_hidden for each in years)
    ]
    if not any(value is not None for line in lines for value in line.values):
        return None
    return ChartData(
        key="savings-cashable" if kind == "Cashable saving" else "savings-avoidance",
        title=_savings_title(years, kind),
        subtitle=f"{kind}s of the {DSG}, by financial year. Pounds." if kind[-1] == "g" else f"{kind}, {DSG}. Pounds.",
        kind="bar",
        unit="money",
        categories=tuple(each.financial_year for each in years),
        series=tuple(lines),
        summary=_savings_summary(years),
        source="The workstreams' savings as recorded",
        as_at=found.as_at,
        category_name="Financial year",
        notes=_not_whole(years, names),
    )


def _hidden(years: Sequence[YearTotal], index: int) -> tuple[str | None, ...]:
    """The letter where a sum is hidden; nothing at all where none is."""
    found = tuple(SUPPRESSED.code if each.sums[index].is_hidden else None for each in years)
    return found if any(found) else ()


def _sum(sums: Iterable[Sum]) -> Decimal | None:
    """What is known of them together; None where nothing is."""
    known = [each.amount for each in sums if each.amount is not None]
    return sum(known, ZERO) if known else None


def _savings_title(years: Sequence[YearTotal], kind: str) -> str:
    """What was delivered, else what is planned, else forecast.

    It stands beside the plan where both are known of every saving in every year up to the last with a delivery.
    """
    noun = "cashable savings" if kind == "Cashable saving" else "cost avoidance"
    begun = [each for each in years if each.delivered.amount is not None]
    delivered = _sum(each.delivered for each in begun)
    if delivered is None:
        planned, word = _sum(each.planned for each in years), "planned"
        if planned is None:
            planned, word = _sum(each.forecast for each in years), "forecast"
        part = _NOT_SHOWN if any(getattr(each, word).is_hidden for each in years) else ""
        is_hidden = any(each.delivered.is_hidden for each in years)
        end = "; what was delivered is not shown" if is_hidden else ", none delivered yet"
        return f"{_of(planned or ZERO, noun)} {word}{part}{end}"
    last = begun[-1].financial_year
    so_far = years[: years.index(begun[-1]) + 1]
    told = f"{_of(delivered, noun)} delivered by {last}{_part_known(begun, so_far)}"
    planned = _sum(each.planned for each in so_far)
    if planned is None:
        return told if any(each.planned.is_hidden for each in so_far) else f"{told}; no plan for that time"
    is_whole = all(each.delivered.is_whole and each.planned.is_whole for each in so_far)
    return f"{told}; {worth_in_words(planned)} was planned for that time" if is_whole else told


def _part_known(begun: Sequence[YearTotal], so_far: Sequence[YearTotal]) -> str:
    """Whether deliveries are known, or shown, only in part; "" where all are."""
    if any(each.delivered.is_hidden for each in so_far):
        return _NOT_SHOWN
    if len(begun) < len(so_far):
        return " (not known for every year)"
    return "" if all(each.delivered.is_whole for each in begun) else " (not every figure is known)"


def _of(amount: Decimal, noun: str) -> str:
    """ "£400,000 of cashable savings"; pressures that outweigh them are no savings."""
    return f"{money.size(amount)} of {noun}" if amount >= 0 else f"Pressures outweigh {noun} by {money.size(amount)},"


def _savings_summary(years: Sequence[YearTotal]) -> str:
    told = []
    for year in years:
        sums = (("delivered", year.delivered), ("forecast", year.forecast), ("planned", year.planned))
        best = next(((word, each.amount) for word, each in sums if each.amount is not None), None)
        if best:
            told.append(f"{year.financial_year}: {worth_in_words(best[1])} {best[0]}")
    return f"{'; '.join(told)}." if told else "No amounts are on record."


def _not_whole(years: Sequence[YearTotal], names: Sequence[str]) -> tuple[str, ...]:
    """Sums of fewer savings than there are say so."""
    told = []
    for index, name in enumerate(names):
        partial = [
            f"{each.financial_year} ({each.sums[index].known} of {each.sums[index].of})"
            for each in years
            if each.sums[index].amount is not None and not each.sums[index].is_whole
        ]
        if partial:
            told.append(f"{name}: not every saving has a figure for {', '.join(partial)}.")
    return tuple(told)
