"""Reading whether an agreement's savings are delivered as planned: together, by workstream and one by one."""

from dataclasses import dataclass
from decimal import Decimal

from conditions.models import Agreement
from conditions.rules.agreement_tests import AgreementTest
from workstreams.models import Saving, SavingFigure, Workstream
from workstreams.rules.delivered import all_delivered, delivered_as_planned


@dataclass(frozen=True)
class OfWorkstream:
    """One workstream's answer, and those of its savings that have a plan for the year."""

    workstream: Workstream
    test: AgreementTest
    savings: tuple[tuple[Saving, AgreementTest], ...]


@dataclass(frozen=True)
class Delivered:
    """Everything that has a plan for the year, in the order of the agreement."""

    financial_year: str
    overall: AgreementTest
    workstreams: tuple[OfWorkstream, ...]


def read_delivered(agreement: Agreement, financial_year: str) -> Delivered:
    """Every saving with a plan for that year. One query."""
    figures = list(
        SavingFigure.objects.filter(
            saving__workstream__agreement=agreement, financial_year=financial_year, planned_amount__isnull=False
        )
        .select_related("saving__workstream__agreement__authority")
        .order_by("saving__workstream__order", "saving__workstream__name", "saving__name", "saving")
    )
    by_workstream: dict[Workstream, list[SavingFigure]] = {}
    for figure in figures:
        by_workstream.setdefault(figure.saving.workstream, []).append(figure)
    margin = agreement.savings_margin
    found = tuple(_of(workstream, theirs, financial_year, margin) for workstream, theirs in by_workstream.items())
    overall = all_delivered([(each.workstream.name, each.test) for each in found], financial_year, margin=margin)
    return Delivered(financial_year, overall, found)


def _of(workstream: Workstream, figures: list[SavingFigure], year: str, margin: Decimal) -> OfWorkstream:
    test = delivered_as_planned(f"workstream:{workstream.slug}", figures, year, margin=margin)
    savings = tuple(
        (each.saving, delivered_as_planned(f"saving:{each.saving_id}", [each], year, margin=margin)) for each in figures
    )
    return OfWorkstream(workstream, test, savings)
