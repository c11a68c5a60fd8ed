from typing import ClassVar

from django.db import models
from django.db.models import Q

from conditions.models.agreement import Agreement, financial_year_field, pounds_field
from conditions.models.finance_line import FinanceLine
from conditions.models.reporting import ReportingPeriod
from conditions.models.response import Answer


class FinanceMonths(Answer):
    """One line of the outturn or of a forecast in one financial year, month by month from April to March.

    Pounds and pence, signed as the year's figure is. A month that nobody has given is empty, never 0. Where all twelve
    are given they decide the year: its ``FinanceLine`` is their sum (``conditions.services.finance_months``).
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="finance_months")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, null=True, blank=True, related_name="finance_months")
    financial_year = financial_year_field()
    column = models.CharField(max_length=10, choices=FinanceLine.Column.choices)
    scenario = models.CharField(
        max_length=12, choices=FinanceLine.Scenario.choices, default=FinanceLine.Scenario.MITIGATED
    )
    line = models.CharField(max_length=40)
    april = pounds_field()
    may = pounds_field()
    june = pounds_field()
    july = pounds_field()
    august = pounds_field()
    september = pounds_field()
    october = pounds_field()
    november = pounds_field()
    december = pounds_field()
    january = pounds_field()
    february = pounds_field()
    march = pounds_field()
    source = models.CharField(max_length=300, blank=True)

    MONTHS: ClassVar[tuple[str, ...]] = (
        *("april", "may", "june", "july", "august", "september"),
        *("october", "november", "december", "january", "february", "march"),
    )
    FIELDS: ClassVar[tuple[str, ...]] = (*MONTHS, "source")

    class Meta:
        ordering = ("agreement", "column", "period", "scenario", "financial_year", "line")
        verbose_name = "months of a finance line"
        verbose_name_plural = "months of finance lines"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "column", "scenario", "financial_year", "line"],
                condition=Q(period__isnull=True),
                name="finance_months_once",
            ),
            models.UniqueConstraint(
                fields=["period", "scenario", "financial_year", "line"],
                condition=Q(period__isnull=False),
                name="finance_months_once_per_period",
            ),
            models.CheckConstraint(
                condition=Q(column="forecast", period__isnull=False) | Q(column="actual", period__isnull=True),
                name="finance_months_of_forecast_or_outturn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_column_display()} {self.financial_year} by month, line {self.line}"
