from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from conditions.models.agreement import Agreement, financial_year_field
from safetyvalve.core.models import Authority


class ReportingCalendar(models.Model):
    """A rhythm of reporting on one agreement: DfE returns, a monthly board, the Schools Forum."""

    class Purpose(models.TextChoices):
        DFE_RETURN = "dfe_return", "Return to DfE"
        BOARD = "board", "Programme board"
        FORUM = "forum", "Schools Forum"

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="calendars")
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.DFE_RETURN)

    class Meta:
        ordering = ("agreement", "purpose", "name")
        constraints = [models.UniqueConstraint(fields=["agreement", "name"], name="calendar_name_once")]

    def __str__(self) -> str:
        return self.name


class ReportingPeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(calendar__agreement__authority=authority)

    def returns(self) -> Self:
        """Periods that end in a return to DfE, and so in a submission."""
        return self.filter(calendar__purpose=ReportingCalendar.Purpose.DFE_RETURN)

    def open_on(self, on: date) -> Self:
        """Periods whose window has opened and that nobody has closed."""
        return self.filter(Q(opens_on__isnull=True) | Q(opens_on__lte=on), closed_at__isnull=True)


class ReportingPeriod(models.Model):
    """One turn of a calendar: the dates it covers, when it opens and when it is due. All of it is data."""

    calendar = models.ForeignKey(ReportingCalendar, models.CASCADE, related_name="periods")
    label = models.CharField(max_length=80, help_text="For example Update 1, or Year 2, Quarter 1.")
    window_label = models.CharField(max_length=80, blank=True, help_text="For example May/June 2024.")
    slug = models.SlugField(max_length=60)
    financial_year = financial_year_field()
    order = models.PositiveSmallIntegerField()
    covers_from = models.DateField()
    covers_to = models.DateField()
    opens_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        ordering = ("calendar", "covers_from", "order")
        constraints = [
            models.UniqueConstraint(fields=["calendar", "slug"], name="period_slug_once"),
            models.UniqueConstraint(fields=["calendar", "financial_year", "order"], name="period_order_once"),
            models.CheckConstraint(condition=Q(covers_to__gte=F("covers_from")), name="period_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.full_label

    @property
    def full_label(self) -> str:
        """ "Update 1 (May/June 2024)"."""
        return f"{self.label} ({self.window_label})" if self.window_label else self.label

    @property
    def agreement(self) -> Agreement:
        return self.calendar.agreement

    def get_absolute_url(self) -> str:
        return reverse("conditions:period", args=self.address)

    @property
    def address(self) -> list[str]:
        """The parts of an address that name this period: council, agreement, period."""
        agreement = self.calendar.agreement
        return [agreement.authority.la_code, agreement.slug, self.slug]
