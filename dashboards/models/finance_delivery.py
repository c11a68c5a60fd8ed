from django.conf import settings
from django.db import models

from conditions.models import Agreement
from safetyvalve.core.constraints import both_or_neither


class FinanceDelivery(models.Model):
    """Figures on their way into the finance grid: read, shown as a dry run, then confirmed or thrown away.

    ``figures`` are amounts by financial year and line or ledger code, never a row of the file; they are dropped once
    the delivery is confirmed or thrown away. The file itself is not kept: a ledger names people who were paid.
    ``written`` is what confirming put on record, with what stood there before, so that it can be undone as a unit;
    empty for deliveries that were confirmed before this was kept.
    ``sheet`` is the code of the sheet that they would go into ("actual", "forecast.q1-2025-26").
    """

    class Way(models.TextChoices):
        WORKBOOK = "workbook", "The grid’s own workbook"
        PASTE = "paste", "A pasted block"
        LEDGER = "ledger", "Ledger extract"
        SECTION_251 = "section_251", "Section 251 file"

    class State(models.TextChoices):
        READY = "ready", "Waiting to be confirmed"
        CONFIRMED = "confirmed", "Confirmed"
        CANCELLED = "cancelled", "Thrown away"
        UNDONE = "undone", "Undone"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="finance_deliveries")
    way = models.CharField(max_length=12, choices=Way.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    sheet = models.CharField(max_length=120)
    file_name = models.CharField(max_length=255, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=300, blank=True)
    figures = models.JSONField(null=True, blank=True)
    problems = models.JSONField(default=list, blank=True)
    summary = models.JSONField(default=list, blank=True)
    saved = models.PositiveIntegerField(default=0)
    written = models.JSONField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name_plural = "finance deliveries"
        constraints = [
            both_or_neither("ended_at", "ended_by", name="finance_delivery_ended_at_and_by"),
            both_or_neither("undone_at", "undone_by", name="finance_delivery_undone_at_and_by"),
        ]

    def __str__(self) -> str:
        return self.file_name or str(self.get_way_display())
