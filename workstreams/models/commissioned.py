from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from conditions.line_list import lines
from conditions.models import Agreement
from conditions.models.agreement import financial_year_field
from conditions.models.response import Answer
from safetyvalve.core.models import Authority


class CommissionedServiceQuerySet(models.QuerySet["CommissionedService"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(agreement__authority=authority)


class CommissionedService(Answer):
    """A service that somebody provides and high needs pays for: under a contract, or an agreement on its level (SLA).

    ``line`` is the code of the section 251 line that bears it. It ``goes_on`` after its end unless notice is given.
    """

    class Kind(models.TextChoices):
        SLA = "sla", "Service level agreement"
        CONTRACT = "contract", "Contract"
        GRANT = "grant", "Grant"
        OTHER = "other", "Something else"

    class Unit(models.TextChoices):
        MONTHS = "months", "months"
        WEEKS = "weeks", "weeks"
        DAYS = "days", "days"

    class Side(models.TextChoices):
        COUNCIL = "council", "the council"
        PROVIDER = "provider", "the provider"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="commissioned_services")
    name = models.CharField(max_length=160)
    provider = models.CharField(max_length=160)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    about = models.TextField(blank=True)
    line = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    goes_on = models.BooleanField(default=False)
    notice = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_unit = models.CharField(max_length=6, choices=Unit.choices, default=Unit.MONTHS)
    notice_given_on = models.DateField(null=True, blank=True)
    notice_given_by = models.CharField(max_length=8, choices=Side.choices, blank=True)
    review_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=300, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = (
        *("name", "provider", "kind", "about", "line", "starts_on", "ends_on", "goes_on", "notice", "notice_unit"),
        *("notice_given_on", "notice_given_by", "review_on", "owner", "source"),
    )

    objects = CommissionedServiceQuerySet.as_manager()

    class Meta:
        ordering = ("agreement", "name", "provider")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "name", "provider"], name="commissioned_service_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="commissioned_service_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.provider}"

    @property
    def line_name(self) -> str:
        """The section 251 line in words; empty where none was chosen."""
        known = lines().get(self.line)
        return known.name if known else self.line

    @property
    def address(self) -> list[str | int]:
        """The parts of an address that name this service: council, agreement, key."""
        return [self.agreement.authority.la_code, self.agreement.slug, self.pk]

    def get_absolute_url(self) -> str:
        return reverse("workstreams:commissioned-service", args=self.address)


class CommissionedYear(models.Model):
    """What a service costs in one financial year. Pounds; no row where nobody has said."""

    service = models.ForeignKey(CommissionedService, models.CASCADE, related_name="years")
    financial_year = financial_year_field()
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        ordering = ("service", "financial_year")
        constraints = [models.UniqueConstraint(fields=["service", "financial_year"], name="commissioned_year_once")]

    def __str__(self) -> str:
        return f"{self.service}, {self.financial_year}"


class ServiceIndicator(Answer):
    """How one tells whether a service works: its target and latest value as the provider reports them.

    Or ``measure`` is the code of a measure of the council, whose latest figure is then shown.
    """

    service = models.ForeignKey(CommissionedService, models.CASCADE, related_name="indicators")
    name = models.CharField(max_length=160)
    target = models.CharField(max_length=80, blank=True)
    latest = models.CharField(max_length=80, blank=True)
    latest_on = models.DateField(null=True, blank=True)
    measure = models.SlugField(max_length=80, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("name", "target", "latest", "latest_on", "measure")

    class Meta:
        ordering = ("service", "name")
        constraints = [models.UniqueConstraint(fields=["service", "name"], name="service_indicator_once")]

    def __str__(self) -> str:
        return self.name
