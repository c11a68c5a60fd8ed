from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from conditions.models.agreement import Agreement, financial_year_field, pounds_field
from safetyvalve.core.models import Authority


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(agreement__authority=authority)


class Contribution(models.Model):
    """What one body is to pay towards plans in one financial year: how many qualify, what was sought and agreed.

    Pounds, never negative; empty where nobody has said. What was invoiced and received stands in invoices and receipts.
    ``line`` is the code of the finance line that it takes off; empty when it helps another budget than the DSG.
    """

    class Kind(models.TextChoices):
        HEALTH = "health", "Health (NHS)"
        SOCIAL_CARE = "social_care", "Social care"
        OTHER = "other", "Somebody else"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="contributions")
    financial_year = financial_year_field()
    kind = models.CharField(max_length=11, choices=Kind.choices)
    payer = models.CharField(max_length=120)
    plans = models.PositiveIntegerField(null=True, blank=True)
    sought = pounds_field()
    sought_on = models.DateField(null=True, blank=True)
    agreed = pounds_field()
    agreed_on = models.DateField(null=True, blank=True)
    line = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = (
        *("financial_year", "kind", "payer", "plans", "sought", "sought_on", "agreed", "agreed_on"),
        *("line", "note", "source"),
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ("agreement", "-financial_year", "kind", "payer")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "financial_year", "kind", "payer"], name="contribution_once_per_year"
            ),
            models.CheckConstraint(
                condition=(Q(sought__isnull=True) | Q(sought__gte=0)) & (Q(agreed__isnull=True) | Q(agreed__gte=0)),
                name="contribution_is_no_debt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payer}, {self.financial_year}"

    def get_absolute_url(self) -> str:
        agreement = self.agreement
        return reverse("dashboards:contribution", args=[agreement.authority.la_code, agreement.slug, self.pk])


class ContributionInvoice(models.Model):
    """A bill sent for a contribution. Pounds, more than £0."""

    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="invoices")
    reference = models.CharField(max_length=80)
    invoiced_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    FIELDS: ClassVar[tuple[str, ...]] = ("reference", "invoiced_on", "amount")

    class Meta:
        ordering = ("contribution", "invoiced_on", "pk")
        constraints = [
            models.UniqueConstraint(fields=["contribution", "reference"], name="contribution_invoice_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="contribution_invoice_is_money"),
        ]

    def __str__(self) -> str:
        return f"Invoice {self.reference}"


class ContributionReceipt(models.Model):
    """Money that arrived for a contribution: against one of its invoices, or without one. Pounds, more than £0."""

    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="receipts")
    invoice = models.ForeignKey(ContributionInvoice, models.PROTECT, null=True, blank=True, related_name="receipts")
    received_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    reference = models.CharField(max_length=80, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("invoice", "received_on", "amount", "reference")

    class Meta:
        ordering = ("contribution", "received_on", "pk")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="contribution_receipt_is_money")]

    def __str__(self) -> str:
        return f"Receipt of {self.received_on:%d/%m/%Y}"
