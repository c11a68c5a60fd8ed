"""What happened to one record, as the audit tells it."""

from django.db import models

from safetyvalve.core.audit_reading import ReadEvent, read
from safetyvalve.core.models import AuditEvent, Authority

NEWEST = 20


def history_of(record: models.Model, authority: Authority) -> list[ReadEvent]:
    """The newest events about the record, newest first. Two queries."""
    events = AuditEvent.objects.filter(
        authority=authority, subject_type=record._meta.label_lower, subject_id=str(record.pk)
    )
    return read(list(events.order_by("-sequence")[:NEWEST]), sees_drafts=True)
