from typing import ClassVar

from django.db import models

from conditions.models.agreement import financial_year_field
from conditions.models.reporting import ReportingPeriod
from conditions.models.response import Answer


class MovementReason(Answer):
    """Why the finance lines of one block and year forecast something else at this period than at the one before.

    ``block`` is a key of ``fixtures/finance_lines.toml``. The whole DSG's reason stands with the DSG position.
    """

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="movement_reasons")
    financial_year = financial_year_field()
    block = models.CharField(max_length=12)
    reason = models.TextField(blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("reason",)

    class Meta:
        ordering = ("period", "financial_year", "block")
        constraints = [
            models.UniqueConstraint(fields=["period", "financial_year", "block"], name="movement_reason_once")
        ]

    def __str__(self) -> str:
        return f"Why {self.block} of {self.financial_year} has moved, at {self.period.label}"
