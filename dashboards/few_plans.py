"""Health money of years with a contribution towards a few plans: nobody outside the programme sees it, anywhere."""

from collections.abc import Collection, Mapping

from dashboards.health_register import Known
from dashboards.periods import Period

HEALTH_MONEY = ("health_contributions_sought", "health_contributions_received")


def years_of_few_plans(register: Mapping[str, Known], threshold: int) -> frozenset[Period]:
    """The financial years with a health contribution towards one to ``threshold`` - 1 plans.

    What one plan gets from health is no secret between the two bodies: whoever knows it could divide. What another
    entry of the year is for may be known too, so that the sum of both would not hide it.
    """
    years = (year for year, known in register.items() if any(0 < plans < threshold for plans in known.plans))
    return frozenset(map(Period.financial_year, years))


def is_of_few_plans(period: Period, years: Collection[Period]) -> bool:
    """Whether a figure of this period has any part of such a year in it."""
    return any(period.start <= year.end and year.start <= period.end for year in years)
