from django.conf import settings
from django.db import models

from conditions.models import Condition
from conditions.models.agreement import financial_year_field, pounds_field
from conditions.models.response import Answer
from safetyvalve.core.constraints import both_or_neither
from workstreams.models.milestone import Milestone
from workstreams.models.workstream import Workstream


class Saving(Answer):
    """Money a workstream will save or avoid spending. Its pages come with the finance work.

    ``budget`` says whose money: only the DSG's enters the roll-forward. Cashable and avoidance never add together.
    """

    class Kind(models.TextChoices):
        CASHABLE = "cashable", "Cashable saving"
        AVOIDANCE = "avoidance", "Cost avoidance"

    class Budget(models.TextChoices):
        DSG = "dsg", "Dedicated Schools Grant"
        GENERAL_FUND = "general_fund", "General Fund"
        HEALTH = "health", "Health"

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="savings")
    condition = models.ForeignKey(Condition, models.PROTECT, null=True, blank=True, related_name="savings")
    depends_on = models.ForeignKey(Milestone, models.SET_NULL, null=True, blank=True, related_name="dependent_savings")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    budget = models.CharField(max_length=14, choices=Budget.choices, default=Budget.DSG)
    is_recurring = models.BooleanField(default=True)
    starts_on = models.DateField(null=True, blank=True)
    full_year_amount = pounds_field()
    investment_amount = pounds_field()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    evidence = models.TextField(blank=True)
    validated_at = models.DateTimeField(null=True, blank=True)
    validated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("workstream", "name")
        constraints = [both_or_neither("validated_at", "validated_by", name="saving_validated_at_and_by")]

    def __str__(self) -> str:
        return self.name


class SavingFigure(models.Model):
    """A saving's planned, forecast and delivered pounds in one financial year."""

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
