"""Writing for a period: what its return says about a risk, and what a workstream did."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conditions.forms.answers import AnswerForm
from conditions.forms.updates import levels_of
from conditions.models import Submission
from conditions.services.submissions import previous_submission
from conditions.views.answering import AnswerPage, answer_page
from conditions.views.finding import get_period, get_submission
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from workstreams.answers import update_to_edit, updates_by_risk
from workstreams.forms.answers import ProgressUpdateForm, RiskUpdateForm
from workstreams.models import ProgressUpdate, Risk, RiskUpdate
from workstreams.rules.scores import IMPACTS, LIKELIHOODS, band
from workstreams.services import progress as services
from workstreams.views.finding import get_workstream
from workstreams.views.saving import Outcome, attempt


@requires(Permission.SUBMISSION_EDIT)
def risk_update(request: CouncilRequest, agreement_slug: str, period_slug: str, number: str) -> HttpResponse:
    """Say how a risk stands at this period, with what was said last time beside it."""
    submission = get_submission(request, agreement_slug, period_slug)
    risks = list(Risk.objects.reported_in(submission.period).select_related("owner", "workstream"))
    risk = next((each for each in risks if each.number == number), None)
    if risk is None:
        raise Http404("This risk is not part of this return.")
    last_time = last_update(submission, risk)
    insertions = {}
    if last_time:
        insertions = {
            "last-mitigation": ("mitigation", last_time.mitigation),
            "last-progress": ("progress", last_time.progress),
        }
    page = AnswerPage(
        item=f"risk:{number}",
        title=f"Risk {number}",
        template="workstreams/risk_update.html",
        answer=update_to_edit(submission, risk),
        identity=("submission", "risk"),
        action="risk_answered",
        make_form=partial(RiskUpdateForm, levels=levels_of(submission.period.calendar.agreement.programme)),
        insertions=insertions,
        complete=partial(_with_score, risk),
        context={
            "risk": risk,
            "band": band(risk.score),
            "likelihood": LIKELIHOODS.get(risk.likelihood or 0),
            "impact": IMPACTS.get(risk.impact or 0),
            "last_time": last_time,
            "following": _following(risks, risk),
            "can_manage": Permission.WORKSTREAM_MANAGE in request.permissions,
        },
    )
    return answer_page(request, submission, page)


def _with_score(risk: Risk, form: AnswerForm, values: dict[str, Any]) -> dict[str, Any]:
    """The register's score is kept with the words, as it stood when they were written."""
    return {**values, "likelihood": risk.likelihood, "impact": risk.impact}


def last_update(submission: Submission, risk: Risk) -> RiskUpdate | None:
    """What the last return that left the council said about the risk. Two queries."""
    before = previous_submission(submission)
    found = updates_by_risk(before).get(risk.pk) if before else None
    if found and before:
        found.submission, found.risk = before, risk
    return found


def _following(risks: list[Risk], risk: Risk) -> Risk | None:
    """The next risk of the return, for the link at the foot of the page."""
    after = risks.index(risk) + 1
    return risks[after] if after < len(risks) else None


@requires(Permission.SUBMISSION_EDIT)
def progress_update(request: CouncilRequest, agreement_slug: str, period_slug: str, slug: str) -> HttpResponse:
    """Write what a workstream did in a period, with what was written last time beside it."""
    period = get_period(request, agreement_slug, period_slug)
    workstream = get_workstream(request, agreement_slug, slug)
    if workstream.starts_on > period.covers_to or (workstream.ends_on and workstream.ends_on < period.covers_from):
        raise Http404("This workstream was not under way in this period.")
    found = ProgressUpdate.objects.filter(workstream=workstream, period=period).select_related("updated_by").first()
    update = found or ProgressUpdate(workstream=workstream, period=period)
    form = ProgressUpdateForm(request.POST or None, instance=update)
    outcome = Outcome(False)
    if form.is_valid():
        outcome = attempt(
            form,
            lambda: services.save(
                ProgressUpdate(workstream=workstream, period=period),
                text=form.cleaned_data["text"],
                revision=form.cleaned_data["revision"],
                by=request.user,
                now=timezone.now(),
            ),
        )
        if outcome.is_saved:
            messages.success(request, f"{workstream.name}: progress saved for {period}.")
            return redirect(period)
    context = {
        "form": form,
        "workstream": workstream,
        "agreement": workstream.agreement,
        "period": period,
        "update": found,
        "theirs": outcome.theirs,
        "closed": services.closed_reason(period),
        "last_time": _written_before(update),
        "milestones": workstream.milestones.all(),
    }
    return render(request, "workstreams/progress_update.html", context, status=422 if form.is_bound else 200)


def _written_before(update: ProgressUpdate) -> ProgressUpdate | None:
    """What was written for the last earlier period of the same calendar that has any words."""
    return (
        ProgressUpdate.objects.filter(
            workstream=update.workstream,
            period__calendar=update.period.calendar_id,
            period__covers_from__lt=update.period.covers_from,
        )
        .exclude(text="")
        .select_related("period")
        .order_by("-period__covers_from")
        .first()
    )
