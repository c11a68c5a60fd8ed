"""What people do about alerts: say what is done, and choose whether e-mails come."""

from datetime import datetime

from django.db import transaction

from dashboards.models import Alert, AlertMail
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User


@transaction.atomic
def mark_seen(alert: Alert, *, note: str, by: User, now: datetime) -> None:
    """Somebody has seen the alert and says what is done about it. The newest words stand; each change is audited."""
    locked = Alert.objects.select_for_update().get(pk=alert.pk)
    if locked.seen_at is not None and locked.note == note:
        return
    before = locked.note
    locked.note, locked.seen_at, locked.seen_by = note, now, by
    locked.save(update_fields=["note", "seen_at", "seen_by"])
    audit.record(
        authority=locked.authority,
        by=by,
        action="alert_seen",
        subject=locked,
        changes={"note": [before, note]},
        now=now,
    )


def wants_mail(authority: Authority, user: User) -> bool:
    """Whether e-mails about alerts come to this person: yes, unless they chose otherwise. One query."""
    return not AlertMail.objects.filter(authority=authority, user=user, is_wanted=False).exists()


@transaction.atomic
def choose_mail(authority: Authority, *, is_wanted: bool, by: User, now: datetime) -> None:
    """The person's own choice for this council."""
    if wants_mail(authority, by) == is_wanted:
        return
    values = {"is_wanted": is_wanted, "chosen_at": now}
    AlertMail.objects.update_or_create(authority=authority, user=by, defaults=values)
    audit.record(
        authority=authority,
        by=by,
        action="alert_mail_chosen",
        subject=by,
        changes={"e-mails about alerts": ["on" if not is_wanted else "off", "on" if is_wanted else "off"]},
        now=now,
    )
