"""Reading capital schemes: money and places year by year, and what they mean for the savings that wait for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from conditions.models import Agreement
from conditions.rules.income import Sum, total
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.money import in_figures
from workstreams.models import CapitalPlaces, CapitalScheme, CapitalYear, Saving, SchemeDependency
from workstreams.models.capital import CapitalSchemeQuerySet
from workstreams.rules.academic_years import academic_year_of, label_of, mean_over_financial_year, starting_year
from workstreams.rules.capital import Awaited, counted_too_often, doubts, latest
from workstreams.rules.milestones import length

YEARS_AFTER = 2
"""Building goes on after an agreement's last year: so many years more can be filled in."""


@dataclass(frozen=True)
class Standing:
    """Where a scheme has got to on a day: a word, its colour, and by how much it is later or earlier than planned."""

    word: str
    tone: str
    slip: str


@dataclass(frozen=True)
class SchemeRow:
    """A scheme as the list shows it. Sums are of the years that have a figure.

    ``funding`` and ``budget`` are both of the years that have either, so that each says what it lacks beside the other.
    """

    scheme: CapitalScheme
    standing: Standing
    funding: Sum
    budget: Sum
    spent: Sum
    places_planned: int | None
    places_delivered: int | None

    @property
    def funding_in_words(self) -> str:
        """What pays for it, held against its budget once every year has both; empty while either is not known at all.

        A year without funding, or without a budget, is not known, never £0: no shortfall comes of it.
        """
        if self.funding.amount is None or self.budget.amount is None:
            return ""
        if not (self.funding.is_whole and self.budget.is_whole):
            return (
                f"Of its {self.funding.of} years with funding or a budget, {_have(self.funding.known)} funding and "
                f"{_have(self.budget.known)} a budget. The two are compared once every year has both."
            )
        over = self.funding.amount - self.budget.amount
        if over == 0:
            return f"Its funding of {in_figures(self.funding.amount)} is as much as its budget."
        words = f"{in_figures(abs(over))} {'more' if over > 0 else 'less'} than its budget"
        return f"Its funding of {in_figures(self.funding.amount)} is {words} of {in_figures(self.budget.amount)}."


@dataclass(frozen=True)
class PlacesOfYear:
    """A financial year's places as the mean of its months; None where that cannot be known."""

    financial_year: str
    planned: float | None
    delivered: float | None


@dataclass(frozen=True)
class MoneyTable:
    """A scheme's funding or spending: years down, sources or kinds of figure across, with what all years come to."""

    caption: str
    headings: list[str]
    years: list[tuple[str, list[tuple[str, Decimal | None]]]]
    sums: list[tuple[str, Sum]]


def schemes_of(agreement: Agreement) -> list[CapitalScheme]:
    """Every scheme with its years, places and the savings that depend on it. Four queries."""
    return list(for_pages().filter(agreement=agreement))


def for_pages() -> CapitalSchemeQuerySet:
    """Schemes with everything that a page of theirs shows."""
    links = SchemeDependency.objects.select_related("saving__workstream__agreement__authority").order_by("saving__name")
    return CapitalScheme.objects.select_related(
        "agreement__authority", "agreement__programme", "workstream__agreement__authority", "owner", "updated_by"
    ).prefetch_related("years", "places", Prefetch("saving_links", links))


def standing(scheme: CapitalScheme, on: date) -> Standing:
    expected, slipped = scheme.expected_on, scheme.days_slipped
    slip = ""
    if slipped is not None and scheme.expected_on != scheme.planned_on:
        slip = f"{length(abs(slipped))} {'later' if slipped > 0 else 'earlier'} than first planned"
    if scheme.opened_on and scheme.opened_on <= on:
        return Standing("Open", "green", slip)
    if expected is None:
        return Standing("No date given", "grey", "")
    if expected < on:
        return Standing("Overdue", "red", slip)
    return (
        Standing("Later than planned", "yellow", slip) if slipped and slipped > 0 else Standing("To come", "grey", slip)
    )


