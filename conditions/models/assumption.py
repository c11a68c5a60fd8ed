from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from conditions.models.agreement import Agreement, financial_year_field
from conditions.models.reporting import ReportingPeriod
from conditions.models.response import Answer
from safetyvalve.core.models import Authority


class AssumptionQuerySet(models.QuerySet["Assumption"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(agreement__authority=authority)


class Assumption(Answer):
    """Something a forecast takes for granted: growth of plans, unit costs, inflation, placement mix.

    What is assumed stands in its versions; here is what it is called, who answers for it and what it is held against.
    ``measure`` is the code of the measure that shows what really happened, ``lines`` are codes of the finance lines it
    drives. Actuals further than ``tolerance`` from what was assumed are drift; without a tolerance nothing is.
    """

    class Kind(models.TextChoices):
        GROWTH = "growth", "Growth"
        UNIT_COST = "unit_cost", "Unit cost"
        INFLATION = "inflation", "Inflation"
        PLACEMENT_MIX = "placement_mix", "Placement mix"
        OTHER = "other", "Something else"

    class Unit(models.TextChoices):
        PERCENT = "percent", "Per cent"
        POUNDS = "pounds", "Pounds"
        NUMBER = "number", "A number"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="assumptions")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    unit = models.CharField(max_length=8, choices=Unit.choices)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    measure = models.SlugField(max_length=80, blank=True)
    lines = models.JSONField(default=list, blank=True)
    tolerance = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("name", "kind", "unit", "owner", "measure", "lines", "tolerance")

    objects = AssumptionQuerySet.as_manager()

    class Meta:
        ordering = ("agreement", "kind", "name")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "name"], name="assumption_name_once"),
            models.CheckConstraint(
                condition=Q(tolerance__isnull=True) | Q(tolerance__gte=0), name="assumption_tolerance_is_a_distance"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AssumptionVersion(models.Model):
    """What was assumed from a date, by whom and why. Written once: a change is the next version.

    It is in force from ``effective_from`` until the next one is, or until ``effective_to`` where that comes first.
    """

    append_only = True

    assumption = models.ForeignKey(Assumption, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("assumption", "number")
        constraints = [
            models.UniqueConstraint(fields=["assumption", "number"], name="assumption_version_number_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="assumption_change_has_a_reason"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=models.F("effective_from")),
                name="assumption_version_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assumption}, version {self.number}"

    @property
    def by_year(self) -> dict[str, Decimal]:
        """What is assumed for each financial year that has a value, from prefetched values."""
        return {each.financial_year: each.value for each in self.values.all()}


class AssumptionValue(models.Model):
    """What a version assumes for one financial year, in the unit of its assumption. A year without one is not known."""

    append_only = True

    version = models.ForeignKey(AssumptionVersion, models.PROTECT, related_name="values")
    financial_year = financial_year_field()
    value = models.DecimalField(max_digits=14, decimal_places=4)

    class Meta:
        ordering = ("version", "financial_year")
        constraints = [models.UniqueConstraint(fields=["version", "financial_year"], name="assumption_value_once")]

    def __str__(self) -> str:
        return f"{self.version}, {self.financial_year}"


class ForecastBasis(models.Model):
    """Which versions of which assumptions were in force when a forecast was saved or confirmed. Written once.

    ``used`` has for each its name, unit, version and values as they stood; ``digest`` names exactly these, so that
    saving the same forecast again on the same basis adds nothing. The newest of a period and ``of`` is what counts.
    """

    append_only = True

    class Of(models.TextChoices):
        LINES = "lines", "Finance lines"
        POSITION = "position", "DSG position"

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="forecast_bases")
    of = models.CharField(max_length=8, choices=Of.choices)
    used = models.JSONField()
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("period", "of", "recorded_at", "pk")
        verbose_name_plural = "forecast bases"

    def __str__(self) -> str:
        return f"What the forecast of {self.period.label} assumed"
