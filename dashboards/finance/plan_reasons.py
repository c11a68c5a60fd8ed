"""What a forecast with the plan's savings and the one without them differ by besides the savings on record, and why.

The lines are typed or brought in; savings do not change them. So the two can come apart: beyond the agreement's
tolerance finance says why, one explanation for a year of a period.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import shorten

from conditions.models import PlanReason, ReportingPeriod
from dashboards.finance.blocks import Book, Column, Scenario, Sheet
from dashboards.finance.plan_effect import besides_savings, effect, without_plan
from safetyvalve.core import money
from workstreams.dsg_effect import DsgYear, dsg_years
from workstreams.models import Saving

Reasons = Mapping[tuple[int, str], PlanReason]
"""By period and financial year."""
LONGEST = 160
"""Characters of an explanation on a page with little room."""


@dataclass(frozen=True)
class Besides:
    """One year of a period's forecast. ``amount`` is what the lines differ by besides the savings, in pounds; above £0
    the lines save more than is on record."""

    period: ReportingPeriod
    financial_year: str
    amount: Decimal
    savings: DsgYear
    tolerance: Decimal
    reason: str = ""

    @property
    def is_large(self) -> bool:
        return abs(self.amount) > self.tolerance

    @property
    def asks(self) -> bool:
        """Whether an explanation is wanted and has not been given."""
        return self.is_large and not self.reason.strip()

    @property
    def in_words(self) -> str:
        """ "2026-27: by the lines the plan's savings come to £300,000 more than the savings on record (£400,000)."."""
        figure, known = (
            money.in_table(each, money.places_of([each])) for each in (abs(self.amount), self.savings.known)
        )
        way = "more" if self.amount > 0 else "less"
        lacking = f"; {self.savings.lacking_in_words}" if self.savings.lacking else ""
        return (
            f"{self.financial_year}: by the lines the plan’s savings come to {figure} {way} than the savings on record "
            f"({known if self.savings.of else 'none for the year'}{lacking})."
        )


def in_short(found: Sequence[Besides]) -> str:
    """For a page with little room: every year beyond the tolerance, and what was said of the first."""
    large = [each for each in found if each.is_large]
    if not large:
        return ""
    told = "; ".join(
        f"{each.financial_year} {money.size(each.amount)} {'more' if each.amount > 0 else 'less'}, "
        f"{'not explained' if each.asks else 'explained'}{_lacking(each)}"
        for each in large
    )
    said = next((each.reason.strip() for each in large if not each.asks), "")
    words = shorten(said, LONGEST, placeholder=" …")
    return f"The plan by the lines, against the savings on record: {told}. {words}".strip()


def _lacking(each: Besides) -> str:
    return f" ({each.savings.lacking_in_words})" if each.savings.lacking else ""


def forecast_at(period: ReportingPeriod) -> Sheet:
    """The sheet with the plan's savings."""
    return Sheet(Column.FORECAST, Scenario.MITIGATED, period.slug)


def both_given(book: Book, period: ReportingPeriod) -> bool:
    """Whether the period has a forecast with the plan's savings and one without them."""
    sheet = forecast_at(period)
    return book.has(sheet) and book.has(without_plan(sheet))


def reasons_of(periods: Iterable[ReportingPeriod]) -> Reasons:
    """Every explanation given at these periods. One query."""
    found = PlanReason.objects.filter(period__in=[period.pk for period in periods]).select_related("updated_by")
    return {(each.period_id, each.financial_year): each for each in found}


def besides(book: Book, period: ReportingPeriod, savings: Sequence[Saving], reasons: Reasons) -> list[Besides]:
    """The years in which there is any such difference. No query."""
    if not both_given(book, period):
        return []
    sheet = forecast_at(period)
    begun = {year for each in (sheet, without_plan(sheet)) for year, _ in book.amounts(each)}
    years = [year for year in book.years if year in begun]
    found = []
    for year, of_year in zip(years, dsg_years(savings, years), strict=True):
        amount = besides_savings(effect(book, sheet, year), of_year)
        if amount:
            given = reasons.get((period.pk, year))
            reason = given.reason if given else ""
            found.append(Besides(period, year, amount, of_year, book.agreement.movement_tolerance, reason))
    return found
