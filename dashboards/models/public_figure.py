"""Percentages that a council reported without their counts, and that anybody can read already."""

from typing import Self

from django.conf import settings
from django.db import models

from dashboards.models.indicator import Indicator
from dashboards.models.publication import Publication
from safetyvalve.core.constraints import both_or_neither
from safetyvalve.core.models import Authority


class PublicFigureQuerySet(models.QuerySet["PublicFigure"]):
    def standing(self) -> Self:
        """What somebody answers for now."""
        return self.filter(taken_back_at__isnull=True)


class PublicFigure(models.Model):
    """Somebody's word that a reported percentage of a period is public already, and ``where`` it can be read.

    It is about this ``value`` and no other: a figure that is changed on record is not vouched for. ``publication`` is
    the edition that was being prepared when it was said; later ones use it too. Readers never see ``where``.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="public_figures")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    period_start = models.DateField()
    period_end = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    where = models.CharField(max_length=200)
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="public_figures")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PublicFigureQuerySet.as_manager()

    class Meta:
        ordering = ("period_end", "pk")
        constraints = [
            both_or_neither("taken_back_at", "taken_back_by", name="public_figure_taken_back_at_and_by"),
            models.UniqueConstraint(
                fields=["authority", "indicator", "period_start", "period_end", "value"],
                condition=models.Q(taken_back_at__isnull=True),
                name="public_figure_said_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.period_end:%B %Y}: {self.value.normalize():f}%"
