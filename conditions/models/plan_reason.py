from typing import ClassVar

from django.db import models

from conditions.models.agreement import financial_year_field
from conditions.models.reporting import ReportingPeriod
from conditions.models.response import Answer


class PlanReason(Answer):
    """Why a forecast with the plan's savings and the one without them differ by something else than the savings on
    record, in one year, at one period."""

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="plan_reasons")
    financial_year = financial_year_field()
    reason = models.TextField(blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("reason",)

    class Meta:
        ordering = ("period", "financial_year")
        constraints = [models.UniqueConstraint(fields=["period", "financial_year"], name="plan_reason_once")]

    def __str__(self) -> str:
        return f"Why {self.financial_year} differs by more than its savings, at {self.period.label}"
