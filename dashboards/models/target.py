from django.db import models

from dashboards.models.indicator import Indicator
from safetyvalve.core.models import Authority


class Target(models.Model):
    """One dated point of what was agreed or planned for a measure; several make a trajectory.

    ``name`` says whose: "Agreed trajectory", "Reset growth model". A re-based trajectory is a new name,
    and the old one stays on the chart as its own line.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="targets")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    name = models.CharField(max_length=80, default="Agreed trajectory")
    on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    tolerance = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    is_milestone = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("indicator", "name", "on")
        constraints = [
            models.UniqueConstraint(fields=["authority", "indicator", "name", "on"], name="target_once_per_date")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.indicator} at {self.on:%B %Y}"
