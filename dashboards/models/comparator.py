from typing import Self

from django.db import models

from dashboards.models.import_batch import ImportBatch
from safetyvalve.core.models import Authority


class Area(models.Model):
    """A council, region or country of the published statistics. Public reference data, the same for everybody."""

    class Level(models.TextChoices):
        COUNTRY = "country", "Country"
        REGION = "region", "Region"
        AUTHORITY = "authority", "Local authority"

    gss_code = models.CharField(max_length=9, unique=True)
    la_code = models.CharField(max_length=3, blank=True, db_index=True)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=Level.choices)
    region_gss_code = models.CharField(max_length=9, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ComparatorGroupQuerySet(models.QuerySet["ComparatorGroup"]):
    def live(self) -> Self:
        """Groups whose import still stands, the newest edition first."""
        return self.filter(models.Q(batch=None) | models.Q(batch__undone_at=None)).order_by("kind", "-edition", "-pk")


class ComparatorGroup(models.Model):
    """Areas that a council holds its figures against: its statistical neighbours, or a group of its own choosing.

    An edition of the statistical neighbours stays when a newer one arrives; the newest that stands is used.
    """

    class Kind(models.TextChoices):
        STATISTICAL = "statistical", "Statistical neighbours"
        OWN = "own", "The council's own group"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="comparator_groups")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=80)
    edition = models.CharField(max_length=40, blank=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, blank=True, related_name="comparator_groups")

    objects = ComparatorGroupQuerySet.as_manager()

    class Meta:
        ordering = ("authority", "kind", "name")
        constraints = [
            models.UniqueConstraint(fields=["authority", "kind", "name", "edition", "batch"], name="comparators_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.edition})" if self.edition else self.name


class ComparatorMember(models.Model):
    """One area of a group. ``rank`` 1 is the closest."""

    group = models.ForeignKey(ComparatorGroup, models.CASCADE, related_name="members")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(default=0)
    closeness = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("group", "rank", "area__name")
        constraints = [models.UniqueConstraint(fields=["group", "area"], name="comparator_area_once")]

    def __str__(self) -> str:
        return str(self.area)
