"""Every test of an agreement's money, answered once: for the programme overview and the finance summary alike.

The agreement's own tests are those of the position that was reported last; savings are held against their plan in the
financial year of that report, before any report in today's.
"""

from dataclasses import dataclass
from datetime import date

from conditions.models import Agreement
from conditions.overview import answered
from conditions.rules.agreement_tests import AgreementTest
from conditions.rules.tolerances import savings_rule
from safetyvalve.core.dates import FinancialYear
from workstreams.delivered import Delivered, read_delivered

EXACT = "Balances are judged to the penny."


@dataclass(frozen=True)
class Answers:
    """``tests`` ends with that of the savings; without a report it is the only one."""

    tests: tuple[AgreementTest, ...]
    reported_at: str
    delivered: Delivered
    rule: str
    """How they are found, for the foot of what shows them."""

    @property
    def has_any(self) -> bool:
        """Whether there is anything to answer from."""
        return bool(self.reported_at or self.delivered.workstreams)


def answers(agreement: Agreement, *, today: date) -> Answers:
    """Four queries, however many years, workstreams and savings."""
    tests, period = answered(agreement)
    delivered = read_delivered(agreement, period.financial_year if period else FinancialYear.of(today).label)
    reported_at = f"{period.label} of {period.financial_year}" if period else ""
    rule = f"{EXACT} {savings_rule(agreement.savings_margin)}"
    return Answers((*tests, delivered.overall), reported_at, delivered, rule)
