"""Every test of an agreement's money, answered once: for the programme overview and the finance summary alike.

The agreement's own tests are those of the position that was reported last; savings are held against their plan in the
financial year of that report, before any report in today's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from conditions.answered import answered
from conditions.models import Agreement
from conditions.positions import OnRecord
from conditions.rules.agreement_tests import AgreementTest
from conditions.rules.tolerances import savings_rule
from safetyvalve.core.dates import FinancialYear
from workstreams.delivered import Delivered, read_delivered
from workstreams.models import Saving

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


def answers(
    agreement: Agreement,
    *,
    today: date,
    on_record: OnRecord | None = None,
    savings: Iterable[Saving] | None = None,
) -> Answers:
    """Five queries, however many years, workstreams and savings; none where what was agreed and reported is given, and
    the savings with their workstreams and figures."""
    tests, period = answered(agreement, on_record)
    year = period.financial_year if period else FinancialYear.of(today).label
    delivered = read_delivered(agreement, year, savings)
    reported_at = f"{period.label} of {period.financial_year}" if period else ""
    rule = f"{EXACT} {savings_rule(agreement.savings_margin)}"
    return Answers((*tests, delivered.overall), reported_at, delivered, rule)
