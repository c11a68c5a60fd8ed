from django.db import models

from safetyvalve.core.models.authority import Authority


class AuditChain(models.Model):
    """The head of one council's audit chain. Locked last in a transaction, so that writers queue briefly.

    ``data_version`` counts the events that can have changed a figure (``core.data_version``).
    """

    authority = models.OneToOneField(Authority, models.PROTECT, related_name="audit_chain")
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    data_version = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"Audit chain of {self.authority}, {self.length} events"


class AuditEvent(models.Model):
    """One thing that happened: who, when, to what, old and new values.

    Append-only, refused update and delete by the database itself (``core.append_only``). Stores labels and
    an opaque actor id, not foreign keys to people or records, so that history outlives both.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="audit_events")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    subject_label = models.CharField(max_length=200)
    changes = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    append_only = True

    class Meta:
        ordering = ("authority", "sequence")
        constraints = [
            models.UniqueConstraint(fields=["authority", "sequence"], name="audit_event_sequence_once"),
        ]
        indexes = [models.Index(fields=["authority", "subject_type", "subject_id"], name="audit_event_subject")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_label}"
