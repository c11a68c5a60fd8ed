"""Where an agreement stands, gathered for its page: figures, plan by version, payments, periods. Reads only.

A fixed number of queries, however many versions, conditions or periods there are.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.db.models import Prefetch
from django.utils import timezone

from conditions.models import (
    Agreement,
    AgreementVersion,
    DsgPosition,
    Payment,
    PlannedPosition,
    ReportingCalendar,
    ReportingPeriod,
    Submission,
)
from conditions.positions import Reports, planned_beside_latest, reported_ever, reports_at, tests_of
from conditions.rules.agreement_tests import AgreementTest, YearPosition
from conditions.rules.payments import RECEIVED, Effect, effects
from safetyvalve.core import money
from safetyvalve.core.dates import in_words

WHOLE = "In-year position and block transfer, as reported, added"
TONES = {
    Submission.Status.DRAFT: "yellow",
    Submission.Status.AWAITING_SIGN_OFF: "blue",
    Submission.Status.SIGNED_OFF: "teal",
    Submission.Status.SUBMITTED: "green",
    Submission.Status.ACCEPTED: "green",
    Submission.Status.CHANGES_REQUESTED: "red",
}


@dataclass(frozen=True)
class Stat:
    """A headline figure as ``components/stat.html`` takes it."""

    label: str
    value: str
    change: str = ""
    tone: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Overview:
    """The five figures and the agreement's tests."""

    stats: list[Stat]
    tests: list[AgreementTest]
    reported_at: ReportingPeriod | None


@dataclass(frozen=True)
class PeriodLine:
    """A period with where its return stands."""

    period: ReportingPeriod
    status: str
    tone: str
    has_return: bool = False


def of(agreement: Agreement, version: AgreementVersion) -> Overview:
    """The agreement's position: what was planned beside what was last reported."""
    period = _last_reported(agreement)
    reports = reports_at(period) if period else Reports([], [])
    years = planned_beside_latest(version, reports.now)
    by_year = {year.financial_year: year for year in years}
    here = by_year.get(period.financial_year) if period else None
    stats = [_planned_end(version, by_year.get(version.last_year)), *_latest(here, period), _payments(version)]
    tests = tests_of(version, reports, period, years=years) if period else []
    return Overview(stats, tests, period)


def _last_reported(agreement: Agreement) -> ReportingPeriod | None:
    position = (
        DsgPosition.objects.filter(agreement=agreement, block=DsgPosition.Block.ALL)
        .select_related("period__calendar__agreement__authority")
        .order_by("-period__covers_to", "-period__order")
        .first()
    )
    return position.period if position else None


def _planned_end(version: AgreementVersion, year: YearPosition | None) -> Stat:
    after = year.planned_after_payments if year else None
    before = year.planned_before_payments if year else None
    note = "After DfE payments" if after is not None else "Before DfE payments" if before is not None else ""
    value = after if after is not None else before
    return Stat(f"Agreed for the end of {version.last_year}", money.balance(value), note=note)


def _latest(here: YearPosition | None, period: ReportingPeriod | None) -> list[Stat]:
    if here is None or period is None:
        note = "No DSG position has been entered yet"
        labels = ("Latest, before DfE payments", "Latest, after DfE payments", "In-year position")
        return [Stat(label, money.balance(None), note=note) for label in labels]
    basis = "outturn" if here.basis == DsgPosition.Basis.ACTUAL else "forecast"
    note = f"Latest {basis} for {here.financial_year}, in {period.label}"
    within = f"{note}. {WHOLE}" if here.block_transfer else note
    return [
        _beside_plan("Before DfE payments", here.before_payments, here.planned_before_payments, note),
        _beside_plan("After DfE payments", here.after_payments, here.planned_after_payments, note),
        _beside_plan("In-year position", here.in_year, here.planned_in_year, within),
    ]


def _beside_plan(label: str, latest: Decimal | None, planned: Decimal | None, note: str) -> Stat:
    if latest is None or planned is None:
        return Stat(label, money.balance(latest), note=note)
    tone = "" if latest == planned else "good" if latest > planned else "bad"
    words = money.compared(latest, planned)
    return Stat(label, money.balance(latest), change=words[:1].upper() + words[1:], tone=tone, note=note)


def _payments(version: AgreementVersion) -> Stat:
    """Instalments received; a payment without an amount is not counted as nothing but as unknown."""
    received = [payment.amount for payment in version.payments.all() if payment.status in RECEIVED]
    total = version.total_dfe_funding
    note = f"Of {money.size(total)} agreed" if total is not None else "The total is not recorded"
    if any(amount is None for amount in received):
        return Stat("DfE payments received", "not yet known", note=note)
    return Stat("DfE payments received", money.size(sum((a for a in received if a is not None), Decimal(0))), note=note)


