from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from dashboards.models.import_batch import ImportBatch
from dashboards.models.indicator import IndicatorVersion
from safetyvalve.core.models import Authority


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def current(self) -> Self:
        """Figures that stand: those replaced since, and those of an import undone, are kept and left out here."""
        return self.filter(superseded_by__isnull=True, is_withdrawn=False)

    def as_published(self) -> Self:
        """What published statistics said last, also where a figure of the council's own has taken its place since."""
        replaced = Q(superseded_by__batch__kind=ImportBatch.Kind.PUBLISHED, superseded_by__is_withdrawn=False)
        found = self.filter(batch__kind=ImportBatch.Kind.PUBLISHED, is_withdrawn=False).exclude(replaced)
        return found.order_by("recorded_at", "pk")

    def known_at(self, on: date) -> Self:
        """Figures whose period had ended by that date."""
        return self.filter(period_end__lte=on)

    def open_outside(self, counts: Iterable[str], money: Iterable[str], until: date | None) -> Self:
        """What readers outside the programme may have something of: what published statistics said last; of these
        counts and sums of money, by code, what the council has ever recorded undivided of itself. Money up to that day.
        """
        published = Q(batch__kind=ImportBatch.Kind.PUBLISHED)
        replaced = Q(superseded_by__batch__kind=ImportBatch.Kind.PUBLISHED, superseded_by__is_withdrawn=False)
        own = Q(area_code=F("authority__gss_code"), breakdown_topic="")
        counted = Q(version__unit="count", version__indicator__code__in=counts)
        spent = Q(version__unit="money", version__indicator__code__in=money, version__indicator__authority=None)
        spent &= Q(period_end__lte=until or date.min, superseded_by__isnull=True, is_withdrawn=False)
        # Spelt out for figures without a batch, of which the database cannot say that their kind is another.
        not_published = Q(batch__isnull=True) | ~published
        return self.filter((published & Q(is_withdrawn=False) & ~replaced) | (not_published & own & (counted | spent)))

    def total(self) -> Self:
        """The undivided figure: no breakdown."""
        return self.filter(breakdown="")


class Measurement(models.Model):
    """One value of one measure for one area, period and breakdown.

    ``value`` is empty when the source gave a marker instead; zero is a real zero. ``area_code`` is the council's
    own GSS code, or that of a comparator (England, region, neighbour) kept beside it.

    A figure ``is_as_reported`` when a source gave a percentage or a range without its parts: it is shown with that
    label and never added to or averaged with another. ``upper`` is the other end of a range (96 to 100).
    An unreliable figure says why in ``note``. ``is_withdrawn`` when the import that brought it was undone.
    """

    class Marker(models.TextChoices):
        NOT_AVAILABLE = "x", "Not published"
        NOT_APPLICABLE = "z", "Not applicable"
        SUPPRESSED = "c", "Hidden to protect children"
        LOW = "low", "Rounds to zero but is not zero"
        UNRELIABLE = "u", "Too unreliable to show"

    class Status(models.TextChoices):
        PROVISIONAL = "provisional", "Provisional"
        FINAL = "final", "Final"
        RESTATED = "restated", "Restated"
        UNRELIABLE = "unreliable", "Unreliable"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="measurements")
    version = models.ForeignKey(IndicatorVersion, models.PROTECT, related_name="measurements")
    area_code = models.CharField(max_length=9)
    area_name = models.CharField(max_length=120, blank=True)
    period_start = models.DateField()
    period_end = models.DateField()
    breakdown_topic = models.CharField(max_length=60, blank=True)
    breakdown = models.CharField(max_length=80, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    upper = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    is_as_reported = models.BooleanField(default=False)
    marker = models.CharField(max_length=3, choices=Marker.choices, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.FINAL)
    as_at = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, blank=True, related_name="measurements")
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    is_withdrawn = models.BooleanField(default=False)
    superseded_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="supersedes")

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        ordering = ("version", "area_code", "period_end", "breakdown_topic", "breakdown")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "authority",
                    "version",
                    "area_code",
                    "period_start",
                    "period_end",
                    "breakdown_topic",
                    "breakdown",
                ],
                condition=Q(superseded_by__isnull=True, is_withdrawn=False),
                name="measurement_current_once",
            ),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(marker=""), name="measurement_value_or_marker"),
            models.CheckConstraint(
                condition=Q(upper__isnull=True) | Q(upper__gte=F("value")), name="measurement_range_goes_up"
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="measurement_period_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["authority", "version", "area_code", "period_end"], name="measurement_series")]

    def __str__(self) -> str:
        return f"{self.version.indicator}, {self.period_end:%B %Y}"
