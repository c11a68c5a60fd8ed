from datetime import date

from django.db import models
from django.db.models import Q

from conditions.models import Condition
from conditions.models.response import Answer
from workstreams.models.workstream import Workstream


class Milestone(Answer):
    """Something a workstream will have done by a date: the first promise, the latest forecast, and when it was done.

    All three dates are kept; a forecast later than the baseline needs its reason.
    """

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="milestones")
    condition = models.ForeignKey(Condition, models.PROTECT, null=True, blank=True, related_name="milestones")
    name = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)
    baseline_on = models.DateField()
    forecast_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    slip_reason = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    FIELDS = ("workstream", "condition", "name", "baseline_on", "forecast_on", "completed_on", "slip_reason")

    class Meta:
        ordering = ("workstream", "baseline_on", "order")
        constraints = [
            models.CheckConstraint(
                condition=Q(forecast_on__isnull=True)
                | Q(forecast_on__lte=models.F("baseline_on"))
                | ~Q(slip_reason=""),
                name="milestone_slip_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def expected_on(self) -> date:
        """When it is expected now: the forecast, or the baseline while nobody has forecast otherwise."""
        return self.forecast_on or self.baseline_on

    @property
    def days_slipped(self) -> int:
        """Days by which it is, or was, later than first promised; negative when earlier."""
        return ((self.completed_on or self.expected_on) - self.baseline_on).days

    def is_overdue(self, on: date) -> bool:
        return self.completed_on is None and self.expected_on < on