def payment_effects(agreement: Agreement, version: AgreementVersion) -> list[Effect]:
    """Each year's end with and without payments still to come, on the last balance reported of each. One query."""
    latest = {row.financial_year: row for row in reported_ever(agreement)}
    balances = {year: (row.closing_before_payments, row.closing_after_payments) for year, row in latest.items()}
    return effects(sorted({*version.years, *latest}), version.payments.all(), balances)


def waiting_for(period: ReportingPeriod) -> list[Payment]:
    """The payments of the newest version that depend on this period's return. One query."""
    newest = (
        AgreementVersion.objects.filter(agreement=period.calendar.agreement_id).order_by("-number").values("pk")[:1]
    )
    return list(Payment.objects.filter(depends_on=period, version__in=newest))


def payment_lines(version: AgreementVersion) -> list[tuple[Payment, str]]:
    """The version's instalments with their amounts in figures."""
    return [(payment, money.in_figures(payment.amount)) for payment in version.payments.all()]


def versions_of(agreement: Agreement) -> list[AgreementVersion]:
    """Every version with its plan and payments, the newest first."""
    related = ("planned_positions", "payments__depends_on")
    return list(agreement.versions.select_related("created_by").prefetch_related(*related).order_by("-number"))


def in_force(versions: list[AgreementVersion]) -> AgreementVersion | None:
    """The version in force today; before the first has taken effect, the first."""
    today = timezone.localdate()
    begun = [version for version in versions if version.effective_on <= today]
    if begun:
        return max(begun, key=lambda version: (version.effective_on, version.number))
    return versions[-1] if versions else None


@dataclass(frozen=True)
class PlanRow:
    """One financial year, with the three planned amounts of each version in figures."""

    financial_year: str
    cells: list[str]


def plan_table(versions: list[AgreementVersion]) -> list[PlanRow]:
    """Planned positions of all versions side by side, in the order of ``versions``."""
    plans = [{row.financial_year: row for row in version.planned_positions.all()} for version in versions]
    years = sorted({year for version in versions for year in version.years} | {y for plan in plans for y in plan})
    columns = ("in_year", "cumulative_before_payments", "cumulative_after_payments")
    return [
        PlanRow(
            year,
            [money.in_figures(getattr(plan.get(year), column, None)) for plan in plans for column in columns],
        )
        for year in years
    ]


def doubts(version: AgreementVersion) -> list[str]:
    """What in a version's plan and payments does not add up, in sentences. The agreement may have its reasons."""
    rows = list(version.planned_positions.all())
    found = [doubt for before, after in pairwise(rows) if (doubt := _step(before, after))]
    amounts = [payment.amount for payment in version.payments.all() if payment.status != Payment.Status.CANCELLED]
    known = [amount for amount in amounts if amount is not None]
    total = version.total_dfe_funding
    if total is not None and known and len(known) == len(amounts) and sum(known) != total:
        together = money.in_figures(sum(known, Decimal(0)))
        found.append(f"The payments together are {together}; the agreed total is {money.in_figures(total)}.")
    return found


def _step(before: PlannedPosition, after: PlannedPosition) -> str:
    """Last year's cumulative position and this year's in-year position make this year's, before payments."""
    start, change, end = before.cumulative_before_payments, after.in_year, after.cumulative_before_payments
    if start is None or change is None or end is None or start + change == end:
        return ""
    return (
        f"{after.financial_year}: the plan before payments is {money.in_figures(end)}; "
        f"the year before and the in-year position make {money.in_figures(start + change)}."
    )


def calendars_of(agreement: Agreement) -> list[tuple[ReportingCalendar, list[PeriodLine]]]:
    """Each calendar with its periods and where their returns stand. Three queries."""
    rounds = Submission.objects.order_by("round")
    periods = ReportingPeriod.objects.order_by("covers_from", "order").prefetch_related(
        Prefetch("submissions", queryset=rounds)
    )
    calendars = agreement.calendars.prefetch_related(Prefetch("periods", queryset=periods))
    return [
        (calendar, [_line(period, calendar, agreement) for period in calendar.periods.all()]) for calendar in calendars
    ]


def _line(period: ReportingPeriod, calendar: ReportingCalendar, agreement: Agreement) -> PeriodLine:
    calendar.agreement = agreement
    period.calendar = calendar
    rounds = list(period.submissions.all())
    if rounds:
        return PeriodLine(
            period, rounds[-1].get_status_display(), TONES[Submission.Status(rounds[-1].status)], has_return=True
        )
    if period.closed_at:
        return PeriodLine(period, "Closed", "grey")
    if period.opens_on and period.opens_on > timezone.localdate():
        return PeriodLine(period, f"Opens {in_words(period.opens_on)}", "")
    is_return = calendar.purpose == ReportingCalendar.Purpose.DFE_RETURN
    return PeriodLine(period, "Not started" if is_return else "Open", "grey" if is_return else "")
