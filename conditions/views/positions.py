"""The DSG position of a period: every year planned beside latest, one page to enter each, one to confirm them."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conditions.assumptions import basis_of
from conditions.forms.updates import DsgPositionForm
from conditions.held_against import of_position
from conditions.lifecycle import NotAllowed
from conditions.models import DsgPosition, ForecastBasis, Submission
from conditions.movement import last_reported, moved, since_last_time, withdrawn
from conditions.positions import planned_beside_latest, reported, reports_at, tests_of
from conditions.rules.movement import FOLLOWED, rule
from conditions.services import answers, positions
from conditions.views.answering import AnswerPage, answer_page, revision_in
from conditions.views.finding import get_submission
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import FinancialYear, financial_years
from safetyvalve.core.forms import GovForm
from safetyvalve.core.roles import Permission


@requires(Permission.SUBMISSION_VIEW)
def dsg_position(request: CouncilRequest, agreement_slug: str, period_slug: str) -> HttpResponse:
    """Every year of the agreement, planned beside latest; a finance officer confirms from here."""
    submission = get_submission(request, agreement_slug, period_slug)
    reports = reports_at(submission.period)
    entered = reports.now
    refused: list[str] = []
    if request.method == "POST":
        if Permission.FINANCE_CONFIRM not in request.permissions:
            refused = ["Only a finance officer confirms the DSG position."]
        else:
            try:
                positions.confirm(submission, revisions=_revisions(request), by=request.user, now=timezone.now())
            except NotAllowed as refusal:
                refused = refusal.reasons
            else:
                messages.success(request, "The DSG position is confirmed.")
                return redirect(submission.period)
    years = planned_beside_latest(submission.version, entered)
    tolerance = submission.period.agreement.movement_tolerance
    movements = since_last_time(entered, last_reported(submission), tolerance=tolerance)
    by_year = {position.financial_year: position for position in entered}
    context = {
        "submission": submission,
        "period": submission.period,
        "agreement": submission.period.calendar.agreement,
        "rows": [{"year": year, "position": by_year.get(year.financial_year)} for year in years],
        "movements": [(position, movements.get(position.financial_year)) for position in entered],
        "movement_rule": rule(tolerance),
        "withdrawn": withdrawn(entered),
        "editable_years": years_to_enter(submission),
        "tests": tests_of(submission.version, reports, submission.period, years=years),
        "entered": entered,
        "basis": basis_of(submission.period, ForecastBasis.Of.POSITION),
        "unconfirmed": [position for position in entered if position.confirmed_at is None],
        "can_enter": Permission.FINANCE_EDIT in request.permissions and submission.is_editable,
        "can_confirm": Permission.FINANCE_CONFIRM in request.permissions and submission.is_editable,
        "refused": refused,
        "locked": answers.locked_reason(submission),
        "sent_back": submission.sent_back_reasons.get("dsg-position", ""),
        "form": GovForm(),
    }
    return render(request, "conditions/dsg_position.html", context, status=409 if refused else 200)


def _revisions(request: CouncilRequest) -> dict[str, int]:
    """ "revision-2024-25": "3" of the confirmation form, as {"2024-25": 3}."""
    pairs = ((name.removeprefix("revision-"), str(value)) for name, value in request.POST.items())
    return {year: revision_in(value, otherwise=-1) for year, value in pairs}


def years_to_enter(submission: Submission) -> list[str]:
    """The year before the period's own, whose outturn is known by now, then its own and every later one."""
    own, version = FinancialYear.parse(submission.period.financial_year), submission.version
    before = FinancialYear(own.starting - 1)
    first = before if before >= FinancialYear.parse(version.first_year) else own
    return financial_years(first.label, version.last_year)


@requires(Permission.FINANCE_EDIT)
def dsg_year(request: CouncilRequest, agreement_slug: str, period_slug: str, financial_year: str) -> HttpResponse:
    """Enter one financial year's position."""
    submission = get_submission(request, agreement_slug, period_slug)
    if financial_year not in years_to_enter(submission):
        raise Http404("This year is not entered at this period.")
    entered = {position.financial_year: position for position in reported(submission.period)}
    position = entered.get(financial_year) or DsgPosition(
        agreement=submission.period.calendar.agreement, period=submission.period, financial_year=financial_year
    )

    last_time = last_reported(submission).get(financial_year)
    tolerance = submission.period.agreement.movement_tolerance
    planned = submission.version.planned_positions.filter(financial_year=financial_year).first()
    known = of_position(
        financial_year, last_time=last_time, planned=planned, entered=entered, version=submission.version
    )
    if not position.pk:
        _carry_forward(position, entered, last_time)

    def complete(form: Any, values: dict[str, Any]) -> dict[str, Any]:
        """What is typed is saved without its reason too, which is then asked for."""
        completed = positions.completed(position, values)
        typed = DsgPosition(**{name: completed[name] for name in (*FOLLOWED, "movement_reason")})
        if last_time and (found := moved(typed, last_time, tolerance=tolerance)).asks:
            messages.warning(request, f"{financial_year}: say why the position has moved. {found.in_words}")
        return completed

    page = AnswerPage(
        item=f"dsg-position:{financial_year}",
        title=f"DSG position {financial_year}",
        template="conditions/dsg_year.html",
        answer=position,
        identity=positions.IDENTITY,
        action="dsg_position_entered",
        make_form=partial(DsgPositionForm, known=known),
        complete=complete,
        context={
            "financial_year": financial_year,
            "sent_back": submission.sent_back_reasons.get("dsg-position", ""),
            "planned": planned,
            "last_time": last_time,
            "movement": moved(position, last_time, tolerance=tolerance) if last_time and position.pk else None,
            "movement_rule": rule(tolerance),
        },
    )
    return answer_page(request, submission, page)


def _carry_forward(position: DsgPosition, entered: dict[str, DsgPosition], last_time: DsgPosition | None) -> None:
    """Offer the opening balances that follow: the year before's closing, else what was reported last time."""
    before = entered.get(FinancialYear(FinancialYear.parse(position.financial_year).starting - 1).label)
    if before:
        position.opening_before_payments = before.closing_before_payments
        position.opening_after_payments = before.closing_after_payments
    elif last_time:
        position.opening_before_payments = last_time.opening_before_payments
        position.opening_after_payments = last_time.opening_after_payments
