"""``manage.py send_due``: does what is due before, and sends the e-mails that are waiting. Run it every few minutes."""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.module_loading import import_string

from safetyvalve.core import outbox
from safetyvalve.core.models import OutgoingEmail

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Raise the alerts that are due, then send the e-mails that are waiting, each once. Run it every few minutes. "
        "Exits with 1 when some were given up, were handed over by a process that died before it heard the answer, or "
        "could not be written down."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        failed = [each for each in settings.BEFORE_SENDING if not _prepared(each, now)]
        sent = outbox.send_due(now=now)
        # With those that were sent as soon as they were written down, just before.
        gone, lost = (OutgoingEmail.objects.filter(**{at: now}).count() for at in ("sent_at", "given_up_at"))
        self.stdout.write(f"{gone} sent, {sent.put_off} put off, {lost} given up")
        for email in OutgoingEmail.objects.unsure():
            self.stdout.write(
                f"May or may not have gone: number {email.pk}, “{email.subject}”. Ask before sending again."
            )
        if failed or lost or not sent.is_clean:
            raise SystemExit(1)


def _prepared(dotted_path: str, now: datetime) -> bool:
    """Whether it ran through: what goes wrong in one keeps no e-mail of the others waiting."""
    try:
        import_string(dotted_path)(now=now)
    except Exception:
        log.exception("%s went wrong; what it writes down is tried again the next time", dotted_path)
        return False
    return True
