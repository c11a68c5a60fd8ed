"""Fetching what an address names, within the council the person has been let into."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from conditions.models import ReportingPeriod, Submission
from safetyvalve.core.access import CouncilRequest


def get_period(request: CouncilRequest, agreement_slug: str, period_slug: str) -> ReportingPeriod:
    """The period, with its agreement, or 404."""
    periods = ReportingPeriod.objects.of(request.authority).select_related(
        "calendar__agreement__authority", "calendar__agreement__programme"
    )
    return get_object_or_404(periods, calendar__agreement__slug=agreement_slug, slug=period_slug)


def latest_submission(period: ReportingPeriod) -> Submission | None:
    """The period's latest round, whatever its state. One query."""
    return Submission.objects.with_place().filter(period=period).order_by("-round").first()


def get_submission(request: CouncilRequest, agreement_slug: str, period_slug: str) -> Submission:
    """The period's latest round, or 404 when nobody has started the return."""
    submission = latest_submission(get_period(request, agreement_slug, period_slug))
    if submission is None:
        raise Http404("Nobody has started this return.")
    return submission


def rounds_of(period: ReportingPeriod) -> list[Submission]:
    """Every round of the period's return, latest first. One query."""
    rounds = Submission.objects.with_place().select_related("current_pack").filter(period=period)
    return list(rounds.order_by("-round"))
