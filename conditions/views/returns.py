"""The return as it reads: rounds, differences, downloads, submitting it and recording what DfE said."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from conditions import lifecycle
from conditions.forms.sign_off import FeedbackForm
from conditions.lifecycle import NotAllowed
from conditions.models import Submission
from conditions.packs import pack as packs
from conditions.packs.changes import between
from conditions.returns import issue
from conditions.rules import submission_rules
from conditions.services import feedback as feedback_service
from conditions.services import submitting
from conditions.services.submissions import previous_submission
from conditions.views.confirming import confirm_move
from conditions.views.finding import get_period, get_submission, rounds_of
from conditions.views.periods import next_steps
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.render.html import document_html


@requires(Permission.SUBMISSION_VIEW)
def submissions(request: CouncilRequest) -> HttpResponse:
    """Every return of the council, latest first."""
    ordered = Submission.objects.with_place().of(request.authority).order_by("-period__covers_from", "-round")
    return render(request, "conditions/submissions.html", {"submissions": list(ordered)})


@requires(Permission.SUBMISSION_VIEW)
def submission_return(
    request: CouncilRequest, agreement_slug: str, period_slug: str, round: int | None = None
) -> HttpResponse:
    """The return as it reads, with its rounds, its files and where it has got to."""
    period = get_period(request, agreement_slug, period_slug)
    rounds = rounds_of(period)
    submission = find_round(rounds, round)
    reading = issue.reading(submission, now=timezone.now())
    context = {
        "submission": submission,
        "period": period,
        "agreement": period.calendar.agreement,
        "rounds": rounds,
        "document": document_html(reading.document),
        "is_draft": reading.document.draft,
        "pack": submission.current_pack,
        "signatures": reading.envelope["signatures"] if reading.envelope else [],
        "downloads": downloads(submission),
        "feedback": getattr(submission, "feedback", None),
        **(next_steps(request, submission) if submission == rounds[0] else {}),
    }
    return render(request, "conditions/return.html", context)


FILE_WORDS = {
    "docx": "Word",
    "xlsx": "Excel",
    "pdf": "PDF",
    "receipt-pdf": "Receipt (PDF)",
    "receipt-json": "Receipt (JSON)",
    "evidence": "Evidence bundle",
}


@dataclass(frozen=True)
class Download:
    """A line of the download list."""

    label: str
    url: str
    about: str = ""


def downloads(submission: Submission) -> list[Download]:
    """The issued files, or the drafts that can be made now. One query. Their digests are in the receipt."""

    def url(kind: str) -> str:
        return reverse("conditions:return-file", args=[*submission.period.address, submission.round, kind])

    issued = {each.kind: each for each in issue.files_of(submission)}
    if issued:
        return [Download(FILE_WORDS[kind], url(kind), issued[kind].name) for kind in issue.KINDS if kind in issued]
    return [Download(f"{FILE_WORDS[kind]}, marked DRAFT", url(kind)) for kind in issue.DRAFT_KINDS]


def find_round(rounds: list[Submission], number: int | None) -> Submission:
    """The round asked for, or the latest. Raises Http404."""
    found = next((each for each in rounds if number is None or each.round == number), None)
    if found is None:
        raise Http404("There is no such round of this return.")
    return found


@requires(Permission.SUBMISSION_VIEW)
def download(request: CouncilRequest, agreement_slug: str, period_slug: str, round: int, kind: str) -> HttpResponse:
    """A file of the return: as issued once submitted, else marked DRAFT and built now."""
    if kind not in issue.KINDS:
        raise Http404("There is no such file.")
    submission = find_round(rounds_of(get_period(request, agreement_slug, period_slug)), round)
    stored = submission.issued_files.filter(kind=kind).first()
    if stored:
        name, content_type, content = stored.name, stored.content_type, bytes(stored.content)
    elif submission.has_left or kind not in issue.DRAFT_KINDS:
        raise Http404("This file is issued when the return is submitted.")
    else:
        made = issue.draft_file(kind, submission, now=timezone.now())
        name, content_type, content = made.name, made.content_type, made.content
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(Permission.SUBMISSION_VIEW)
def changes(request: CouncilRequest, agreement_slug: str, period_slug: str, round: int) -> HttpResponse:
    """What differs from the round before, and from the period before."""
    submission = find_round(rounds_of(get_period(request, agreement_slug, period_slug)), round)
    facts = issue.reading(submission, now=timezone.now()).pack
    earlier_round = Submission.objects.filter(period=submission.period, round=round - 1).first()
    comparisons = []
    for heading, other in (
        ("Since the round before", earlier_round),
        ("Since the return before", previous_submission(submission)),
    ):
        if other and other.current_pack:
            found = between(packs.read(other.current_pack)["sections"], facts["sections"])
            comparisons.append({"heading": heading, "other": other, "changes": found})
    context = {
        "submission": submission,
        "period": submission.period,
        "agreement": submission.period.calendar.agreement,
        "comparisons": comparisons,
    }
    return render(request, "conditions/return_changes.html", context)


@requires(Permission.SUBMISSION_SUBMIT)
def submit(request: CouncilRequest, agreement_slug: str, period_slug: str) -> HttpResponse:
    """Confirm, then seal the envelope and issue the files."""
    submission = get_submission(request, agreement_slug, period_slug)
    return confirm_move(
        request,
        submission,
        lifecycle.SUBMIT,
        submitting.submit,
        template="conditions/submit.html",
        done="Recorded as submitted. The Word, Excel and PDF files are issued and kept.",
        then=lambda: redirect("conditions:return", *submission.period.address),
    )


@requires(Permission.SUBMISSION_SUBMIT)
def feedback(request: CouncilRequest, agreement_slug: str, period_slug: str) -> HttpResponse:
    """Record what DfE said about a submitted return."""
    submission = get_submission(request, agreement_slug, period_slug)
    refused = submission_rules.move_blockers(lifecycle.ACCEPT, submission, request.roles)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not refused and form.is_valid():
        data = form.cleaned_data
        conditions = list(submission.version.agreement.conditions.all())
        try:
            feedback_service.record(
                submission,
                received_on=data["received_on"],
                outcome=data["outcome"],
                text=data["text"],
                payment_decision=data["payment_decision"],
                actions=form.read_actions(conditions),
                by=request.user,
                now=timezone.now(),
            )
        except NotAllowed as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, "DfE's feedback is recorded.")
            return redirect(submission.period)
    context = {
        "submission": submission,
        "period": submission.period,
        "agreement": submission.period.calendar.agreement,
        "form": form,
        "refused": refused,
    }
    status = 409 if request.method == "POST" and refused else 422 if form.errors else 200
    return render(request, "conditions/feedback.html", context, status=status)
