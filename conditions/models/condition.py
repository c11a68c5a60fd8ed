from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from conditions.models.agreement import Agreement


class ConditionQuerySet(models.QuerySet["Condition"]):
    def in_force(self, on: date) -> Self:
        """Conditions that the council answers to on that date."""
        return self.filter(
            Q(effective_from__isnull=True) | Q(effective_from__lte=on),
            Q(effective_to__isnull=True) | Q(effective_to__gte=on),
        )


class Condition(models.Model):
    """Something DfE requires, numbered as DfE numbers it ("3.1"). Fixed until the agreement is varied.

    ``agreement_test`` names the test of the agreement's money that the condition comes to, where it is about money:
    then the figures suggest its RAG.
    """

    class AgreementTest(models.TextChoices):
        """By the keys of ``conditions.rules.agreement_tests``."""

        CLEARED_BY_END = "cleared-by-end", "£0 cumulative deficit by the end of the agreement"
        ON_PLAN_THIS_YEAR = "on-plan-this-year", "On the agreed deficit profile this year"
        IN_YEAR_BALANCE = "in-year-balance", "Balanced in year by the agreed year"

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="conditions")
    number = models.CharField(max_length=12)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    wording = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    agreement_test = models.CharField(max_length=20, choices=AgreementTest.choices, blank=True)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ("agreement", "order")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="condition_number_once"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True)
                | Q(effective_from__isnull=True)
                | Q(effective_to__gte=F("effective_from")),
                name="condition_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
