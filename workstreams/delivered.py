"""Reading whether an agreement's savings are delivered as planned: together, by workstream and one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from conditions.models import Agreement
from conditions.rules.agreement_tests import AgreementTest
from workstreams.models import Saving, SavingFigure, Workstream
from workstreams.rules.delivered import all_delivered, delivered_as_planned
from workstreams.savings import savings_of_agreement


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


def read_delivered(agreement: Agreement, financial_year: str, savings: Iterable[Saving] | None = None) -> Delivered:
    """Every saving with a plan for that year. One query; none where the agreement's ``savings`` are given, with their
    workstreams and figures."""
    if savings is None:
        savings = savings_of_agreement(agreement)
    figures = []
    for saving in sorted(savings, key=lambda each: (each.workstream.order, each.workstream.name, each.name, each.pk)):
        saving.workstream.agreement = agreement
        for figure in saving.figures.all():
            if figure.financial_year == financial_year and figure.planned_amount is not None:
                figures.append(figure)
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
