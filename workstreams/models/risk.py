from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from conditions.models import Agreement, RagLevel, ReportingPeriod, Submission
from conditions.models.response import Answer
from safetyvalve.core.models import Authority
from workstreams.models.workstream import Workstream


def score_field(**options: object) -> "models.PositiveSmallIntegerField":
    """Likelihood or impact, 1 (least) to 5 (most)."""
    return models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        null=True,
        blank=True,
        **options,  # type: ignore[arg-type]
    )


class RiskQuerySet(models.QuerySet["Risk"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(agreement__authority=authority)

    def open_on(self, on: date) -> Self:
        """Risks that stood on that date."""
        return self.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=on)).filter(
            Q(closed_on__isnull=True) | Q(closed_on__gt=on)
        )

    def reported_in(self, period: ReportingPeriod) -> Self:
        """Risks that the period's return speaks of: those that stood when the dates it covers ended."""
        return self.filter(agreement=period.calendar.agreement_id).open_on(period.covers_to)


class Risk(Answer):
    """Something that may stop the agreement from being met, as the register states it."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="risks")
    workstream = models.ForeignKey(Workstream, models.SET_NULL, null=True, blank=True, related_name="risks")
    number = models.CharField(max_length=12)
    order = models.PositiveSmallIntegerField(default=0)
    wording = models.TextField()
    likelihood = score_field()
    impact = score_field()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("wording", "likelihood", "impact", "owner", "workstream", "opened_on")

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ("agreement", "order", "number")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="risk_number_once"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closed_on__gte=models.F("opened_on")),
                name="risk_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"Risk {self.number}"

    @property
    def address(self) -> list[str]:
        """The parts of an address that name this risk: council, agreement, number."""
        return [self.agreement.authority.la_code, self.agreement.slug, self.number]

    def get_absolute_url(self) -> str:
        return reverse("workstreams:risk", args=self.address)

    def update_url(self, period: ReportingPeriod) -> str:
        """Where what a return says about this risk is written."""
        return reverse("workstreams:risk-update", args=[*period.address, self.number])

    @property
    def score(self) -> int | None:
        """Likelihood times impact, 1 to 25; None until both are given."""
        return self.likelihood * self.impact if self.likelihood and self.impact else None


class RiskUpdate(Answer):
    """What a return says about one risk: its RAG, the mitigation, and progress since last time."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="risk_updates")
    risk = models.ForeignKey(Risk, models.PROTECT, related_name="updates")
    rag = models.ForeignKey(RagLevel, models.PROTECT, null=True, blank=True, related_name="+")
    mitigation = models.TextField(blank=True)
    progress = models.TextField(blank=True)
    likelihood = score_field()
    impact = score_field()
    no_change = models.BooleanField(default=False)
    no_change_reason = models.TextField(blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = (
        "rag",
        "mitigation",
        "progress",
        "likelihood",
        "impact",
        "no_change",
        "no_change_reason",
    )

    class Meta:
        ordering = ("submission", "risk__order")
        constraints = [models.UniqueConstraint(fields=["submission", "risk"], name="risk_update_once")]

    def __str__(self) -> str:
        return f"Risk {self.risk.number}"
