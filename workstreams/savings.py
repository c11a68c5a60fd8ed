"""Reading savings: each with its years, and totals that never add what does not belong together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from conditions.models import Agreement
from safetyvalve.core.joined import with_children
from safetyvalve.core.models import Authority
from workstreams.capital import with_schemes
from workstreams.models import Saving, SavingFigure
from workstreams.rules.double_count import Claim, Doubt, doubts
from workstreams.rules.savings import YearShare, share_of_year


@dataclass(frozen=True)
class SavingYear:
    """One saving in one financial year: what is on record, and the part of its full-year value that falls there."""

    financial_year: str
    planned: Decimal | None
    forecast: Decimal | None
    delivered: Decimal | None
    share: YearShare | None

    @property
    def latest(self) -> Decimal | None:
        """What it is expected to come to: delivered if known, else forecast, else planned."""
        return next((each for each in (self.delivered, self.forecast, self.planned) if each is not None), None)

    @property
    def is_told(self) -> bool:
        """Whether anything is known of the saving in this year, be it only that it runs."""
        return self.latest is not None or bool(self.share and self.share.months)


@dataclass(frozen=True)
class Sum:
    """Several savings in one year. ``known`` of ``of`` have a figure; the sum is of those only, None of none.

    ``is_hidden``: it is known, and whoever reads this is not told.
    """

    amount: Decimal | None
    known: int
    of: int
    is_hidden: bool = False

    @property
    def is_whole(self) -> bool:
        return self.known == self.of


@dataclass(frozen=True)
class YearTotal:
    """One kind of saving on one budget in one year."""

    financial_year: str
    kind: str
    budget: str
    planned: Sum
    forecast: Sum
    delivered: Sum

    @property
    def sums(self) -> tuple[Sum, Sum, Sum]:
        return self.planned, self.forecast, self.delivered


def savings_of(authority: Authority) -> list[Saving]:
    """Every saving of a council with what its pages show. Two queries, two more where some wait for a scheme."""
    return list(
        Saving.objects.of(authority)
        .select_related("workstream__agreement__authority", "condition", "owner", "validated_by")
        .prefetch_related("figures", with_schemes())
        .order_by("workstream__agreement", "workstream__order", "workstream__name", "name")
    )


def savings_of_agreement(agreement: Agreement) -> list[Saving]:
    """The savings of one agreement with their workstreams and figures. One query."""
    found = Saving.objects.filter(workstream__agreement=agreement)
    ordered = found.order_by("workstream__order", "workstream__name", "name", "pk", "figures__financial_year")
    return with_children(ordered, "workstream", "figures")


def years_of(agreement: Agreement, savings: Iterable[Saving]) -> list[str]:
    """The agreement's financial years and any other that a saving has a figure for, from prefetched versions."""
    versions = agreement.versions.all()
    years = {year for version in versions for year in version.years}
    return sorted(years | {figure.financial_year for saving in savings for figure in saving.figures.all()})


def by_year(saving: Saving, years: Sequence[str]) -> list[SavingYear]:
    """The saving in each of these years, from prefetched figures."""
    figures = {figure.financial_year: figure for figure in saving.figures.all()}
    return [_year(saving, label, figures.get(label)) for label in years]


def _year(saving: Saving, label: str, figure: SavingFigure | None) -> SavingYear:
    share = None
    if saving.full_year_amount is not None and saving.starts_on is not None:
        share = share_of_year(
            saving.full_year_amount,
            label,
            starts_on=saving.starts_on,
            ends_on=saving.ends_on,
            is_recurring=saving.is_recurring,
        )
    return SavingYear(
        label,
        figure.planned_amount if figure else None,
        figure.forecast_amount if figure else None,
        figure.delivered_amount if figure else None,
        share,
    )


def totals(savings: Sequence[Saving], years: Sequence[str]) -> list[YearTotal]:
    """Per year, kind and budget: cashable savings and cost avoidance are never added, nor two budgets."""
    groups: dict[tuple[str, str, str], list[SavingYear]] = defaultdict(list)
    for saving in savings:
        for year in by_year(saving, years):
            if year.is_told:
                groups[year.financial_year, saving.kind, saving.budget].append(year)
    return [
        YearTotal(
            label,
            Saving.Kind(kind).label,
            Saving.Budget(budget).label,
            add([year.planned for year in found]),
            add([year.forecast for year in found]),
            add([year.delivered for year in found]),
        )
        for (label, kind, budget), found in sorted(groups.items())
    ]


def add(amounts: Sequence[Decimal | None]) -> Sum:
    """The sum of those that are known, and how many they are."""
    known = [amount for amount in amounts if amount is not None]
    return Sum(sum(known, Decimal(0)) if known else None, len(known), len(amounts))


def claim(saving: Saving) -> Claim:
    """The saving as the guard against double counting sees it."""
    return Claim(
        key=saving.pk,
        name=saving.name,
        workstream=saving.workstream.name,
        budget=saving.budget,
        full_year=saving.full_year_amount,
        starts_on=saving.starts_on,
        ends_on=saving.ends_on,
        depends_on=saving.depends_on_id,
        answer=saving.counted_once,
    )


def open_doubts(savings: Sequence[Saving]) -> list[Doubt]:
    """Pairs that may count one pound twice and that nobody has explained."""
    return [doubt for doubt in doubts([claim(saving) for saving in savings]) if not doubt.is_answered]


@dataclass(frozen=True)
class WorkstreamYear:
    """What one workstream's savings of one kind on one budget come to in one year, as far as that is known.

    ``financial_year`` is empty for savings of which neither a start nor a year's figure is on record: ``latest`` is
    then what they are worth in a full year.
    """

    workstream: str
    financial_year: str
    kind: str
    budget: str
    latest: Sum


def by_workstream(savings: Iterable[Saving], years: Sequence[str]) -> list[WorkstreamYear]:
    """Each workstream in the order of the agreement, year by year: delivered if known, else forecast, else planned.

    From prefetched figures and workstreams.
    """
    groups: dict[tuple[int, str, str, str, str], list[Decimal | None]] = defaultdict(list)
    for saving in savings:
        work = saving.workstream
        found = [year for year in by_year(saving, years) if year.is_told]
        for year in found:
            groups[work.order, work.name, year.financial_year, saving.kind, saving.budget].append(year.latest)
        if not found and saving.starts_on is None:
            groups[work.order, work.name, "", saving.kind, saving.budget].append(saving.full_year_amount)
    return [
        WorkstreamYear(name, label, Saving.Kind(kind).label, Saving.Budget(budget).label, add(amounts))
        for (_, name, label, kind, budget), amounts in sorted(groups.items(), key=lambda item: item[0])
    ]
