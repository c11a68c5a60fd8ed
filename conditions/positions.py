"""Reading the DSG position that a submission reports, beside what was agreed. Shared by pages, packs and charts."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from conditions.models import Agreement, AgreementVersion, DsgPosition, ReportingPeriod
from conditions.rules.agreement_tests import AgreementTest, GrantsOnRecord, YearPosition, all_tests
from conditions.rules.roll_forward import whole_in_year
from safetyvalve.core.dates import financial_years
from safetyvalve.core.joined import has_children, with_children


def reported(period: ReportingPeriod) -> list[DsgPosition]:
    """The whole-DSG, with-savings positions reported at a period, by financial year. One query."""
    return list(
        DsgPosition.objects.filter(period=period, block=DsgPosition.Block.ALL, scenario=DsgPosition.Scenario.MITIGATED)
        .select_related("confirmed_by", "updated_by", "period")
        .order_by("financial_year")
    )


def reported_ever(agreement: Agreement, *, with_people: bool = False) -> list[DsgPosition]:
    """The same of every period of an agreement, the latest report last. One query."""
    return list(
        DsgPosition.objects.filter(
            agreement=agreement, block=DsgPosition.Block.ALL, scenario=DsgPosition.Scenario.MITIGATED
        )
        .select_related("period", *(("confirmed_by", "updated_by") if with_people else ()))
        .order_by("period__covers_to", "period__order", "period", "financial_year")
    )


@dataclass(frozen=True)
class OnRecord:
    """What an agreement's money is read from, for pages that show several readings of it: its versions by number, with
    their plans and payments, and what was ever reported of the whole DSG, the latest report last."""

    versions: tuple[AgreementVersion, ...]
    positions: tuple[DsgPosition, ...]


def with_versions(agreements: QuerySet[Agreement]) -> list[Agreement]:
    """Agreements with their programmes, and with their versions by number and the plans and payments of each.

    One query.
    """
    ordered = agreements.order_by(
        *agreements.query.order_by,
        "versions__number",
        "versions__planned_positions__financial_year",
        *(f"versions__payments__{name}" for name in ("financial_year", "due_on", "pk")),
    )
    return with_children(ordered, "authority", "programme", "versions__planned_positions", "versions__payments")


def read_on_record(agreement: Agreement) -> OnRecord:
    """Two queries, however many versions, years, payments and reports; one where the agreement itself was read
    ``with_versions``."""
    read = agreement
    if not has_children(read, "versions"):
        [read] = with_versions(Agreement.objects.filter(pk=agreement.pk))
    versions = tuple(read.versions.all())
    for version in versions:
        version.agreement = agreement
    return OnRecord(versions, tuple(reported_ever(agreement)))


@dataclass(frozen=True)
class Reports:
    """What a period reports of the whole DSG, by financial year, and what was ever reported up to its end, the latest
    report last. A year that this return does not state any more is in the second only."""

    now: list[DsgPosition]
    ever: list[DsgPosition]


def reports_at(period: ReportingPeriod) -> Reports:
    """One query, as ``reported`` takes."""
    ever = reported_ever(period.agreement, with_people=True)
    return up_to(period, ever)


def up_to(period: ReportingPeriod, ever: Iterable[DsgPosition]) -> Reports:
    """The same from what was read. A report of this period itself is newer than any other up to the same day."""
    others, now = [], []
    for each in ever:
        if each.period_id == period.pk:
            now.append(each)
        elif each.period.covers_to <= period.covers_to:
            others.append(each)
    return Reports(now, [*others, *now])


def planned_beside_latest(version: AgreementVersion, positions: list[DsgPosition]) -> list[YearPosition]:
    """Every year of the version, planned beside reported. One query for the plan."""
    planned = {position.financial_year: position for position in version.planned_positions.all()}
    latest = {position.financial_year: position for position in positions}
    return [_year(label, planned.get(label), latest.get(label)) for label in sorted({*version.years, *latest})]


def _year(label: str, plan: object | None, latest: DsgPosition | None) -> YearPosition:
    return YearPosition(
        financial_year=label,
        planned_in_year=getattr(plan, "in_year", None),
        planned_before_payments=getattr(plan, "cumulative_before_payments", None),
        planned_after_payments=getattr(plan, "cumulative_after_payments", None),
        in_year=whole_in_year(latest.in_year_position, latest.block_transfer) if latest else None,
        before_payments=latest.closing_before_payments if latest else None,
        after_payments=latest.closing_after_payments if latest else None,
        stability_grant=latest.stability_grant if latest else None,
        block_transfer=latest.block_transfer if latest else None,
        basis=latest.basis if latest else "",
    )


def tests_of(
    version: AgreementVersion, reports: Reports, period: ReportingPeriod, *, years: list[YearPosition]
) -> list[AgreementTest]:
    """The agreement's tests answered from what a period reports, for its financial year.

    Stability grants are those of every year up to the one judged, be they in another return or before this version.
    ``years`` is ``planned_beside_latest`` of what the period reports.
    """
    return all_tests(
        years,
        balanced_by=version.balanced_in_year_by,
        last_year=version.last_year,
        financial_year=period.financial_year,
        stability_grant_counts=version.stability_grant_counts,
        on_record=_grants(version, reports),
    )


def _grants(version: AgreementVersion, reports: Reports) -> GrantsOnRecord:
    newest = {each.financial_year: each.stability_grant or Decimal(0) for each in reports.ever}
    first = min([version.first_year, *newest])
    unstated = (year for year in financial_years(first, version.last_year) if year not in newest)
    return GrantsOnRecord(newest, tuple(unstated))
