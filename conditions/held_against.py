"""What the amounts of a DSG position are held against, should one of them have been typed in thousands."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from conditions.models import AgreementVersion, DsgPosition, PlannedPosition
from conditions.movement import name_of
from safetyvalve.core.thousands import Held, around

PLANNED = {
    "in_year_position": "in_year",
    "closing_before_payments": "cumulative_before_payments",
    "closing_after_payments": "cumulative_after_payments",
}
BY_ITSELF = frozenset({"adjustments"})
"""Differs freely from year to year and from report to report: only a change of the same figure is asked about."""


def of_position(
    financial_year: str,
    *,
    last_time: DsgPosition | None,
    planned: PlannedPosition | None,
    entered: Mapping[str, DsgPosition],
    version: AgreementVersion,
) -> Callable[[str], Iterable[Held]]:
    """For the name of an amount: as last reported, as agreed, and as entered for the years around.

    Only DfE's payments ask the database, for the schedule of the year.
    """

    def known(name: str) -> Iterator[Held]:
        if name in BY_ITSELF:
            return
        if last_time:
            yield Held(getattr(last_time, name), f"was reported at {name_of(last_time.period)}")
        if planned and name in PLANNED:
            yield Held(getattr(planned, PLANNED[name]), "is planned")
        if name == "dfe_payments":
            yield Held(_scheduled(version, financial_year), "is on the schedule of DfE’s payments")
        yield from around(financial_year, {year: getattr(each, name) for year, each in entered.items()})

    return known


def _scheduled(version: AgreementVersion, financial_year: str) -> Decimal | None:
    amounts = version.payments.filter(financial_year=financial_year).values_list("amount", flat=True)
    return sum((amount for amount in amounts if amount is not None), Decimal(0)) or None
