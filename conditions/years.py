"""The financial years that an agreement is about."""

from conditions.models import Agreement
from safetyvalve.core.dates import financial_years


def years_of(agreement: Agreement) -> list[str]:
    """Every year that any of its versions spans, in order; empty for an agreement without terms. One query."""
    spans = list(agreement.versions.values_list("first_year", "last_year"))
    if not spans:
        return []
    return financial_years(min(first for first, _ in spans), max(last for _, last in spans))
