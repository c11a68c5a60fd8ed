"""The e-mails a return's progress sends. Called on commit, so that nobody hears of what did not happen.

They go through the outbox: when the mail server is away they wait for ``manage.py send_due``.
"""

from collections.abc import Iterable, Mapping

from django.template.loader import render_to_string
from django.utils import timezone

from conditions.models import Submission
from safetyvalve.core import outbox
from safetyvalve.core.models import Membership
from safetyvalve.core.roles import Role


def waiting_for_signature(submission: Submission) -> None:
    """To everybody who holds a signing role."""
    roles = submission.period.calendar.agreement.programme.signatories
    _send("waiting_for_signature", f"{submission.period}: waiting for your signature", submission, roles)


def sent_back(submission: Submission, reasons: Mapping[str, str]) -> None:
    """To those who write and run the return."""
    roles = (Role.OFFICER, Role.FINANCE_OFFICER, Role.PROGRAMME_MANAGER)
    _send("sent_back", f"{submission.period}: sent back", submission, roles, reasons=dict(reasons))


def fully_signed(submission: Submission) -> None:
    """To the programme manager, who submits it."""
    _send("fully_signed", f"{submission.period}: signed off", submission, (Role.PROGRAMME_MANAGER,))


def _send(template: str, subject: str, submission: Submission, roles: Iterable[Role], **extra: object) -> None:
    people = (
        Membership.objects.filter(authority=submission.authority, role__in=[role.value for role in roles])
        .in_force(timezone.localdate())
        .values_list("user__email", flat=True)
        .distinct()
    )
    words = render_to_string(f"emails/{template}.txt", {"submission": submission, **extra})
    now = timezone.now()
    emails = [
        outbox.queue(
            f"{template}-{submission.pk}-{now:%Y%m%d%H%M%S%f}-{address}"[:120],
            to=address,
            subject=subject,
            text=words,
            authority=submission.authority,
            now=now,
        )
        for address in people
    ]
    outbox.send_after_commit(*emails, now=now)
