from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from safetyvalve.core.models import Authority, User


class CouncilDashboardQuerySet(models.QuerySet["CouncilDashboard"]):
    def visible_to(self, user: User, authority: Authority) -> Self:
        """The council's shared ones and this person's own."""
        return self.filter(Q(is_shared=True) | Q(made_by=user), authority=authority)


class CouncilDashboard(models.Model):
    """A dashboard that somebody in the council put together from its measures.

    ``charts`` are in the order of the page, each ``{"code", "by", "against", "words"}``: a measure, a topic to divide
    it by or whom to hold it against (never both), and what somebody has to say about it. What a reader sees of them is
    decided when they read, never kept here.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="council_dashboards")
    name = models.CharField(max_length=80)
    about = models.TextField(blank=True)
    charts = models.JSONField(default=list)
    is_shared = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = CouncilDashboardQuerySet.as_manager()

    class Meta:
        ordering = ("authority", "name")
        constraints = [models.UniqueConstraint(fields=["authority", "name"], name="council_dashboard_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> dict[str, Any]:
        """What a person can change, as the audit and a page compare it."""
        return {"name": self.name, "about": self.about, "charts": self.charts, "is_shared": self.is_shared}
