"""The update pages: one condition, the summary, what DfE asked for."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conditions.forms.answers import AnswerForm
from conditions.forms.updates import ConditionUpdateForm, FeedbackAnswersForm, SummaryForm, levels_of
from conditions.joints import Evidence, read_evidence
from conditions.lifecycle import NotAllowed
from conditions.models import ConditionResponse, FeedbackAnswer, RagLevel, Submission, SummaryAnswers
from conditions.positions import planned_beside_latest, reports_at, tests_of
from conditions.sections import responses_of, summary_of
from conditions.services import answers
from conditions.services.feedback import answer_actions
from conditions.services.submissions import actions_to_answer, previous_submission
from conditions.views.answering import AnswerPage, answer_page
from conditions.views.finding import get_submission
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.editing import StaleSave
from safetyvalve.core.roles import Permission


@requires(Permission.SUBMISSION_EDIT)
def condition_update(request: CouncilRequest, agreement_slug: str, period_slug: str, number: str) -> HttpResponse:
    """Write one condition's update, with last period and the linked figures beside it."""
    submission = get_submission(request, agreement_slug, period_slug)
    responses = responses_of(submission)
    response = next((each for each in responses if each.condition.number == number), None)
    if response is None:
        raise Http404("This condition is not part of this return.")
    levels = levels_of(submission.period.calendar.agreement.programme)
    evidence = read_evidence(submission, response.condition)
    suggested = suggested_level(evidence, levels)
    last_time = last_response(submission, response)
    offered = [(f"evidence-{n}", label, words) for n, (label, words) in enumerate(offered_words(evidence))]
    insertions = {key: ("narrative", words) for key, _label, words in offered}
    if last_time:
        insertions["last-time"] = ("narrative", last_time.narrative)
    page = AnswerPage(
        item=f"condition:{number}",
        title=f"Condition {number}",
        template="conditions/condition_update.html",
        answer=response,
        identity=("submission", "condition"),
        action="condition_answered",
        make_form=partial(ConditionUpdateForm, levels=levels, suggested=suggested),
        insertions=insertions,
        complete=partial(_with_suggestion, suggested),
        context={
            "condition": response.condition,
            "last_time": last_time,
            "evidence": evidence,
            "suggested": suggested,
            "suggestion_reason": suggestion_reason(evidence, suggested),
            "suggestion_source": suggestion_source(evidence, suggested),
            "offered": offered,
            "following": following(responses, number),
        },
    )
    return answer_page(request, submission, page)


def _with_suggestion(suggested: RagLevel | None, form: AnswerForm, values: dict[str, Any]) -> dict[str, Any]:
    """The suggestion is kept beside the choice, as it stood when the person chose."""
    return {**values, "suggested_rag": suggested}


def suggested_level(evidence: list[Evidence], levels: list[RagLevel]) -> RagLevel | None:
    """The most cautious level that any evidence suggests; None when none does."""
    by_key = {level.key: level for level in levels}
    found = [by_key[each.suggested] for each in evidence if each.suggested in by_key]
    return max(found, key=lambda level: level.order, default=None)


def suggestion_reason(evidence: list[Evidence], suggested: RagLevel | None) -> str:
    """Why that level and no milder one: the reasons of all that suggest it."""
    return " ".join(each.reason for each in evidence if suggested and each.suggested == suggested.key)


def suggestion_source(evidence: list[Evidence], suggested: RagLevel | None) -> str:
    """Which of the figures beside the form the suggestion is from, and which suggest another RAG or none."""
    if suggested is None:
        return ""
    here = [each.title for each in evidence if each.suggested == suggested.key]
    milder = [each.title for each in evidence if each.suggested and each.suggested != suggested.key]
    silent = [each.title for each in evidence if not each.suggested]
    sentences = [f"The suggestion is from {_quoted(here)}."]
    if milder:
        sentences.append(f"What is under {_quoted(milder)} suggests a better RAG.")
    if silent:
        sentences.append(f"What is under {_quoted(silent)} suggests none.")
    return " ".join(sentences)


