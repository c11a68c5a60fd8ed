from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from conditions.models.programme import Programme
from conditions.rules.movement import TOLERANCE
from conditions.rules.tolerances import USUAL_MARGIN
from safetyvalve.core.dates import financial_years, validate_financial_year
from safetyvalve.core.models import Authority


def financial_year_field(**options: object) -> "models.CharField[str, str]":
    """A column holding a financial year written "2024-25"."""
    return models.CharField(max_length=7, validators=[validate_financial_year], **options)  # type: ignore[arg-type]


def pounds_field(**options: object) -> "models.DecimalField":
    """A column of ``Decimal`` pounds, empty when not known; surplus positive, deficit negative."""
    return models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True, **options)  # type: ignore[arg-type]


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(authority=authority)


class Agreement(models.Model):
    """What a council has undertaken to DfE. Its terms live in versions; the first is what was signed.

    ``movement_tolerance`` is the council's own: pounds beyond which a moved forecast asks for its reason.
    ``savings_margin``: per cent below plan from which savings are said to be off it.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="agreements")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="agreements")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=160)
    signed_on = models.DateField(null=True, blank=True)
    movement_tolerance = models.DecimalField(max_digits=14, decimal_places=2, default=TOLERANCE)
    savings_margin = models.DecimalField(max_digits=5, decimal_places=2, default=USUAL_MARGIN)
    source = models.CharField(max_length=300, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ("authority", "title")
        constraints = [
            models.UniqueConstraint(fields=["authority", "slug"], name="agreement_slug_once_per_council"),
            models.CheckConstraint(
                condition=Q(movement_tolerance__gte=0) & Q(savings_margin__gt=0) & Q(savings_margin__lte=100),
                name="agreement_tolerances_in_range",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("conditions:agreement", args=[self.authority.la_code, self.slug])

    def version_at(self, on: date) -> "AgreementVersion | None":
        """The version in force on that date: the last to have taken effect. One query."""
        return self.versions.filter(effective_on__lte=on).order_by("-effective_on", "-number").first()


class AgreementVersion(models.Model):
    """The agreement's terms from a date: years, profile, standing. A change is a new version with a reason."""

    class Standing(models.TextChoices):
        NORMAL = "normal", "Normal monitoring"
        ENHANCED = "enhanced_monitoring", "Enhanced monitoring and support"
        SUSPENDED = "suspended", "Payments suspended"
        ENDED = "ended", "Ended"

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    effective_on = models.DateField()
    reason = models.TextField(blank=True)
    standing = models.CharField(max_length=20, choices=Standing.choices, default=Standing.NORMAL)
    first_year = financial_year_field()
    last_year = financial_year_field()
    balanced_in_year_by = financial_year_field(blank=True)
    total_dfe_funding = pounds_field()
    stability_grant_counts = models.BooleanField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ("agreement", "number")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_number_once"),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")), name="agreement_version_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="agreement_change_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, version {self.number}"

    @property
    def years(self) -> list[str]:
        """Financial years the agreement spans, as labels."""
        return financial_years(self.first_year, self.last_year)


class PlannedPosition(models.Model):
    """What the agreement expects at the end of one financial year.

    The cumulative figure is stated before DfE payments, as agreements do; the figure after them is kept when known.
    """

    version = models.ForeignKey(AgreementVersion, models.CASCADE, related_name="planned_positions")
    financial_year = financial_year_field()
    in_year = pounds_field()
    cumulative_before_payments = pounds_field()
    cumulative_after_payments = pounds_field()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("version", "financial_year")
        constraints = [
            models.UniqueConstraint(fields=["version", "financial_year"], name="planned_position_once_per_year")
        ]

    def __str__(self) -> str:
        return f"Planned position {self.financial_year}"


class Payment(models.Model):
    """One instalment of extra DSG from DfE, conditional on progress: due, then paid, or withheld and perhaps restored.

    ``depends_on`` is the period whose return it waits for. Pounds, always positive.
    """

    class Status(models.TextChoices):
        DUE = "due", "Due"
        CONDITIONAL = "conditional", "Conditional on a return"
        PAID = "paid", "Paid"
        WITHHELD = "withheld", "Withheld"
        RESTORED = "restored", "Restored"
        CANCELLED = "cancelled", "Cancelled"

    version = models.ForeignKey(AgreementVersion, models.CASCADE, related_name="payments")
    financial_year = financial_year_field()
    label = models.CharField(max_length=80, blank=True)
    due_on = models.DateField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    amount = pounds_field()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DUE)
    status_reason = models.TextField(blank=True)
    depends_on = models.ForeignKey(
        "conditions.ReportingPeriod", models.SET_NULL, null=True, blank=True, related_name="payments"
    )
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("version", "financial_year", "due_on", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="payment_is_money")
        ]

    def __str__(self) -> str:
        return self.label or f"Payment {self.financial_year}"
