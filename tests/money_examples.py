"""One of everything that an agreement's money registers can hold, and how an address names it."""

from datetime import date
from decimal import Decimal
from typing import Any

from conditions.models import (
    Agreement,
    Assumption,
    Attestation,
    Contribution,
    ContributionInvoice,
    ContributionReceipt,
    DifferenceExplanation,
    ForecastBasis,
    ReconciliationSource,
    ReportingPeriod,
)
from conditions.services import assumptions, income, reconciliation
from conditions.services.assumptions import Assumed
from dashboards.finance.commitments.days import months_of
from dashboards.imports.contract import Delivered
from dashboards.models import CommitmentBasis, CommitmentList
from dashboards.services import commitments
from dashboards.services.typed_totals import Typed
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.models import User
from tests import finance_in_examples, register_examples
from tests.factories import NOW, World


def make(world: World) -> None:
    make_for(world.agreement, world.period, by=world.people["finance_officer"])


def make_for(agreement: Agreement, period: ReportingPeriod, *, by: User) -> None:
    """One of each, beside whatever the agreement has."""
    make_growth(agreement, by=by, name="Growth, for example")
    make_contribution(agreement, by=by)
    make_reconciliation(agreement, period.financial_year, by=by)
    make_commitments(agreement, by=by)
    assumptions.record_basis(period, of=ForecastBasis.Of.POSITION, by=by, now=NOW)
    register_examples.make_for(agreement, by=by)
    finance_in_examples.make_for(agreement, by=by)


def parts(agreement: Agreement) -> dict[str, Any]:
    """How addresses name them."""
    receipt = ContributionReceipt.objects.filter(contribution__agreement=agreement).latest("pk")
    explanations = DifferenceExplanation.objects.filter(source__reconciliation__agreement=agreement)
    return {
        "assumption_id": Assumption.objects.filter(agreement=agreement).latest("pk").pk,
        "contribution_id": receipt.contribution_id,
        "invoice_id": receipt.invoice_id,
        "receipt_id": receipt.pk,
        "source": "s251",
        "explanation_id": explanations.latest("pk").pk,
        "list_id": CommitmentList.objects.filter(agreement=agreement).confirmed().latest("pk").pk,
        "draft_id": CommitmentList.objects.filter(agreement=agreement, confirmed_at=None).latest("pk").pk,
        **register_examples.parts(agreement),
        **finance_in_examples.parts(agreement),
    }


def make_growth(agreement: Agreement, *, by: User, **fields: Any) -> Assumption:
    """Growth of plans at 4% a year in 2023-24 and 2024-25, in force from April 2023, owned by whoever enters it."""
    values = {
        "name": "Growth of EHC plans",
        "kind": "growth",
        "unit": "percent",
        "owner": by,
        "measure": "plans_growth",
        "lines": ["1.2.3"],
        "tolerance": Decimal(1),
        **fields,
    }
    assumed = Assumed(
        {"2023-24": Decimal(4), "2024-25": Decimal(4)}, date(2023, 4, 1), evidence="The plan of March 2022."
    )
    return assumptions.create(agreement, values, assumed, by=by, now=NOW)


def make_contribution(agreement: Agreement, *, by: User, **fields: Any) -> Contribution:
    """£100,000 sought of health for 2023-24: £60,000 invoiced in two bills, £20,000 of the first received."""
    entry = Contribution(
        **{
            "agreement": agreement,
            "financial_year": "2023-24",
            "kind": "health",
            "payer": "Integrated care board",
            "plans": 12,
            "sought": Decimal(100_000),
            "sought_on": date(2023, 5, 1),
            "line": "1.2.13",
            **fields,
        }
    )
    income.save(entry, by=by, now=NOW)
    bills = [
        ContributionInvoice(contribution=entry, reference=reference, invoiced_on=day, amount=Decimal(amount))
        for reference, day, amount in (("A1", date(2024, 2, 1), 35_000), ("A2", date(2024, 5, 20), 25_000))
    ]
    for bill in bills:
        income.save(bill, by=by, now=NOW)
    paid = ContributionReceipt(
        contribution=entry, invoice=bills[0], received_on=date(2024, 3, 15), amount=Decimal(20_000)
    )
    income.save(paid, by=by, now=NOW)
    return entry


def make_reconciliation(agreement: Agreement, financial_year: str, *, by: User) -> None:
    """Section 251 states £5,860,000, of which £50,000 is explained; an attestation that no longer holds."""
    source = reconciliation.set_source(
        agreement,
        financial_year,
        "s251",
        {"amount": Decimal(-5_860_000), "reference": "Outturn return", "dated_on": date(2024, 8, 30)},
        revision=0,
        by=by,
        now=NOW,
    )
    part = {"amount": Decimal(-50_000), "reason": "An accrual made after the return.", "evidence": "Journal 4411."}
    reconciliation.explain(source, part, by=by, now=NOW)
    Attestation.objects.create(
        reconciliation=source.reconciliation,
        facts={"year": financial_year},
        digest="0" * 64,
        name=str(by),
        declaration=reconciliation.DECLARATION,
        attested_at=NOW,
        attested_by=by,
    )


def make_commitments(agreement: Agreement, *, by: User, as_at: date = date(2024, 3, 1)) -> None:
    """Totals of 2023-24 typed for two provider types, a list tried out, and plans being drafted at £20,000 each."""
    typed = {"independent": Typed(12, Decimal(600_000), Decimal(60_000)), "ap": Typed(3, Decimal(45_000))}
    months = months_of(FinancialYear.parse("2023-24"))
    commitments.type_totals(agreement, typed, as_at=as_at, months=months, source="Register", seen=0, by=by, now=NOW)
    rows = b"Provider type,Rate,Unit,Start\r\nindependent,36600,year,01/04/2023\r\nspecial,soon,year,01/04/2023\r\n"
    commitments.try_out(agreement, Delivered("list.csv", rows), as_at=as_at, source="", by=by, now=NOW)
    basis = {"unit_cost": Decimal(20_000), "share_issuing": Decimal(100), "weeks_issuing": 4}
    if not CommitmentBasis.objects.filter(agreement=agreement).exists():
        commitments.set_basis(agreement, basis, revision=0, by=by, now=NOW)


def explain(agreement: Agreement, reason: str, *, by: User) -> None:
    """Another penny of what section 251 says explained."""
    source = ReconciliationSource.objects.get(reconciliation__agreement=agreement, source="s251")
    part = {"amount": Decimal("-0.01"), "reason": reason, "evidence": ""}
    reconciliation.explain(source, part, by=by, now=NOW)
