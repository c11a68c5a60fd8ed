from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from conditions.models import Condition
from conditions.models.response import Answer
from safetyvalve.core.models import Authority
from workstreams.models.workstream import Workstream


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(workstream__agreement__authority=authority)


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

    FIELDS: ClassVar[tuple[str, ...]] = (
        "condition",
        "name",
        "baseline_on",
        "forecast_on",
        "completed_on",
        "slip_reason",
    )

    objects = MilestoneQuerySet.as_manager()

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

    def is_complete(self, on: date) -> bool:
        """Whether it had been done by that date."""
        return self.completed_on is not None and self.completed_on <= on

    def is_overdue(self, on: date) -> bool:
        """Whether it was expected before that date and had not been done by then."""
        return not self.is_complete(on) and self.expected_on < on

    @property
    def address(self) -> list[str | int]:
        """The parts of an address that name this milestone: council, agreement, workstream, key."""
        return [*self.workstream.address, self.pk]

    def get_absolute_url(self) -> str:
        return f"{self.workstream.get_absolute_url()}#milestone-{self.pk}"

    @property
    def edit_url(self) -> str:
        return reverse("workstreams:milestone-edit", args=self.address)
