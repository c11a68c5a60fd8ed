from typing import ClassVar

from django.db import models
from django.db.models import Q

from conditions.models.agreement import Agreement, financial_year_field, pounds_field
from conditions.models.reporting import ReportingPeriod
from conditions.models.response import Answer


class FinanceLine(Answer):
    """One amount, in pounds and pence, of one line in one financial year.

    ``line`` is a code of the list in ``fixtures/finance_lines.toml`` (``conditions.line_list``), which says which block
    it belongs to and whether it is income, spending or a movement. Income and spending are written without a sign;
    balances and movements are positive where they help the DSG. Empty when nobody has given the figure: never 0.
    """

    class Column(models.TextChoices):
        BUDGET = "budget", "Budget"
        FORECAST = "forecast", "Forecast"
        ACTUAL = "actual", "Outturn"

    class Scenario(models.TextChoices):
        MITIGATED = "mitigated", "With the plan's savings"
        UNMITIGATED = "unmitigated", "Without the plan's savings"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="finance_lines")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, null=True, blank=True, related_name="finance_lines")
    financial_year = financial_year_field()
    column = models.CharField(max_length=10, choices=Column.choices)
    scenario = models.CharField(max_length=12, choices=Scenario.choices, default=Scenario.MITIGATED)
    block = models.CharField(max_length=12)
    line = models.CharField(max_length=40)
    amount = pounds_field()
    source = models.CharField(max_length=300, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("amount", "source")

    class Meta:
        ordering = ("agreement", "column", "period", "scenario", "financial_year", "line")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "column", "scenario", "financial_year", "line"],
                condition=Q(period__isnull=True),
                name="finance_line_once",
            ),
            models.UniqueConstraint(
                fields=["period", "scenario", "financial_year", "line"],
                condition=Q(period__isnull=False),
                name="finance_line_once_per_period",
            ),
            models.CheckConstraint(
                condition=Q(column="forecast", period__isnull=False) | (~Q(column="forecast") & Q(period__isnull=True)),
                name="finance_line_forecast_names_its_period",
            ),
            models.CheckConstraint(
                condition=~Q(column="actual") | Q(scenario="mitigated"), name="finance_line_one_outturn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_column_display()} {self.financial_year}, line {self.line}"


class TransferConsent(Answer):
    """Who agreed to a year's transfer out of the schools block: the forum and, above 0.5%, the Secretary of State.

    The rule is DfE's (DSG management plan guidance): up to 0.5% of the schools block with the forum's agreement.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="transfer_consents")
    financial_year = financial_year_field()
    forum_agreed_on = models.DateField(null=True, blank=True)
    forum_reference = models.CharField(max_length=200, blank=True)
    secretary_of_state_on = models.DateField(null=True, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("forum_agreed_on", "forum_reference", "secretary_of_state_on")

    class Meta:
        ordering = ("agreement", "financial_year")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "financial_year"], name="transfer_consent_once_per_year")
        ]

    def __str__(self) -> str:
        return f"Consent to the block transfer of {self.financial_year}"
