"""Signing a return: one person, one role, one pack, once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from conditions.lifecycle import LAST_SIGNATURE, NotAllowed
from conditions.models import SignOff, Submission
from conditions.packs import declaration
from conditions.packs import pack as packs
from conditions.rules import submission_rules
from conditions.services import notices
from conditions.services.sending import lock
from safetyvalve.core import audit
from safetyvalve.core.models import User


@transaction.atomic
def sign(
    submission: Submission,
    *,
    shown_pack: str,
    acceptances: Mapping[str, str],
    by: User,
    now: datetime,
) -> SignOff:
    """Record the signature of ``by`` on the pack they were shown, named by its digest.

    ``acceptances`` maps the fingerprint of each judgement warning to the sentence that accepts it. The caller has just
    checked the person's password. Raises ``NotAllowed`` when the pack has changed, the rules forbid
    it, or a warning is not accepted. The last signature completes the sign-off.
    """
    submission = lock(submission)
    roles = submission_rules.roles_of(by, submission, timezone.localdate(now))
    pack = submission.current_pack
    facts = packs.read(pack) if pack else {}
    signed = list(pack.sign_offs.all()) if pack else []
    reasons = submission_rules.sign_blockers(submission, pack, facts, signed, by=by, roles=roles)
    if reasons or pack is None:
        raise NotAllowed(reasons)
    if pack.sha256 != shown_pack:
        raise NotAllowed(["The return was recalled and sent again after you opened this page. Read it again."])
    if reasons := submission_rules.acceptance_blockers(facts, acceptances):
        raise NotAllowed(reasons)
    role = submission_rules.signing_roles_open(submission, signed, roles)[0]
    accepted = [
        {
            "fingerprint": finding["fingerprint"],
            "code": finding["code"],
            "sentence": finding["sentence"],
            "reason": acceptances[finding["fingerprint"]].strip(),
        }
        for finding in submission_rules.to_accept(facts)
    ]
    sign_off = SignOff.objects.create(
        pack=pack,
        role=role,
        signed_by=by,
        signed_at=now,
        signatory_name=by.display_name,
        declaration_version=declaration.CURRENT,
        acceptances=accepted,
    )
    if len(signed) + 1 == len(submission.period.calendar.agreement.programme.signatories):
        submission.status = LAST_SIGNATURE.target
        submission.save(update_fields=["status"])
    audit.record(
        authority=submission.authority,
        by=by,
        action="submission_signed",
        subject=submission,
        changes={"role": [None, role.value], "pack": [None, pack.sha256], "acceptances": [None, accepted]},
        now=now,
    )
    if submission.status == LAST_SIGNATURE.target:
        transaction.on_commit(lambda: notices.fully_signed(submission), robust=True)
    return sign_off
