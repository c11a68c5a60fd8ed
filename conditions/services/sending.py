"""Sending a return for sign-off, recalling it, and sending it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from conditions.checks.findings import Finding, in_return_order
from conditions.joints import CheckContext, read_sections, run_checks
from conditions.lifecycle import RECALL, SEND, SEND_BACK, Move, NotAllowed
from conditions.models import FindingAcceptance, Pack, Submission
from conditions.packs import pack as packs
from conditions.rules import submission_rules
from conditions.services import notices
from safetyvalve.core import audit
from safetyvalve.core.models import User


def lock(submission: Submission) -> Submission:
    """The submission as it is now, locked until the transaction ends, with everything that names it."""
    Submission.objects.select_for_update().get(pk=submission.pk)
    return Submission.objects.with_place().get(pk=submission.pk)


def checked(submission: Submission, *, now: datetime) -> tuple[CheckContext, list[Finding]]:
    """The submission's sections and every finding on them, in the order of the return."""
    context = CheckContext(submission, read_sections(submission), timezone.localdate(now))
    return context, in_return_order(run_checks(context))


def acceptances_of(submission: Submission) -> dict[str, FindingAcceptance]:
    """Drafting warnings accepted so far, by fingerprint. One query."""
    accepted = FindingAcceptance.objects.filter(submission=submission).select_related("accepted_by")
    return {acceptance.fingerprint: acceptance for acceptance in accepted}


@transaction.atomic
def accept_finding(
    submission: Submission, finding: Finding, *, reason: str, by: User, now: datetime
) -> FindingAcceptance:
    """Keep the programme manager's sentence on a drafting warning. Raises ``NotAllowed`` once it is sent."""
    submission = lock(submission)
    _require(SEND, submission, by, now)
    if not reason.strip():
        raise NotAllowed(["Say in a sentence why this is right as it stands."])
    acceptance, _ = FindingAcceptance.objects.update_or_create(
        submission=submission,
        fingerprint=finding.fingerprint,
        defaults={"code": finding.code, "reason": reason.strip(), "accepted_at": now, "accepted_by": by},
    )
    changes = {"place": [None, finding.place.label], "reason": [None, acceptance.reason]}
    audit.record(
        authority=submission.authority, by=by, action="finding_accepted", subject=acceptance, changes=changes, now=now
    )
    return acceptance


@transaction.atomic
def send(submission: Submission, *, by: User, now: datetime) -> Pack:
    """Freeze the return and lock it for sign-off. Raises ``NotAllowed`` with everything that stands in the way."""
    submission = lock(submission)
    _require(SEND, submission, by, now)
    context, findings = checked(submission, now=now)
    acceptances = acceptances_of(submission)
    if reasons := submission_rules.send_blockers(findings, acceptances):
        raise NotAllowed(reasons)
    facts = packs.build(
        submission, sections=context.sections, findings=findings, acceptances=acceptances, by=by, now=now
    )
    pack = packs.freeze(submission, facts, by=by, now=now)
    submission.status, submission.current_pack = SEND.target, pack
    submission.sent_at, submission.sent_by, submission.sent_back_reasons = now, by, {}
    submission.save()
    audit.record(
        authority=submission.authority,
        by=by,
        action="submission_sent",
        subject=submission,
        changes={"pack": [None, pack.sha256]},
        now=now,
    )
    transaction.on_commit(lambda: notices.waiting_for_signature(submission), robust=True)
    return pack


@transaction.atomic
def recall(submission: Submission, *, by: User, now: datetime) -> Submission:
    """Back to draft. The signatures stay on record against a pack that is no longer current, and so are void."""
    submission = lock(submission)
    _require(RECALL, submission, by, now)
    return _reopen(submission, action="submission_recalled", reasons={}, by=by, now=now)


@transaction.atomic
def send_back(submission: Submission, *, reasons: Mapping[str, str], by: User, now: datetime) -> Submission:
    """Back to draft with a reason per item ("condition:3.1", "summary"). Raises ``NotAllowed`` without a reason."""
    submission = lock(submission)
    _require(SEND_BACK, submission, by, now)
    given = {item: reason.strip() for item, reason in reasons.items() if reason.strip()}
    if not given:
        raise NotAllowed(["Say what needs to change, beside at least one part of the return."])
    submission = _reopen(submission, action="submission_sent_back", reasons=given, by=by, now=now)
    transaction.on_commit(lambda: notices.sent_back(submission, given), robust=True)
    return submission


def _require(move: Move, submission: Submission, by: User, now: datetime) -> None:
    roles = submission_rules.roles_of(by, submission, timezone.localdate(now))
    if reasons := submission_rules.move_blockers(move, submission, roles):
        raise NotAllowed(reasons)


def _reopen(submission: Submission, *, action: str, reasons: Mapping[str, str], by: User, now: datetime) -> Submission:
    pack = submission.current_pack
    voided = [str(sign_off) for sign_off in pack.sign_offs.all()] if pack else []
    submission.status, submission.current_pack = Submission.Status.DRAFT, None
    submission.sent_at = submission.sent_by = None
    submission.sent_back_reasons = dict(reasons)
    submission.save()
    changes: dict[str, list[Any]] = {
        "pack": [pack.sha256 if pack else None, None],
        "voided": [voided, []],
        "reasons": [{}, dict(reasons)],
    }
    audit.record(authority=submission.authority, by=by, action=action, subject=submission, changes=changes, now=now)
    return submission
