"""Assumptions beside what became of them: year by year, and those that have drifted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from conditions import assumptions as register
from conditions.models import Assumption, AssumptionVersion
from conditions.rules.assumptions import Drift, counting_for, distance, drift_in_words, in_words, shares_off
from dashboards.finance.actuals import Actual, actuals
from dashboards.points import MeasureSeries
from dashboards.scope import INSIDE
from dashboards.series import read_series
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.models import Authority, User


@dataclass(frozen=True)
class AssumedYear:
    """One financial year: what each version says of it, the version it is held against, and what happened."""

    financial_year: str
    by_version: tuple[Decimal | None, ...]
    version: AssumptionVersion | None
    actual: Actual | None
    drift: Drift
    unit: str

    @property
    def drift_words(self) -> str:
        return drift_in_words(self.drift, self.unit)

    @property
    def shown(self) -> list[str]:
        """What each version says, as the table writes it."""
        return [in_words(value, self.unit) for value in self.by_version]

    @property
    def assumed_words(self) -> str:
        return in_words(self.drift.assumed, self.unit)

    @property
    def actual_words(self) -> str:
        return in_words(self.drift.actual, self.unit)


@dataclass(frozen=True)
class Held:
    """An assumption with its versions, oldest first, and its years. ``measure`` is "" when its measure is not known."""

    assumption: Assumption
    versions: tuple[AssumptionVersion, ...]
    current: AssumptionVersion | None
    years: tuple[AssumedYear, ...]
    measure: str

    @property
    def latest(self) -> AssumedYear | None:
        """The last year of which both are known."""
        return next((year for year in reversed(self.years) if year.drift.amount is not None), None)


@dataclass(frozen=True)
class Watched:
    """An assumption with a tolerance, by the latest year of which both are known. ``key`` stays the same for ever."""

    key: str
    name: str
    period: str
    period_end: date
    is_off: bool
    sentence: str
    value: Decimal
    target: Decimal
    tolerance: Decimal
    figures: tuple[tuple[str, str], ...]
    page: str
    owner: User | None


def held_against(found: Sequence[Assumption], authority: Authority, today: date) -> list[Held]:
    """Assumptions beside the figures of their measures: four queries where one of them names a measure, else none."""
    codes = tuple(sorted({assumption.measure for assumption in found if assumption.measure}))
    series = read_series(authority, codes, INSIDE, areas=()) if codes else {}
    return [_held(assumption, series.get(assumption.measure), today) for assumption in found]


def watched(authority: Authority, today: date) -> list[Watched]:
    """Every assumption of a council that can drift, for whoever tells their owners. Five queries at most."""
    found = held_against(register.of_council(authority), authority, today)
    return [_watched(held, held.latest) for held in found if held.latest and held.latest.drift.is_flagged is not None]


def mix_off(found: Sequence[Assumption], today: date) -> list[str]:
    """A sentence for each year in which the shares of the placement mix do not come to 100%."""
    shares = []
    for assumption in found:
        if (assumption.kind, assumption.unit) == (Assumption.Kind.PLACEMENT_MIX, Assumption.Unit.PERCENT):
            version = register.current(assumption, today)
            shares.append(version.by_year if version else {})
    years = sorted({year for share in shares for year in share})
    return [f"{year}: the shares come to {in_words(total, 'percent')}." for year, total in shares_off(years, shares)]


def url_of(assumption: Assumption) -> str:
    agreement = assumption.agreement
    return reverse("dashboards:assumption", args=[agreement.authority.la_code, agreement.slug, assumption.pk])


def _held(assumption: Assumption, series: MeasureSeries | None, today: date) -> Held:
    versions = tuple(register.versions_of(assumption))
    known = actuals(series) if series else {}
    years = sorted({year for version in versions for year in version.by_year})
    return Held(
        assumption,
        versions,
        register.current(assumption, today),
        tuple(_year(assumption, versions, label, known.get(label), today) for label in years),
        series.definition.name if series else "",
    )


def _year(
    assumption: Assumption,
    versions: tuple[AssumptionVersion, ...],
    label: str,
    actual: Actual | None,
    today: date,
) -> AssumedYear:
    version = counting_for(versions, FinancialYear.parse(label).last_day, today)
    assumed = version.by_year.get(label) if version else None
    return AssumedYear(
        label,
        tuple(each.by_year.get(label) for each in versions),
        version,
        actual,
        Drift(assumed, actual.value if actual else None, assumption.tolerance),
        assumption.unit,
    )


def _watched(held: Held, year: AssumedYear) -> Watched:
    assumption, drift, unit = held.assumption, year.drift, held.assumption.unit
    nothing = Decimal(0)
    number, allowed = year.version.number if year.version else 0, distance(drift.tolerance or nothing, unit)
    phrase = year.actual.phrase if year.actual else ""
    sentence = (
        f"{assumption.name}: {year.actual_words} {phrase}, where {year.assumed_words} was assumed for "
        f"{year.financial_year} (version {number}). That is {year.drift_words}, and {allowed} was allowed."
    )
    return Watched(
        key=f"assumption-{assumption.pk}",
        name=assumption.name,
        period=year.financial_year,
        period_end=FinancialYear.parse(year.financial_year).last_day,
        is_off=bool(drift.is_flagged),
        sentence=sentence,
        value=drift.actual or nothing,
        target=drift.assumed or nothing,
        tolerance=drift.tolerance or nothing,
        figures=(
            ("Year", year.financial_year),
            (f"Assumed (version {number})", year.assumed_words),
            ("Actual", f"{year.actual_words} {phrase}"),
            ("Drift", year.drift_words),
            ("Allowed", allowed),
        ),
        page=url_of(assumption),
        owner=assumption.owner,
    )
