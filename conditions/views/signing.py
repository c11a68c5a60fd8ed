"""Signing a return off, or sending it back with reasons."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conditions.forms.sign_off import SendBackForm, SignOffForm
from conditions.joints import read_sections
from conditions.lifecycle import NotAllowed
from conditions.models import SignOff, Submission
from conditions.packs import pack as packs
from conditions.packs.changes import since_frozen
from conditions.positions import planned_beside_latest, reported
from conditions.rules import submission_rules
from conditions.services import sending, sign_offs
from conditions.services.submissions import previous_submission
from conditions.views.finding import get_submission
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission


@requires(Permission.SUBMISSION_SIGN_OFF)
def sign_off(request: CouncilRequest, agreement_slug: str, period_slug: str) -> HttpResponse:
    """The figures, the warnings to accept, the declaration, and the password again."""
    submission = get_submission(request, agreement_slug, period_slug)
    pack = submission.current_pack
    signed = list(pack.sign_offs.select_related("signed_by")) if pack else []
    try:
        facts = packs.read(pack) if pack else {}
    except ValueError as broken:
        facts, blockers = {}, [f"{broken} Do not sign: tell your administrator."]
    else:
        blockers = submission_rules.sign_blockers(submission, pack, facts, signed, by=request.user, roles=request.roles)
    form = None
    if not blockers and pack:
        form = SignOffForm(
            request.POST if request.method == "POST" else None,
            findings=submission_rules.to_accept(facts),
            user=request.user,
            initial={"pack": pack.sha256},
        )
        if request.method == "POST" and not ratelimit.consume(request, action="reauthenticate", user=request.user):
            form.add_error(None, "Too many tries at your password. Wait a minute, then sign.")
        elif request.method == "POST" and form.is_valid() and _signed(request, submission, form):
            return redirect("conditions:signed", *submission.period.address)
    status = 409 if request.method == "POST" and blockers else 422 if form and form.errors else 200
    context = _page(submission, facts, signed, blockers, form)
    return render(request, "conditions/sign_off.html", context, status=status)


def _signed(request: CouncilRequest, submission: Submission, form: SignOffForm) -> bool:
    try:
        sign_offs.sign(
            submission,
            shown_pack=form.cleaned_data["pack"],
            acceptances=form.acceptances(),
            by=request.user,
            now=timezone.now(),
        )
    except NotAllowed as refusal:
        form.add_error(None, refusal.reasons)
        return False
    return True


def _page(
    submission: Submission,
    facts: dict[str, Any],
    signed: list[SignOff],
    blockers: list[str],
    form: SignOffForm | None,
) -> dict[str, Any]:
    years = planned_beside_latest(submission.version, reported(submission.period))
    this_year = next((y for y in years if y.financial_year == submission.period.financial_year), None)
    programme = submission.period.calendar.agreement.programme
    taken = {each.role: each for each in signed}
    return {
        "submission": submission,
        "period": submission.period,
        "agreement": submission.period.calendar.agreement,
        "facts": facts,
        "summary": facts["sections"]["summary"]["facts"] if facts else {},
        "position": facts["sections"]["dsg_position"]["facts"] if facts else {},
        "years": years,
        "this_year": this_year,
        "last_year": years[-1] if years else None,
        "previous": previous_submission(submission),
        "payments": list(submission.version.payments.all()),
        "findings": submission_rules.to_accept(facts) if facts else [],
        "changed": since_frozen(facts, read_sections(submission)) if facts else [],
        "signatories": [{"role": role, "sign_off": taken.get(role.value)} for role in programme.signatories],
        "blockers": blockers,
        "form": form,
    }


@requires(Permission.SUBMISSION_SIGN_OFF)
def signed(request: CouncilRequest, agreement_slug: str, period_slug: str) -> HttpResponse:
    """What has just been signed, and what happens next."""
    submission = get_submission(request, agreement_slug, period_slug)
    pack = submission.current_pack
    mine = pack.sign_offs.filter(signed_by=request.user).first() if pack else None
    if mine is None or pack is None:
        return redirect(submission.period)
    remaining = set(submission.period.calendar.agreement.programme.signing_roles) - set(
        pack.sign_offs.values_list("role", flat=True)
    )
    context = {
        "submission": submission,
        "period": submission.period,
        "agreement": submission.period.calendar.agreement,
        "sign_off": mine,
        "pack": pack,
        "remaining": [role for role in submission.period.calendar.agreement.programme.signatories if role in remaining],
    }
    return render(request, "conditions/signed.html", context)


@requires(Permission.SUBMISSION_SIGN_OFF)
def send_back(request: CouncilRequest, agreement_slug: str, period_slug: str) -> HttpResponse:
    """Say what needs to change, beside each part of the return."""
    submission = get_submission(request, agreement_slug, period_slug)
    form = SendBackForm(request.POST if request.method == "POST" else None, items=items_of(submission))
    if request.method == "POST" and form.is_valid():
        try:
            sending.send_back(submission, reasons=form.reasons(), by=request.user, now=timezone.now())
        except NotAllowed as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, "Sent back. The authors have been told what to change.")
            return redirect(submission.period)
    context = {
        "submission": submission,
        "period": submission.period,
        "agreement": submission.period.calendar.agreement,
        "form": form,
    }
    return render(request, "conditions/send_back.html", context, status=422 if form.errors else 200)


def items_of(submission: Submission) -> list[tuple[str, str]]:
    """The parts of a return that can be sent back, as (key in the task list, label)."""
    facts = packs.read(submission.current_pack) if submission.current_pack else None
    if facts is None:
        return [("summary", "Summary and context")]
    items = [("summary", "Summary and context"), ("dsg-position", "DSG position")]
    sections = facts["sections"]
    items += [
        (f"condition:{each['number']}", f"Condition {each['number']}, {each['title']}")
        for each in sections["conditions"]["facts"]["conditions"]
    ]
    risks = sections.get("risks", {"facts": {"risks": []}})["facts"]["risks"]
    items += [(f"risk:{each['number']}", f"Risk {each['number']}") for each in risks]
    if sections["feedback"]["facts"]["actions"]:
        items.append(("feedback", "Answers to what DfE asked for"))
    return items
