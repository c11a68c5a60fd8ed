"""What happened to one record, as the audit tells it."""

from django.db import models

from safetyvalve.core.audit_reading import ReadEvent, read
from safetyvalve.core.models import AuditEvent, Authority

NEWEST = 20


def history_of(record: models.Model, authority: Authority, *others: models.Model) -> list[ReadEvent]:
    """The newest events about the record, and about others that hang on it, newest first. Two queries."""
    wanted = models.Q()
    for each in (record, *others):
        wanted |= models.Q(subject_type=each._meta.label_lower, subject_id=str(each.pk))
    events = AuditEvent.objects.filter(wanted, authority=authority)
    return read(list(events.order_by("-sequence")[:NEWEST]), sees_drafts=True)
