"""Recording a signed return as submitted: the envelope is sealed and the files are issued, all or nothing."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from conditions.lifecycle import SUBMIT, NotAllowed
from conditions.models import Submission
from conditions.packs import envelope as envelopes
from conditions.returns import issue
from conditions.rules import submission_rules
from conditions.services.sending import lock
from safetyvalve.core import audit
from safetyvalve.core.models import User


@transaction.atomic
def submit(submission: Submission, *, by: User, now: datetime) -> Submission:
    """Seal the envelope, issue and store every file, and lock the round for good.

    Submitting twice is refused in words. Raises ``NotAllowed``.
    """
    submission = lock(submission)
    roles = submission_rules.roles_of(by, submission, timezone.localdate(now))
    if reasons := submission_rules.move_blockers(SUBMIT, submission, roles):
        raise NotAllowed(reasons)
    pack = submission.current_pack
    if pack is None:
        raise NotAllowed(["There is no signed pack to submit."])
    submission.status = SUBMIT.target
    submission.submitted_at, submission.submitted_by = now, by
    submission.save()
    envelope = envelopes.seal(submission, pack, by=by, now=now)
    files = issue.issue_files(submission, pack, envelope, now=now)
    audit.record(
        authority=submission.authority,
        by=by,
        action="submission_submitted",
        subject=submission,
        changes={
            "pack": [None, pack.sha256],
            "envelope": [None, envelope.sha256],
            "files": [[], [[each.name, each.sha256] for each in files]],
        },
        now=now,
    )
    return submission
