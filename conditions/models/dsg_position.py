from typing import ClassVar

from django.conf import settings
from django.db import models

from conditions.models.agreement import Agreement, financial_year_field, pounds_field
from conditions.models.reporting import ReportingPeriod
from conditions.models.response import Answer
from safetyvalve.core.constraints import both_or_neither


class DsgPosition(Answer):
    """The Dedicated Schools Grant position of one financial year, as reported at one period.

    Pounds, surplus positive and deficit negative. Opening plus the parts is the closing balance;
    "before payments" leaves out every DfE Safety Valve payment of the agreement so far, as agreements state
    their profile. A figure nobody has given stays empty.
    """

    class Block(models.TextChoices):
        ALL = "all", "Whole DSG"
        HIGH_NEEDS = "high_needs", "High needs block"
        SCHOOLS = "schools", "Schools block"
        EARLY_YEARS = "early_years", "Early years block"
        CENTRAL = "central", "Central school services block"

    class Basis(models.TextChoices):
        FORECAST = "forecast", "Forecast"
        ACTUAL = "actual", "Outturn"

    class Scenario(models.TextChoices):
        MITIGATED = "mitigated", "With the plan's savings"
        UNMITIGATED = "unmitigated", "Without the plan's savings"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="dsg_positions")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="dsg_positions")
    financial_year = financial_year_field()
    block = models.CharField(max_length=12, choices=Block.choices, default=Block.ALL)
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.FORECAST)
    scenario = models.CharField(max_length=12, choices=Scenario.choices, default=Scenario.MITIGATED)
    opening_before_payments = pounds_field()
    opening_after_payments = pounds_field()
    in_year_position = pounds_field()
    block_transfer = pounds_field()
    authority_contribution = pounds_field()
    dfe_payments = pounds_field()
    stability_grant = pounds_field()
    adjustments = pounds_field()
    closing_before_payments = pounds_field()
    closing_after_payments = pounds_field()
    movement_reason = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    AMOUNTS: ClassVar[tuple[str, ...]] = (
        "opening_before_payments",
        "opening_after_payments",
        "in_year_position",
        "block_transfer",
        "authority_contribution",
        "dfe_payments",
        "stability_grant",
        "adjustments",
        "closing_before_payments",
        "closing_after_payments",
    )
    FIELDS: ClassVar[tuple[str, ...]] = ("basis", *AMOUNTS, "movement_reason")

    class Meta:
        ordering = ("agreement", "period", "financial_year", "block")
        verbose_name = "DSG position"
        constraints = [
            models.UniqueConstraint(fields=["period", "financial_year", "block", "scenario"], name="dsg_position_once"),
            both_or_neither("confirmed_at", "confirmed_by", name="dsg_position_confirmed_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"DSG position {self.financial_year}, reported at {self.period.label}"
