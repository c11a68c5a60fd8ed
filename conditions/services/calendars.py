"""Reporting calendars and their periods."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, ProtectedError

from conditions.models import Agreement, ReportingCalendar, ReportingPeriod, Submission
from conditions.services.cadence import PlannedPeriod
from conditions.services.slugs import free_slug
from safetyvalve.core import audit
from safetyvalve.core.models import User
from safetyvalve.core.services import records
from safetyvalve.core.services.refusals import NotAllowed

CALENDAR_FIELDS = ("name", "purpose")
PERIOD_FIELDS = (
    "label",
    "window_label",
    "financial_year",
    "order",
    "covers_from",
    "covers_to",
    "opens_on",
    "due_on",
)


def save_calendar(calendar: ReportingCalendar, *, by: User, now: datetime) -> ReportingCalendar:
    """Save a new or edited calendar. Raises NotAllowed when returns hang on its purpose."""
    action = "calendar_changed" if calendar.pk else "calendar_added"
    if calendar.pk:
        before = ReportingCalendar.objects.get(pk=calendar.pk)
        has_returns = Submission.objects.filter(period__calendar=calendar).exists()
        if before.purpose != calendar.purpose and has_returns:
            raise NotAllowed(["Returns have been started on this calendar, so its purpose can no longer change."])
    authority = calendar.agreement.authority
    return records.save(calendar, fields=CALENDAR_FIELDS, authority=authority, action=action, by=by, now=now)


@transaction.atomic
def add_period(period: ReportingPeriod, *, by: User, now: datetime) -> ReportingPeriod:
    """Save a new period as the last of its financial year in its calendar."""
    calendar = ReportingCalendar.objects.select_for_update().get(pk=period.calendar_id)
    same_year = calendar.periods.filter(financial_year=period.financial_year)
    period.order = (same_year.aggregate(last=Max("order"))["last"] or 0) + 1
    period.slug = _slug(period, taken=_taken(calendar.agreement))
    return _save_period(period, action="period_added", by=by, now=now)


def why_fixed(period: ReportingPeriod) -> list[str]:
    """Why a period's label and dates can no longer change; empty while they can."""
    if period.closed_at:
        return [f"{period} is closed, so its dates no longer change."]
    if period.submissions.exclude(status=Submission.Status.DRAFT).exists():
        return [f"The return for {period} has been sent with these dates, so they no longer change."]
    return []


@transaction.atomic
def change_period(period: ReportingPeriod, *, by: User, now: datetime) -> ReportingPeriod:
    """Save an edited period; its address stays. Raises NotAllowed."""
    current = ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    reasons = why_fixed(current)
    if reasons:
        raise NotAllowed(reasons)
    if current.financial_year != period.financial_year:
        same_year = period.calendar.periods.filter(financial_year=period.financial_year)
        period.order = (same_year.aggregate(last=Max("order"))["last"] or 0) + 1
    return _save_period(period, action="period_changed", by=by, now=now)


def why_not_remove(period: ReportingPeriod) -> list[str]:
    """A period stays once anything has been recorded for it."""
    if period.submissions.exists() or period.dsg_positions.exists():
        return [f"Something has been recorded for {period}, so it stays."]
    if period.payments.exists():
        return [f"A payment depends on {period}, so it stays."]
    return []


@transaction.atomic
def remove_period(period: ReportingPeriod, *, by: User, now: datetime) -> None:
    """Take away a period that nothing was recorded for; the audit chain remembers it. Raises NotAllowed."""
    period = ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    reasons = why_not_remove(period)
    if reasons:
        raise NotAllowed(reasons)
    changes = {name: [getattr(period, name), None] for name in PERIOD_FIELDS}
    authority = period.calendar.agreement.authority
    audit.record(authority=authority, by=by, action="period_removed", subject=period, changes=changes, now=now)
    try:
        period.delete()
    except ProtectedError:
        raise NotAllowed([f"Something has been recorded for {period}, so it stays."]) from None


def missing(calendar: ReportingCalendar, planned: Sequence[PlannedPeriod]) -> list[PlannedPeriod]:
    """Those of ``planned`` that the calendar has not got: by their place in the year."""
    have = set(calendar.periods.values_list("financial_year", "order"))
    return [period for period in planned if (period.financial_year, period.order) not in have]


@transaction.atomic
def generate(
    calendar: ReportingCalendar, planned: Sequence[PlannedPeriod], *, by: User, now: datetime
) -> list[ReportingPeriod]:
    """Make those of ``planned`` that are missing. Asking twice makes them once."""
    calendar = ReportingCalendar.objects.select_for_update().get(pk=calendar.pk)
    taken = _taken(calendar.agreement)
    made = []
    for plan in missing(calendar, planned):
        period = ReportingPeriod(calendar=calendar, **vars(plan))
        period.slug = _slug(period, taken=taken)
        taken.add(period.slug)
        period.full_clean()
        period.save()
        made.append(period)
    if made:
        changes = {"periods": [None, [f"{period}, due {period.due_on.isoformat()}" for period in made]]}
        authority = calendar.agreement.authority
        audit.record(authority=authority, by=by, action="periods_added", subject=calendar, changes=changes, now=now)
    return made


def _taken(agreement: Agreement) -> set[str]:
    """An address names agreement and period, not the calendar between them."""
    return set(ReportingPeriod.objects.filter(calendar__agreement=agreement).values_list("slug", flat=True))


def _slug(period: ReportingPeriod, *, taken: set[str]) -> str:
    has_year = str(period.covers_to.year) in period.label
    name = period.label if has_year else f"{period.label} {period.financial_year}"
    if period.calendar.purpose != ReportingCalendar.Purpose.DFE_RETURN:
        name = f"{period.calendar.purpose} {name}"
    return free_slug(name, taken=taken, limit=60)


def _save_period(period: ReportingPeriod, *, action: str, by: User, now: datetime) -> ReportingPeriod:
    authority = period.calendar.agreement.authority
    return records.save(period, fields=PERIOD_FIELDS, authority=authority, action=action, by=by, now=now)
