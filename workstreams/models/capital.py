from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from conditions.models import Agreement
from conditions.models.agreement import financial_year_field, pounds_field
from conditions.models.response import Answer
from safetyvalve.core.models import Authority
from workstreams.models.saving import Saving
from workstreams.models.workstream import Workstream
from workstreams.rules.academic_years import validate_academic_year


class CapitalSchemeQuerySet(models.QuerySet["CapitalScheme"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(agreement__authority=authority)


class CapitalScheme(Answer):
    """Something that is built, adapted or enlarged so that there are places: what savings and placements wait for.

    The day first planned stays; a later one, in forecast or in fact, needs its reason. No child is ever named here.
    """

    class Kind(models.TextChoices):
        EXPANSION = "expansion", "Expansion of a school"
        NEW_SCHOOL = "new_school", "New school"
        RESOURCED_PROVISION = "resourced_provision", "Resourced provision or SEN unit"
        TEMPORARY = "temporary", "Temporary places"
        ALTERNATIVE_PROVISION = "alternative_provision", "Alternative provision"
        OTHER = "other", "Something else"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="capital_schemes")
    workstream = models.ForeignKey(Workstream, models.SET_NULL, null=True, blank=True, related_name="capital_schemes")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=22, choices=Kind.choices)
    about = models.TextField(blank=True)
    planned_on = models.DateField(null=True, blank=True)
    forecast_on = models.DateField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    slip_reason = models.TextField(blank=True)
    other_funding_is = models.CharField(max_length=160, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=300, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = (
        *("name", "kind", "about", "workstream", "planned_on", "forecast_on", "opened_on", "slip_reason"),
        *("other_funding_is", "owner", "source"),
    )

    objects = CapitalSchemeQuerySet.as_manager()

    class Meta:
        ordering = ("agreement", "name")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "name"], name="capital_scheme_name_once"),
            models.CheckConstraint(
                condition=Q(forecast_on__isnull=True)
                | Q(planned_on__isnull=True)
                | Q(forecast_on__lte=F("planned_on"))
                | ~Q(slip_reason=""),
                name="capital_scheme_slip_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def expected_on(self) -> date | None:
        """The day it opened, else the day it is expected to; None when nobody has said."""
        return self.opened_on or self.forecast_on or self.planned_on

    @property
    def days_slipped(self) -> int | None:
        """Days by which it opened, or is to open, later than first planned; negative when earlier."""
        if self.planned_on is None or self.expected_on is None:
            return None
        return (self.expected_on - self.planned_on).days

    @property
    def address(self) -> list[str | int]:
        """The parts of an address that name this scheme: council, agreement, key."""
        return [self.agreement.authority.la_code, self.agreement.slug, self.pk]

    def get_absolute_url(self) -> str:
        return reverse("workstreams:capital-scheme", args=self.address)


class CapitalYear(models.Model):
    """What pays for a scheme in one financial year, and what is spent on it. Pounds; empty is not known, never £0."""

    scheme = models.ForeignKey(CapitalScheme, models.CASCADE, related_name="years")
    financial_year = financial_year_field()
    high_needs_allocation = pounds_field()
    borrowing = pounds_field()
    dfe_programme = pounds_field()
    developers = pounds_field()
    other_funding = pounds_field()
    budget = pounds_field()
    forecast = pounds_field()
    actual = pounds_field()

    FUNDING: ClassVar[dict[str, str]] = {
        "high_needs_allocation": "High needs provision capital allocation",
        "borrowing": "Council borrowing",
        "dfe_programme": "Paid by DfE (free school programme)",
        "developers": "Developers’ contributions",
        "other_funding": "Other",
    }
    SPEND: ClassVar[dict[str, str]] = {"budget": "Budget", "forecast": "Forecast", "actual": "Actual"}

    class Meta:
        ordering = ("scheme", "financial_year")
        constraints = [models.UniqueConstraint(fields=["scheme", "financial_year"], name="capital_year_once")]

    def __str__(self) -> str:
        return f"{self.scheme}, {self.financial_year}"

    @property
    def funding(self) -> dict[str, Decimal | None]:
        return {name: getattr(self, name) for name in self.FUNDING}


class CapitalPlaces(models.Model):
    """How many places a scheme is to have in an academic year, and has: all of them, not only that year's new ones."""

    scheme = models.ForeignKey(CapitalScheme, models.CASCADE, related_name="places")
    academic_year = models.CharField(max_length=7, validators=[validate_academic_year])
    planned = models.PositiveIntegerField(null=True, blank=True)
    delivered = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("scheme", "academic_year")
        verbose_name_plural = "capital places"
        constraints = [models.UniqueConstraint(fields=["scheme", "academic_year"], name="capital_places_once")]

    def __str__(self) -> str:
        return f"{self.scheme}, places in {self.academic_year}"


class SchemeDependency(models.Model):
    """A saving that cannot come before a scheme opens, and how many of its places the saving counts on."""

    saving = models.ForeignKey(Saving, models.CASCADE, related_name="scheme_links")
    scheme = models.ForeignKey(CapitalScheme, models.PROTECT, related_name="saving_links")
    places = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("saving", "scheme__name")
        verbose_name_plural = "scheme dependencies"
        constraints = [models.UniqueConstraint(fields=["saving", "scheme"], name="scheme_dependency_once")]

    def __str__(self) -> str:
        return f"{self.saving} on {self.scheme}"
