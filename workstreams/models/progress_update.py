from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from conditions.models import ReportingPeriod, Submission
from conditions.models.response import Answer
from workstreams.models.workstream import Workstream


class ProgressUpdate(Answer):
    """What a workstream did in a period, written by its lead, ready to be brought into a condition's update."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="progress_updates")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="progress_updates")
    text = models.TextField(blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("text",)

    class Meta:
        ordering = ("period", "workstream__order")
        constraints = [models.UniqueConstraint(fields=["workstream", "period"], name="progress_update_once")]

    def __str__(self) -> str:
        return f"{self.workstream}, {self.period}"

    def get_absolute_url(self) -> str:
        return progress_update_url(self.workstream, self.period)


def wanting_progress(periods: QuerySet[ReportingPeriod], today: date) -> QuerySet[ReportingPeriod]:
    """Those of the periods that have begun, are open, and whose return can still take what is written.

    The latest round decides: once sent for sign-off it is sealed, and a draft opened after DfE asked for changes wants
    words again.
    """
    latest = Submission.objects.filter(period=OuterRef("pk")).order_by("-round").values("status")[:1]
    return (
        periods.filter(Q(opens_on__isnull=True) | Q(opens_on__lte=today), closed_at=None, covers_from__lte=today)
        .alias(latest_status=Subquery(latest))
        .filter(Q(latest_status=None) | Q(latest_status=Submission.Status.DRAFT))
    )


def progress_update_url(workstream: Workstream, period: ReportingPeriod) -> str:
    """Where a workstream's progress in a period is written, whether or not anybody has begun."""
    return reverse("workstreams:progress-update", args=[*period.address, workstream.slug])
