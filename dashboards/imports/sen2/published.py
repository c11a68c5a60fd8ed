"""What is published of the same day, to be shown beside what a return comes to."""

from datetime import date
from decimal import Decimal

from dashboards.imports.contract import Level, Problem
from dashboards.models import ImportBatch, Measurement
from safetyvalve.core.dates import in_words
from safetyvalve.core.models import Authority


def published_plans(authority: Authority, day: date) -> Decimal | None:
    """The plans of this council that are published for that day, as far as they were imported. One query."""
    found: Decimal | None = (
        Measurement.objects.filter(
            authority=authority,
            area_code=authority.gss_code,
            version__indicator__code="plans_maintained",
            breakdown_topic="",
            period_end=day,
            is_withdrawn=False,
            batch__kind=ImportBatch.Kind.PUBLISHED,
        )
        .order_by("-recorded_at", "-pk")
        .values_list("value", flat=True)
        .first()
    )
    return found


def beside_published(authority: Authority, day: date, plans: Decimal | None, sheet: str) -> list[Problem]:
    """Both figures, where they differ. Neither need be wrong: the published one was taken at another time."""
    published = published_plans(authority, day)
    if plans is None or published is None or plans == published:
        return []
    words = f"The file comes to {plans:,.0f} plans on {in_words(day)}; {published:,.0f} are published."
    return [Problem("published-differs", words, "", Level.NOTE, sheet)]
