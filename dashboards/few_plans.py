"""Health money of years with a contribution towards a few plans: nobody outside the programme sees it, anywhere."""

from collections.abc import Collection

from conditions.models import Contribution
from dashboards.periods import Period
from safetyvalve.core.models import Authority

HEALTH_MONEY = ("health_contributions_sought", "health_contributions_received")


def years_of_few_plans(authority: Authority, threshold: int) -> frozenset[Period]:
    """The financial years with a health contribution towards one to ``threshold`` - 1 plans. One query.

    What one plan gets from health is no secret between the two bodies: whoever knows it could divide. What another
    entry of the year is for may be known too, so that the sum of both would not hide it.
    """
    found = Contribution.objects.of(authority).filter(kind=Contribution.Kind.HEALTH)
    years = found.filter(plans__gt=0, plans__lt=threshold).order_by().values_list("financial_year", flat=True)
    return frozenset(map(Period.financial_year, years.distinct()))


def is_of_few_plans(period: Period, years: Collection[Period]) -> bool:
    """Whether a figure of this period has any part of such a year in it."""
    return any(period.start <= year.end and year.start <= period.end for year in years)
