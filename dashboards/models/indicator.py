from typing import Self

from django.db import models
from django.db.models import Q

from safetyvalve.core.constraints import both_or_neither
from safetyvalve.core.models import Authority


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def usable_by(self, authority: Authority) -> Self:
        """The shipped catalogue and the council's own measures."""
        return self.filter(Q(authority=None) | Q(authority=authority))


class Indicator(models.Model):
    """A measure by its name. What exactly it counts is in its versions, so that a definition can change openly.

    ``breakdown_topics`` are the topics by which its figures may be divided: "source", "placement" (see ``Category``).
    """

    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="indicators")
    code = models.SlugField(max_length=80)
    name = models.CharField(max_length=160)
    topic = models.SlugField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    breakdown_topics = models.JSONField(default=list, blank=True)
    is_retired = models.BooleanField(default=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ("order", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(authority__isnull=True), name="shipped_indicator_code_once"
            ),
            models.UniqueConstraint(
                fields=["authority", "code"],
                condition=Q(authority__isnull=False),
                name="council_indicator_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IndicatorVersion(models.Model):
    """One definition of a measure, from a date. A changed definition is a new version and a break on the chart.

    A derived measure is its ``numerator`` over its ``denominator``, computed when it is read and never stored: a ratio
    of sums, a rate per thousand, a plain quotient (days over plans), or the numerator's growth over a year. A stored
    rate may name its two parts as well: they are what decides whether it can be shown to the public, and give the rate
    where the source printed only the counts.
    """

    class Kind(models.TextChoices):
        STORED = "stored", "Entered or imported"
        DERIVED = "derived", "Calculated from two measures"
        DISPLAY = "display", "Read from another part of the record"

    class Unit(models.TextChoices):
        COUNT = "count", "Count"
        PERCENT = "percent", "Per cent"
        MONEY = "money", "Pounds"
        DAYS = "days", "Days"
        WEEKS = "weeks", "Weeks"

    class Polarity(models.TextChoices):
        HIGHER = "higher", "Higher is better"
        LOWER = "lower", "Lower is better"
        TARGET = "target", "Close to target is better"
        NEUTRAL = "neutral", "Neither: neutral"

    class Formula(models.TextChoices):
        PERCENTAGE = "percentage", "Numerator as a percentage of denominator"
        QUOTIENT = "quotient", "Numerator divided by denominator"
        PER_THOUSAND = "per_thousand", "Numerator per thousand of denominator"
        GROWTH = "growth", "Change of the numerator over a year, in per cent"
        RESIDUAL = "residual", "Change in the stock that new and ceased do not explain"

    class PeriodBasis(models.TextChoices):
        SNAPSHOT = "snapshot", "On a date"
        MONTH = "month", "In a month"
        QUARTER = "quarter", "In a quarter"
        CALENDAR_YEAR = "calendar_year", "In a calendar year"
        FINANCIAL_YEAR = "financial_year", "In a financial year"
        ACADEMIC_YEAR = "academic_year", "In an academic year"

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.STORED)
    valid_from = models.DateField(null=True, blank=True)
    definition = models.TextField()
    formula = models.CharField(max_length=12, choices=Formula.choices, default=Formula.PERCENTAGE)
    numerator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="as_numerator")
    denominator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="as_denominator")
    basis_label = models.CharField(max_length=160, blank=True)
    unit = models.CharField(max_length=10, choices=Unit.choices)
    polarity = models.CharField(max_length=10, choices=Polarity.choices, default=Polarity.NEUTRAL)
    period_basis = models.CharField(max_length=16, choices=PeriodBasis.choices)
    frequency = models.CharField(max_length=20, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    lag_days = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=200, blank=True)
    owner = models.CharField(max_length=120, blank=True)
    change_note = models.TextField(blank=True)

    class Meta:
        ordering = ("indicator", "number")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="indicator_version_once"),
            both_or_neither("numerator", "denominator", name="indicator_ratio_has_both_parts"),
            models.CheckConstraint(
                condition=~Q(kind="derived") | Q(numerator__isnull=False), name="indicator_derived_has_parts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, definition {self.number}"

    @property
    def is_derived(self) -> bool:
        return self.kind == self.Kind.DERIVED

    @property
    def is_typed(self) -> bool:
        """Whether people enter its figures: a derived measure and one shown from elsewhere have none of their own."""
        return self.kind == self.Kind.STORED


class IndicatorCondition(models.Model):
    """A measure that shows whether a condition is being met: read beside the form of that condition."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="condition_links")
    condition = models.ForeignKey("conditions.Condition", models.CASCADE, related_name="indicator_links")

    class Meta:
        ordering = ("condition", "indicator__order")
        constraints = [models.UniqueConstraint(fields=["indicator", "condition"], name="indicator_once_per_condition")]

    def __str__(self) -> str:
        return f"{self.indicator} for condition {self.condition.number}"
