"""Reading assumptions: those of an agreement with every version, and what a forecast was based on."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from conditions.models import Agreement, Assumption, AssumptionVersion, ForecastBasis, ReportingPeriod
from conditions.rules.assumptions import in_force, in_words
from safetyvalve.core.joined import with_children
from safetyvalve.core.models import Authority, User


def of_agreement(agreement: Agreement) -> list[Assumption]:
    """Every assumption with its versions and their values. One query."""
    return _whole(Assumption.objects.filter(agreement=agreement))


def of_council(authority: Authority) -> list[Assumption]:
    """As ``of_agreement``, of every agreement of a council."""
    return _whole(Assumption.objects.filter(agreement__authority=authority))


def _whole(found: QuerySet[Assumption]) -> list[Assumption]:
    ordered = found.order_by("agreement", "kind", "name", "pk", "versions__number", "versions__values__financial_year")
    return with_children(ordered, "owner", "updated_by", "agreement__authority", "versions__values")


def versions_of(assumption: Assumption) -> list[AssumptionVersion]:
    """Its versions, oldest first, from what was prefetched."""
    return sorted(assumption.versions.all(), key=lambda version: version.number)


def current(assumption: Assumption, on: date) -> AssumptionVersion | None:
    """The version in force on that day."""
    return in_force(versions_of(assumption), on)


def basis_facts(agreement: Agreement, on: date) -> list[dict[str, Any]]:
    """What a forecast made on that day takes for granted, as it is kept with the forecast. One query."""
    found = []
    for assumption in of_agreement(agreement):
        version = current(assumption, on)
        if version is not None:
            found.append(
                {
                    "assumption": assumption.pk,
                    "name": assumption.name,
                    "unit": assumption.unit,
                    "version": version.number,
                    "values": {year: str(value) for year, value in sorted(version.by_year.items())},
                }
            )
    return found


class Basis:
    """What the forecast of a period was based on, in words, with the values of the period's own financial year."""

    def __init__(self, row: ForecastBasis, financial_year: str) -> None:
        self.period = row.period
        self.recorded_at: datetime = row.recorded_at
        self.recorded_by: User = row.recorded_by
        self.items = [_item(each, financial_year) for each in row.used]

    @property
    def words(self) -> str:
        """ "growth of plans 4.0% (version 2) and inflation 2.5% (version 1)"."""
        *first, last = self.items or ["no assumption"]
        return f"{', '.join(first)} and {last}" if first else last


def _item(fact: dict[str, Any], financial_year: str) -> str:
    value = fact["values"].get(financial_year)
    shown = f" {in_words(Decimal(value), fact['unit'])}" if value is not None else ""
    return f"{fact['name']}{shown} (version {fact['version']})"


def basis_of(period: ReportingPeriod, of: str) -> Basis | None:
    """What the period's forecast was based on when it was last saved or confirmed. One query."""
    row = (
        ForecastBasis.objects.filter(period=period, of=of)
        .select_related("recorded_by", "period")
        .order_by("-recorded_at", "-pk")
    ).first()
    return Basis(row, period.financial_year) if row else None


def forecasts_using(assumption: Assumption) -> list[tuple[ForecastBasis, int]]:
    """The newest basis of each forecast that names the assumption, with the version it used. One query."""
    rows = ForecastBasis.objects.filter(period__calendar__agreement=assumption.agreement_id)
    latest: dict[tuple[int, str], ForecastBasis] = {}
    for row in rows.select_related("period", "recorded_by").order_by("recorded_at", "pk"):
        latest[row.period_id, row.of] = row
    found = []
    for row in sorted(latest.values(), key=lambda each: each.recorded_at, reverse=True):
        version = next((fact["version"] for fact in row.used if fact["assumption"] == assumption.pk), None)
        if version is not None:
            found.append((row, version))
    return found
