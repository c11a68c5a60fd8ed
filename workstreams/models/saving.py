from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from conditions.models import Condition
from conditions.models.agreement import financial_year_field, pounds_field
from conditions.models.response import Answer
from safetyvalve.core.constraints import both_or_neither
from safetyvalve.core.models import Authority
from workstreams.models.milestone import Milestone
from workstreams.models.workstream import Workstream


class SavingQuerySet(models.QuerySet["Saving"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(workstream__agreement__authority=authority)


class Saving(Answer):
    """Money a workstream will save, avoid spending, or move to another budget. Pounds, a saving positive.

    ``budget`` says whose money is saved: only the DSG's enters the roll-forward. ``moves_to`` makes it a cost shift:
    what one budget saves another bears, and both sides are shown. Cashable and avoidance never add together.
    ``full_year_amount`` is its worth in a whole year; for placements that is ``places`` × the difference of the two
    unit costs. A negative one is a pressure.
    """

    class Kind(models.TextChoices):
        CASHABLE = "cashable", "Cashable saving"
        AVOIDANCE = "avoidance", "Cost avoidance"

    class Budget(models.TextChoices):
        DSG = "dsg", "Dedicated Schools Grant"
        GENERAL_FUND = "general_fund", "General Fund"
        HEALTH = "health", "Health"
        SOCIAL_CARE = "social_care", "Social care"
        SCHOOLS = "schools", "Schools’ own budgets"

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="savings")
    condition = models.ForeignKey(Condition, models.PROTECT, null=True, blank=True, related_name="savings")
    depends_on = models.ForeignKey(Milestone, models.SET_NULL, null=True, blank=True, related_name="dependent_savings")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    budget = models.CharField(max_length=14, choices=Budget.choices, default=Budget.DSG)
    moves_to = models.CharField(max_length=14, choices=Budget.choices, blank=True)
    is_recurring = models.BooleanField(default=True)
    is_estimate = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    full_year_amount = pounds_field()
    places = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    unit_cost_before = pounds_field()
    unit_cost_after = pounds_field()
    investment_amount = pounds_field()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    evidence = models.TextField(blank=True)
    counted_once = models.TextField(blank=True)
    validated_at = models.DateTimeField(null=True, blank=True)
    validated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=300, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = (
        "name",
        "condition",
        "depends_on",
        "kind",
        "budget",
        "moves_to",
        "is_recurring",
        "is_estimate",
        "starts_on",
        "ends_on",
        "places",
        "unit_cost_before",
        "unit_cost_after",
        "full_year_amount",
        "investment_amount",
        "owner",
        "evidence",
        "counted_once",
    )

    objects = SavingQuerySet.as_manager()

    class Meta:
        ordering = ("workstream", "name")
        constraints = [
            both_or_neither("validated_at", "validated_by", name="saving_validated_at_and_by"),
            models.CheckConstraint(
                condition=Q(moves_to="") | ~Q(moves_to=F("budget")), name="saving_moves_to_another_budget"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="saving_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_pressure(self) -> bool:
        """Whether it costs more instead of less: in a full year or, where nobody gave that, in its years."""
        if self.full_year_amount is not None:
            return self.full_year_amount < 0
        amounts = [amount for figure in self.figures.all() for amount in figure.amounts if amount is not None]
        return bool(amounts) and max(amounts) < 0

    @property
    def address(self) -> list[str | int]:
        """The parts of an address that name this saving: council and key."""
        return [self.workstream.agreement.authority.la_code, self.pk]

    def get_absolute_url(self) -> str:
        return reverse("workstreams:saving", args=self.address)


class SavingFigure(models.Model):
    """A saving's planned, forecast and delivered pounds in one financial year. Empty is not known, never nothing."""

    saving = models.ForeignKey(Saving, models.CASCADE, related_name="figures")
    financial_year = financial_year_field()
    planned_amount = pounds_field()
    forecast_amount = pounds_field()
    delivered_amount = pounds_field()

    class Meta:
        ordering = ("saving", "financial_year")
        constraints = [models.UniqueConstraint(fields=["saving", "financial_year"], name="saving_figure_once")]

    def __str__(self) -> str:
        return f"{self.saving}, {self.financial_year}"

    @property
    def amounts(self) -> tuple[Decimal | None, ...]:
        """Planned, forecast and delivered."""
        return self.planned_amount, self.forecast_amount, self.delivered_amount
