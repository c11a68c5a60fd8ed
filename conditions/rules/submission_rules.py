"""Whether a move may be made by this person now, in sentences. Pages show them; services refuse with them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from conditions.checks.findings import Finding, Severity
from conditions.lifecycle import LAST_SIGNATURE, Move, state_blockers
from conditions.models import FindingAcceptance, Pack, SignOff, Submission
from safetyvalve.core.models import Membership, User
from safetyvalve.core.roles import Permission, Role, permissions_of


def roles_of(user: User, submission: Submission, on: date) -> frozenset[Role]:
    """The roles this person holds on that date in the submission's council. One query."""
    held = Membership.objects.filter(user=user, authority=submission.authority).in_force(on)
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def person_blockers(permission: Permission, roles: Iterable[Role]) -> list[str]:
    """Why this person may not try it at all: none of their roles grants the permission."""
    if permission in permissions_of(set(roles)):
        return []
    return [f"None of your roles in this council allows this: “{permission.value}”."]


def move_blockers(move: Move, submission: Submission, roles: Iterable[Role]) -> list[str]:
    """State and person together, for the moves that need no more."""
    return state_blockers(move, submission) + person_blockers(move.permission, roles)


def send_blockers(findings: Iterable[Finding], acceptances: Mapping[str, FindingAcceptance]) -> list[str]:
    """What must be put right, and which drafting warnings nobody has accepted yet."""
    findings = list(findings)
    wrong = [finding for finding in findings if finding.severity is Severity.BLOCKER]
    open_warnings = [
        finding
        for finding in findings
        if finding.severity is Severity.DRAFTING and finding.fingerprint not in acceptances
    ]
    reasons = [f"{finding.place.label}: {finding.sentence}" for finding in wrong]
    if open_warnings:
        count = len(open_warnings)
        reasons.append(
            f"{count} drafting warning{'s have' if count > 1 else ' has'} neither been put right nor accepted."
        )
    return reasons


def signing_roles_open(submission: Submission, signed: Iterable[SignOff], roles: Iterable[Role]) -> list[Role]:
    """The roles in which this person could still sign this pack, in the programme's order."""
    taken = {sign_off.role for sign_off in signed}
    held = set(roles)
    programme = submission.period.calendar.agreement.programme
    return [role for role in programme.signatories if role in held and role.value not in taken]


def sign_blockers(
    submission: Submission,
    pack: Pack | None,
    facts: Mapping[str, Any],
    signed: Iterable[SignOff],
    *,
    by: User,
    roles: Iterable[Role],
) -> list[str]:
    """Why this person may not sign this pack now.

    The sender does not sign; whoever last edited an answer does not sign; nobody signs twice, in whatever role.
    """
    signed = list(signed)
    reasons = move_blockers(LAST_SIGNATURE, submission, roles)
    if reasons or pack is None:
        return reasons or ["There is nothing to sign yet."]
    actor = str(by.actor_id)
    if facts["sent_by"] == actor:
        reasons.append("You sent this return for sign-off, so somebody else must sign it.")
    if actor in facts["editors"]:
        reasons.append("You were the last to edit one of its answers, so somebody else must sign it.")
    if any(sign_off.signed_by_id == by.pk for sign_off in signed):
        reasons.append("You have already signed this return.")
    elif not signing_roles_open(submission, signed, roles):
        reasons.append("Nobody else needs to sign in your role.")
    return reasons


def to_accept(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The judgement warnings in a pack, which each signatory accepts in writing."""
    return [each for each in facts["findings"] if each["severity"] == Severity.JUDGEMENT.value]


def acceptance_blockers(facts: Mapping[str, Any], given: Mapping[str, str]) -> list[str]:
    """Judgement warnings that this signatory has not accepted with a sentence."""
    return [
        f"{finding['place']['label']}: tick the warning and say in a sentence why you accept it."
        for finding in to_accept(facts)
        if not given.get(finding["fingerprint"], "").strip()
    ]
