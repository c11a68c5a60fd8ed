from typing import Self

from django.db import models

from dashboards.models.import_batch import ImportBatch
from safetyvalve.core.models import Authority


class SchoolQuerySet(models.QuerySet["School"]):
    def standing(self, authority: Authority) -> Self:
        """The schools of the newest list that this council has imported and not undone."""
        newest = (
            ImportBatch.objects.filter(authority=authority, importer="gias", undone_at=None)
            .order_by("-imported_at", "-pk")
            .values("pk")[:1]
        )
        return self.filter(batch__in=newest)


class School(models.Model):
    """One establishment of Get Information About Schools, as far as placements need it.

    ``has_sen_unit`` and ``has_resourced_provision`` are None where the register does not say.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="schools")
    urn = models.CharField(max_length=6)
    ukprn = models.CharField(max_length=8, blank=True)
    name = models.CharField(max_length=160)
    la_code = models.CharField(max_length=3, blank=True)
    type_code = models.CharField(max_length=3)
    type_name = models.CharField(max_length=80, blank=True)
    has_sen_unit = models.BooleanField(null=True)
    has_resourced_provision = models.BooleanField(null=True)
    is_open = models.BooleanField(default=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["batch", "urn"], name="school_once_per_list")]
        indexes = [models.Index(fields=["batch", "ukprn"], name="school_by_ukprn")]

    def __str__(self) -> str:
        return self.name
