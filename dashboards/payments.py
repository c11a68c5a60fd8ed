"""The money of an agreement beside its balance: DfE's payments, and savings by year. For readers inside only."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conditions.models import Agreement, AgreementVersion, Payment
from conditions.positions import OnRecord, read_on_record
from workstreams.models import Saving
from workstreams.savings import WorkstreamYear, YearTotal, by_workstream, savings_of_agreement, totals

SETTLED = (Payment.Status.PAID, Payment.Status.RESTORED)
OPEN = (Payment.Status.DUE, Payment.Status.CONDITIONAL)


@dataclass(frozen=True)
class PaymentYear:
    """The instalments of one financial year in pounds, by what has become of them; None where there are none."""

    financial_year: str
    paid: Decimal | None
    to_come: Decimal | None
    withheld: Decimal | None


@dataclass(frozen=True)
class Payments:
    """Payments of the version in force, year by year, and the savings of the agreement's workstreams."""

    years: tuple[PaymentYear, ...]
    savings: tuple[YearTotal, ...]
    version: int = 0
    late: tuple[Payment, ...] = ()
    """Instalments whose day has passed and that nobody has recorded as paid or withheld."""
    by_workstream: tuple[WorkstreamYear, ...] = ()
    as_at: date | None = None
    """The day on which the record was read."""
    without_amount: int = 0
    """Instalments, but for cancelled ones, of which nobody has said what they come to."""
    each_saving: tuple[Saving, ...] = ()
    """With their workstreams and figures."""


def read_payments(agreement: Agreement, *, today: date, on_record: OnRecord | None = None) -> Payments:
    """Three queries, however many payments, workstreams and savings; one where what was agreed is given."""
    on_record = on_record or read_on_record(agreement)
    versions = [each for each in on_record.versions if each.effective_on <= today]
    version = versions[-1] if versions else None
    savings = savings_of_agreement(agreement)
    labels = {year for each in versions for year in each.years}
    labels |= {figure.financial_year for saving in savings for figure in saving.figures.all()}
    return Payments(
        tuple(_years(version)) if version else (),
        tuple(totals(savings, sorted(labels))),
        version.number if version else 0,
        tuple(_late(version, today)) if version else (),
        tuple(by_workstream(savings, sorted(labels))),
        today,
        _without_amount(version) if version else 0,
        tuple(savings),
    )


def _without_amount(version: AgreementVersion) -> int:
    return sum(1 for each in version.payments.all() if each.amount is None and each.status != Payment.Status.CANCELLED)


def _late(version: AgreementVersion, today: date) -> list[Payment]:
    return [each for each in version.payments.all() if each.status in OPEN and each.due_on and each.due_on < today]


def _years(version: AgreementVersion) -> list[PaymentYear]:
    payments = [payment for payment in version.payments.all() if payment.amount is not None]
    return [
        PaymentYear(
            label,
            _sum(payments, label, SETTLED),
            _sum(payments, label, OPEN),
            _sum(payments, label, (Payment.Status.WITHHELD,)),
        )
        for label in sorted({payment.financial_year for payment in payments})
    ]


def _sum(payments: list[Payment], label: str, statuses: tuple[str, ...]) -> Decimal | None:
    found = [each.amount for each in payments if each.financial_year == label and each.status in statuses]
    amounts = [amount for amount in found if amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None