def _quoted(titles: list[str]) -> str:
    return " and ".join(f"“{title}”" for title in titles)


def offered_words(evidence: list[Evidence]) -> list[tuple[str, str]]:
    return [words for each in evidence for words in each.words]


def last_response(submission: Submission, response: ConditionResponse) -> ConditionResponse | None:
    """What the last submitted period said about this condition. Two queries."""
    before = previous_submission(submission)
    if before is None:
        return None
    return (
        ConditionResponse.objects.filter(submission=before, condition=response.condition)
        .select_related("rag", "submission__period")
        .first()
    )


def following(responses: list[ConditionResponse], number: str) -> ConditionResponse | None:
    """The next condition in order, for the link at the foot of the page."""
    numbers = [response.condition.number for response in responses]
    after = numbers.index(number) + 1
    return responses[after] if after < len(responses) else None


@requires(Permission.SUBMISSION_EDIT)
def summary_update(request: CouncilRequest, agreement_slug: str, period_slug: str) -> HttpResponse:
    """Write the preamble, answer the two on-track questions beside their tests, and ask for adviser support."""
    submission = get_submission(request, agreement_slug, period_slug)
    before = previous_submission(submission)
    last_time = SummaryAnswers.objects.filter(submission=before).first() if before else None
    reports = reports_at(submission.period)
    years = planned_beside_latest(submission.version, reports.now)
    tests = tests_of(submission.version, reports, submission.period, years=years)
    page = AnswerPage(
        item="summary",
        title="Summary",
        template="conditions/summary_update.html",
        answer=summary_of(submission),
        identity=("submission",),
        action="summary_answered",
        make_form=SummaryForm,
        insertions={"last-time": ("preamble", last_time.preamble)} if last_time else {},
        context={"last_time": last_time, "tests": tests},
    )
    return answer_page(request, submission, page)


@requires(Permission.SUBMISSION_EDIT)
def feedback_answers(request: CouncilRequest, agreement_slug: str, period_slug: str) -> HttpResponse:
    """Answer each thing DfE asked for in its last feedback."""
    submission = get_submission(request, agreement_slug, period_slug)
    actions = actions_to_answer(submission)
    saved = {each.action_id: each for each in FeedbackAnswer.objects.filter(submission=submission)}
    form = FeedbackAnswersForm(request.POST if request.method == "POST" else None, actions=actions, saved=saved)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            answer_actions(submission, form.words(), revisions=form.revisions(), by=request.user, now=timezone.now())
        except StaleSave as stale:
            status = 409
            _add_their_answer(form, stale)
        except NotAllowed as refusal:
            status = 409
            form.add_error(None, [f"{reason} Your words are below: copy what you need." for reason in refusal.reasons])
        else:
            messages.success(request, "Answers to DfE: saved.")
            return redirect(submission.period)
    context = {
        "submission": submission,
        "period": submission.period,
        "agreement": submission.period.calendar.agreement,
        "actions": actions,
        "form": form,
        "locked": answers.locked_reason(submission),
        "sent_back": submission.sent_back_reasons.get("feedback", ""),
    }
    return render(request, "conditions/feedback_answers.html", context, status=status)


def _add_their_answer(form: FeedbackAnswersForm, stale: StaleSave) -> None:
    """Say beside the field what stands there now; the form then names that revision, so that saving again is chosen."""
    current = stale.current
    assert isinstance(current, FeedbackAnswer)  # noqa: S101
    posted: Any = form.data
    form.data = again = posted.copy()
    again[f"revision_{current.action_id}"] = str(current.revision)
    form.add_error(
        f"action_{current.action_id}",
        f"{current.updated_by} saved this while you were writing: “{current.text}” "
        "Bring over what you want to keep, then save again.",
    )
