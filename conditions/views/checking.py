"""Checking a return, accepting its drafting warnings, sending it for sign-off, and recalling it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conditions import lifecycle
from conditions.checks.findings import Finding, Severity
from conditions.forms.sign_off import AcceptForm
from conditions.lifecycle import NotAllowed
from conditions.models import Submission
from conditions.rules import submission_rules
from conditions.services import sending
from conditions.views.confirming import confirm_move
from conditions.views.finding import get_submission
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

HINTS = {
    Severity.BLOCKER: "The return cannot be sent until these are put right.",
    Severity.DRAFTING: "Put each right, or say in a sentence why it is right as it stands.",
    Severity.JUDGEMENT: "The people who sign will each be asked to accept these in writing. They are printed.",
}


@requires(Permission.SUBMISSION_EDIT, Permission.SUBMISSION_SEND)
def check(request: CouncilRequest, agreement_slug: str, period_slug: str) -> HttpResponse:
    """Every finding in the order of the return; the programme manager accepts drafting warnings here."""
    submission = get_submission(request, agreement_slug, period_slug)
    if not submission.is_editable:
        return redirect("conditions:return", *submission.period.address)
    _context, findings = sending.checked(submission, now=timezone.now())
    can_accept = Permission.SUBMISSION_SEND in request.permissions
    form: AcceptForm | None = None
    if request.method == "POST" and can_accept:
        form = AcceptForm(request.POST)
        finding = find(findings, request.POST.get("fingerprint", ""))
        if finding is None:
            messages.info(request, "That warning is no longer there: the words have changed.")
            return redirect("conditions:check", *submission.period.address)
        if form.is_valid():
            try:
                sending.accept_finding(
                    submission, finding, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
                )
            except NotAllowed as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"{finding.place.label}: warning accepted.")
            return redirect("conditions:check", *submission.period.address)
    return render(request, "conditions/check.html", _page(request, submission, findings, can_accept, form))


def find(findings: list[Finding], fingerprint: str) -> Finding | None:
    return next((finding for finding in findings if finding.fingerprint == fingerprint), None)


def _page(
    request: CouncilRequest,
    submission: Submission,
    findings: list[Finding],
    can_accept: bool,
    form: AcceptForm | None,
) -> dict[str, Any]:
    accepted = sending.acceptances_of(submission)
    groups = [
        {
            "severity": severity,
            "heading": severity.words,
            "hint": HINTS[severity],
            "findings": [
                {
                    "finding": finding,
                    "acceptance": accepted.get(finding.fingerprint),
                    "form": _accept_form(finding, form) if severity is Severity.DRAFTING and can_accept else None,
                }
                for finding in findings
                if finding.severity is severity
            ],
        }
        for severity in Severity
    ]
    return {
        "submission": submission,
        "period": submission.period,
        "agreement": submission.period.calendar.agreement,
        "groups": groups,
        "has_findings": bool(findings),
        "blockers": submission_rules.send_blockers(findings, accepted),
        "can_send": not submission_rules.move_blockers(lifecycle.SEND, submission, request.roles),
        "form": form,
    }


def _accept_form(finding: Finding, posted: AcceptForm | None) -> AcceptForm:
    """The form of this warning: the refused one if it was posted, else a fresh one with ids of its own."""
    if posted is not None and posted["fingerprint"].value() == finding.fingerprint:
        posted.auto_id = f"id_{finding.fingerprint}_%s"
        return posted
    return AcceptForm(initial={"fingerprint": finding.fingerprint}, auto_id=f"id_{finding.fingerprint}_%s")


@requires(Permission.SUBMISSION_SEND)
def send(request: CouncilRequest, agreement_slug: str, period_slug: str) -> HttpResponse:
    """Confirm, then freeze the return and lock it for sign-off."""
    return confirm_move(
        request,
        get_submission(request, agreement_slug, period_slug),
        lifecycle.SEND,
        sending.send,
        template="conditions/send.html",
        done="Sent for sign-off. The answers are locked and the signatories have been told.",
    )


@requires(Permission.SUBMISSION_SEND)
def recall(request: CouncilRequest, agreement_slug: str, period_slug: str) -> HttpResponse:
    """Confirm, then unlock the answers; every signature on this round is void."""
    return confirm_move(
        request,
        get_submission(request, agreement_slug, period_slug),
        lifecycle.RECALL,
        sending.recall,
        template="conditions/recall.html",
        done="Recalled. The answers can be changed again; any signatures are void.",
    )
