"""Reading commissioned services: what comes up soon first, what each costs, and how its indicators stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conditions.models import Agreement
from conditions.rules.income import Sum, total
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.models import Authority
from workstreams.linked_measures import LinkedMeasure, latest_of
from workstreams.models import CommissionedService, ServiceIndicator
from workstreams.models.commissioned import CommissionedServiceQuerySet
from workstreams.rules.notice import ComingUp, Terms, coming_up, in_a_sentence, soon


@dataclass(frozen=True)
class ServiceRow:
    """A service as the list shows it. ``next`` is what is due within six months, else what is due at all."""

    service: CommissionedService
    sentence: str
    next: ComingUp | None
    is_soon: bool
    is_late: bool
    amount: Decimal | None


@dataclass(frozen=True)
class LineTotal:
    """What the services of one section 251 line cost in a year."""

    line: str
    services: int
    amount: Sum


@dataclass(frozen=True)
class Reading:
    """An indicator with its figure: as typed, or the latest of the measure it is linked to."""

    indicator: ServiceIndicator
    measure: LinkedMeasure | None


def services_of(agreement: Agreement) -> list[CommissionedService]:
    """Every service with its years. Two queries."""
    return list(for_pages().filter(agreement=agreement))


def for_pages() -> CommissionedServiceQuerySet:
    """Services with what their pages show but their indicators."""
    found = CommissionedService.objects.select_related(
        "agreement__authority", "agreement__programme", "owner", "updated_by"
    )
    return found.prefetch_related("years")


def terms_of(service: CommissionedService) -> Terms:
    """The service's dates as the rule sees them."""
    return Terms(
        ends_on=service.ends_on,
        notice=service.notice,
        unit=service.notice_unit,
        goes_on=service.goes_on,
        given_on=service.notice_given_on,
        review_on=service.review_on,
        given=bool(service.notice_given_by),
    )


def row_of(service: CommissionedService, year: str, on: date) -> ServiceRow:
    pressing, due = soon(terms_of(service), on), coming_up(terms_of(service), on)
    following = next(iter(pressing or due), None)
    return ServiceRow(
        service,
        sentence(service, on),
        following,
        bool(pressing),
        following is not None and following.is_past(on),
        amount_in(service, year),
    )


def rows_of(services: Iterable[CommissionedService], year: str, on: date) -> list[ServiceRow]:
    """What comes up within six months first, soonest first; then the others by name."""
    rows = [row_of(each, year, on) for each in services]
    return sorted(rows, key=lambda row: row.next.on if row.next and row.is_soon else date.max)


def sentence(service: CommissionedService, on: date) -> str:
    """How it stands as to its end, from the one rule."""
    return in_a_sentence(terms_of(service), on, service.get_notice_given_by_display())


def amount_in(service: CommissionedService, year: str) -> Decimal | None:
    return next((each.amount for each in service.years.all() if each.financial_year == year), None)


def by_line(rows: Sequence[ServiceRow]) -> list[LineTotal]:
    """What each line bears in the year of the rows; services without a line last."""
    lines = sorted({row.service.line_name for row in rows}, key=lambda name: (not name, name))
    found = []
    for line in lines:
        those = [row for row in rows if row.service.line_name == line]
        found.append(LineTotal(line, len(those), total(row.amount for row in those)))
    return found


def years_to_show(services: Iterable[CommissionedService], agreement_years: Iterable[str], on: date) -> list[str]:
    """The agreement's years, this one, and any that a service has a value for."""
    given = {year.financial_year for service in services for year in service.years.all()}
    return sorted({*agreement_years, *given, FinancialYear.of(on).label})


def readings(service: CommissionedService, authority: Authority) -> list[Reading]:
    """Its indicators; those that are linked, with the measure's latest figure."""
    found = list(service.indicators.all())
    measures = latest_of(authority, {each.measure for each in found})
    return [Reading(each, measures.get(each.measure)) for each in found]
