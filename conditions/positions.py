"""Reading the DSG position that a submission reports, beside what was agreed. Shared by pages, packs and charts."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from conditions.models import Agreement, AgreementVersion, DsgPosition, ReportingPeriod
from conditions.rules.agreement_tests import AgreementTest, YearPosition, all_tests
from conditions.rules.roll_forward import whole_in_year
from safetyvalve.core.joined import with_children


def reported(period: ReportingPeriod) -> list[DsgPosition]:
    """The whole-DSG, with-savings positions reported at a period, by financial year. One query."""
    return list(
        DsgPosition.objects.filter(period=period, block=DsgPosition.Block.ALL, scenario=DsgPosition.Scenario.MITIGATED)
        .select_related("confirmed_by", "updated_by", "period")
        .order_by("financial_year")
    )


def reported_ever(agreement: Agreement) -> list[DsgPosition]:
    """The same of every period of an agreement, the latest report last. One query."""
    return list(
        DsgPosition.objects.filter(
            agreement=agreement, block=DsgPosition.Block.ALL, scenario=DsgPosition.Scenario.MITIGATED
        )
        .select_related("period")
        .order_by("period__covers_to", "period__order", "period", "financial_year")
    )


@dataclass(frozen=True)
class OnRecord:
    """What an agreement's money is read from, for pages that show several readings of it: its versions by number, with
    their plans and payments, and what was ever reported of the whole DSG, the latest report last."""

    versions: tuple[AgreementVersion, ...]
    positions: tuple[DsgPosition, ...]


def read_on_record(agreement: Agreement) -> OnRecord:
    """Three queries, however many versions, years, payments and reports."""
    ordered = agreement.versions.order_by("number", "planned_positions__financial_year")
    versions = with_children(ordered, "planned_positions")
    for version in versions:
        version.agreement = agreement
    prefetch_related_objects(versions, "payments")
    return OnRecord(tuple(versions), tuple(reported_ever(agreement)))


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


def tests_of(version: AgreementVersion, years: list[YearPosition], period: ReportingPeriod) -> list[AgreementTest]:
    """The agreement's tests answered from these years, for the financial year of the period."""
    return all_tests(
        years,
        balanced_by=version.balanced_in_year_by,
        last_year=version.last_year,
        financial_year=period.financial_year,
        stability_grant_counts=version.stability_grant_counts,
    )
