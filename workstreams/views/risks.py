"""The risk register, and one risk with what returns have said about it."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from conditions.models import Agreement, RagLevel, ReportingPeriod
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from workstreams.answers import last_reported
from workstreams.models import Risk, RiskUpdate
from workstreams.rules.scores import IMPACTS, LIKELIHOODS, MatrixRow, band, matrix
from workstreams.views.finding import get_risk


@dataclass(frozen=True)
class RiskRow:
    """A risk as the register lists it: its score is today's, its RAG that of the period it was last reported for."""

    risk: Risk
    band: str
    rag: RagLevel | None
    period: ReportingPeriod | None


@dataclass(frozen=True)
class Register:
    """One agreement's risks: open ones in a matrix and a table, closed ones beneath."""

    agreement: Agreement
    rows: list[RiskRow]
    closed: list[Risk]
    matrix: list[MatrixRow]
    unscored: int


@requires(Permission.AGREEMENT_VIEW)
def risks(request: CouncilRequest) -> HttpResponse:
    """The register per agreement. The number of queries does not grow with the rows."""
    today = timezone.localdate()
    agreements = Agreement.objects.of(request.authority).select_related("authority")
    found = list(Risk.objects.of(request.authority).select_related("agreement__authority", "owner", "workstream"))
    reported = last_reported(found)
    context = {
        "registers": [
            _register(each, [risk for risk in found if risk.agreement_id == each.pk], reported, today)
            for each in agreements
        ],
        "impacts": IMPACTS.items(),
        "can_edit": Permission.WORKSTREAM_MANAGE in request.permissions,
    }
    return render(request, "workstreams/risks.html", context)


def _register(agreement: Agreement, found: list[Risk], reported: dict[int, RiskUpdate], today: date) -> Register:
    closed = [risk for risk in found if risk.closed_on and risk.closed_on <= today]
    standing = [risk for risk in found if risk not in closed]
    # Highest score first; those nobody has scored come last, in the register's own order.
    standing.sort(key=lambda risk: (-(risk.score or 0), risk.order))
    rows = [_row(risk, reported.get(risk.pk)) for risk in standing]
    unscored = sum(risk.score is None for risk in standing)
    return Register(agreement, rows, closed, matrix(standing), unscored)


def _row(risk: Risk, last: RiskUpdate | None) -> RiskRow:
    return RiskRow(risk, band(risk.score), last.rag if last else None, last.submission.period if last else None)


@requires(Permission.AGREEMENT_VIEW)
def risk(request: CouncilRequest, agreement_slug: str, number: str) -> HttpResponse:
    """One risk: its score in words, and its history by period, newest first."""
    found = get_risk(request, agreement_slug, number)
    updates = found.updates.select_related("rag", "submission__period").order_by(
        "-submission__period__covers_from", "-submission__round"
    )
    context = {
        "risk": found,
        "title": str(found),
        "agreement": found.agreement,
        "band": band(found.score),
        "likelihood": LIKELIHOODS.get(found.likelihood or 0),
        "impact": IMPACTS.get(found.impact or 0),
        "updates": updates,
        "can_edit": Permission.WORKSTREAM_MANAGE in request.permissions,
    }
    return render(request, "workstreams/risk.html", context)
