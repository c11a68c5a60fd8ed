"""``manage.py send_due``: sends the e-mails that are waiting. Run it every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from safetyvalve.core import outbox
from safetyvalve.core.models import OutgoingEmail


class Command(BaseCommand):
    help = (
        "Send the e-mails that are waiting, each once. Run it every few minutes. Exits with 1 when some were given up, "
        "or were handed over by a process that died before it heard the answer."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        sent = outbox.send_due(now=timezone.now())
        self.stdout.write(f"{sent.sent} sent, {sent.put_off} put off, {sent.given_up} given up")
        for email in OutgoingEmail.objects.unsure():
            self.stdout.write(
                f"May or may not have gone: number {email.pk}, “{email.subject}”. Ask before sending again."
            )
        if not sent.is_clean:
            raise SystemExit(1)
