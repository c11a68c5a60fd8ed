from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from conditions.models import Agreement
from conditions.models.response import Answer
from safetyvalve.core.models import Authority


class TopUpBandQuerySet(models.QuerySet["TopUpBand"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(agreement__authority=authority)


class TopUpBand(Answer):
    """A rate of top-up (element 3) that the council pays for each child on it, in one kind of setting."""

    class Setting(models.TextChoices):
        MAINSTREAM = "mainstream", "Mainstream schools"
        RESOURCED_PROVISION = "resourced_provision", "Resourced provision and SEN units"
        SPECIAL = "special", "Special schools"
        ALTERNATIVE_PROVISION = "alternative_provision", "Alternative provision"
        EARLY_YEARS = "early_years", "Early years"
        POST_16 = "post_16", "Post-16"
        OTHER = "other", "Other settings"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="top_up_bands")
    name = models.CharField(max_length=80)
    setting = models.CharField(max_length=22, choices=Setting.choices)
    about = models.TextField(blank=True)
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("name", "setting", "about", "ends_on", "source")

    objects = TopUpBandQuerySet.as_manager()

    class Meta:
        ordering = ("agreement", "setting", "name")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "setting", "name"], name="top_up_band_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_setting_display().lower()}"

    @property
    def address(self) -> list[str | int]:
        """The parts of an address that name this band: council, agreement, key."""
        return [self.agreement.authority.la_code, self.agreement.slug, self.pk]

    def get_absolute_url(self) -> str:
        return reverse("workstreams:top-up-band", args=self.address)


class TopUpValue(models.Model):
    """What a band is worth in a year, from a day. A change is the next version, with its reason; none is edited."""

    band = models.ForeignKey(TopUpBand, models.CASCADE, related_name="values")
    number = models.PositiveSmallIntegerField()
    effective_from = models.DateField()
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("band", "number")
        constraints = [
            models.UniqueConstraint(fields=["band", "number"], name="top_up_value_number_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="top_up_value_change_has_a_reason"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="top_up_value_is_no_debt"),
        ]

    def __str__(self) -> str:
        return f"{self.band}, value {self.number}"


class TopUpCount(models.Model):
    """How many plans or children were on a band on a day: a whole number and nothing else about any of them.

    Small ones tell of somebody: they are for people inside the programme, and no page for members or the public reads
    this table.
    """

    band = models.ForeignKey(TopUpBand, models.CASCADE, related_name="counts")
    counted_on = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ("band", "counted_on")
        constraints = [models.UniqueConstraint(fields=["band", "counted_on"], name="top_up_count_once")]

    def __str__(self) -> str:
        return f"{self.band}, {self.counted_on:%d/%m/%Y}"