def row_of(scheme: CapitalScheme, on: date) -> SchemeRow:
    """From prefetched years and places."""
    years, places = list(scheme.years.all()), list(scheme.places.all())
    pairs = [(funding_of(year), year.budget) for year in years]
    paid_for = [pair for pair in pairs if pair != (None, None)]
    return SchemeRow(
        scheme,
        standing(scheme, on),
        total(funding for funding, _ in paid_for),
        total(budget for _, budget in paid_for),
        total(year.actual for year in years),
        max((each.planned for each in places if each.planned is not None), default=None),
        latest(_delivered(places), academic_year_of(on))[1],
    )


def funding_of(year: CapitalYear) -> Decimal | None:
    """What all sources that are known give in a year; None where none is."""
    return total(year.funding.values()).amount


def money_years(agreement_years: Iterable[str], scheme: CapitalScheme) -> list[str]:
    """Financial years to fill in: the agreement's, two more, and any that has a figure."""
    years = list(agreement_years)
    last = FinancialYear.parse(max(years)).starting if years else 0
    more = [FinancialYear(last + n).label for n in range(1, YEARS_AFTER + 1)] if years else []
    return sorted({*years, *more, *(year.financial_year for year in scheme.years.all())})


def places_years(agreement_years: Iterable[str], scheme: CapitalScheme) -> list[str]:
    """Academic years to fill in: those that begin in one of the financial years."""
    begin = {FinancialYear.parse(year).starting for year in money_years(agreement_years, scheme)}
    begin |= {starting_year(each.academic_year) for each in scheme.places.all()}
    return [label_of(starting) for starting in sorted(begin)]


def places_by_financial_year(scheme: CapitalScheme) -> list[PlacesOfYear]:
    """Every financial year that a number of places speaks of."""
    rows = list(scheme.places.all())
    planned, delivered = {each.academic_year: each.planned for each in rows}, _delivered(rows)
    return [
        PlacesOfYear(
            FinancialYear(starting).label,
            mean_over_financial_year(planned, starting),
            mean_over_financial_year(delivered, starting),
        )
        for starting in sorted(starting_year(each.academic_year) for each in rows)
    ]


def tables_of(years: Sequence[CapitalYear]) -> list[MoneyTable]:
    """Funding by the sources that give something, then spending; a table of which nothing is known is left out."""
    tables = (("Funding", CapitalYear.FUNDING), ("Spending", CapitalYear.SPEND))
    return [found for caption, columns in tables if (found := _table(caption, columns, years))]


def _table(caption: str, columns: Mapping[str, str], years: Sequence[CapitalYear]) -> MoneyTable | None:
    used = {name: label for name, label in columns.items() if any(getattr(y, name) is not None for y in years)}
    rows = [year for year in years if any(getattr(year, name) is not None for name in used)]
    if not rows:
        return None
    return MoneyTable(
        caption,
        list(used.values()),
        [(year.financial_year, [(label, getattr(year, name)) for name, label in used.items()]) for year in rows],
        [(label, total(getattr(year, name) for year in rows)) for name, label in used.items()],
    )


def with_schemes() -> Prefetch:
    """What savings need to be asked for their doubts. Two queries."""
    links = SchemeDependency.objects.select_related("scheme__agreement__authority").order_by("scheme__name")
    return Prefetch("scheme_links", links.prefetch_related("scheme__places"))


def doubts_of(saving: Saving, on: date) -> list[str]:
    """Why schemes that the saving depends on do not bear it, from prefetched links."""
    links = saving.scheme_links.all()
    return [sentence for link in links for sentence in doubts(awaited(saving, link.scheme, link.places), on)]


def awaited(saving: Saving, scheme: CapitalScheme, places: int | None) -> Awaited:
    """The scheme as the rule sees it, from its prefetched places."""
    rows = list(scheme.places.all())
    return Awaited(
        scheme.name,
        saving.starts_on,
        scheme.expected_on,
        scheme.opened_on,
        places,
        {each.academic_year: each.planned for each in rows},
        _delivered(rows),
    )


def too_often(scheme: CapitalScheme) -> str:
    """Whether savings together count on more places than there will be, from prefetched links."""
    planned = {each.academic_year: each.planned for each in scheme.places.all()}
    return counted_too_often(scheme.name, planned, [link.places for link in scheme.saving_links.all()])


def _have(years: int) -> str:
    return f"{years} {'has' if years == 1 else 'have'}"


def _delivered(rows: Iterable[CapitalPlaces]) -> dict[str, int | None]:
    return {each.academic_year: each.delivered for each in rows}
