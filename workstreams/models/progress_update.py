from typing import ClassVar

from django.db import models
from django.urls import reverse

from conditions.models import ReportingPeriod
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


def progress_update_url(workstream: Workstream, period: ReportingPeriod) -> str:
    """Where a workstream's progress in a period is written, whether or not anybody has begun."""
    return reverse("workstreams:progress-update", args=[*period.address, workstream.slug])
