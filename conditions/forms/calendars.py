"""Forms for reporting calendars and their periods."""

from typing import Any

from django import forms

from conditions.forms.agreements import NOT_CHOSEN, YEARS
from conditions.models import Programme, ReportingCalendar, ReportingPeriod
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.forms import DateField, GovForm, GovModelForm, Radios
from safetyvalve.core.forms.seen import SeenMixin
from safetyvalve.core.forms.widgets import AffixedInput


class CalendarForm(SeenMixin, GovModelForm):
    """A rhythm of reporting: what it is called and whom it serves."""

    class Meta:
        model = ReportingCalendar
        fields = ("name", "purpose")
        labels = {"name": "Name", "purpose": "What is it for?"}
        help_texts = {"name": "For example DfE monitoring returns."}
        widgets = {"name": AffixedInput(width=30), "purpose": Radios()}

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = ReportingCalendar.objects.filter(agreement=self.instance.agreement_id).exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError("This agreement has a calendar with that name already")
        return name


class PeriodForm(SeenMixin, GovModelForm):
    """One turn of a calendar."""

    financial_year = forms.ChoiceField(label="Financial year", choices=[NOT_CHOSEN, *YEARS])
    covers_from = DateField(label="Covers from")
    covers_to = DateField(label="Covers to")
    opens_on = DateField(
        label="Opens on", required=False, help_text="From this day it is on people’s home pages. Empty means now."
    )
    due_on = DateField(label="Due on", help_text="The day DfE, or the board, expects it.")

    class Meta:
        model = ReportingPeriod
        fields = ("label", "window_label", "financial_year", "covers_from", "covers_to", "opens_on", "due_on")
        labels = {"label": "Label", "window_label": "Window"}
        help_texts = {
            "label": "For example Update 1, or Year 2, Quarter 1.",
            "window_label": "For example May/June 2024.",
        }
        widgets = {"label": AffixedInput(width=20), "window_label": AffixedInput(width=20)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        others = ReportingPeriod.objects.filter(calendar=self.instance.calendar_id).exclude(pk=self.instance.pk)
        label, year = cleaned.get("label"), cleaned.get("financial_year")
        if label and year and others.filter(label__iexact=label, financial_year=year).exists():
            self.add_error("label", f"This calendar has {label} in {year} already")
        first, last = cleaned.get("covers_from"), cleaned.get("covers_to")
        opens, due = cleaned.get("opens_on"), cleaned.get("due_on")
        if first and last and last < first:
            self.add_error("covers_to", "The period must end on or after the day it begins")
        if opens and due and opens > due:
            self.add_error("opens_on", "The period must open on or before the day it is due")
        if first and due and due < first:
            self.add_error("due_on", "The due day must come after the period has begun")
        return cleaned


class GenerateForm(GovForm):
    """Which periods to make at once."""

    financial_year = forms.ChoiceField(label="For which financial year?", choices=[NOT_CHOSEN, *YEARS])
    cadence = forms.ChoiceField(label="How often?", choices=Programme.Cadence.choices, widget=Radios())

    def __init__(self, *args: Any, calendar: ReportingCalendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_return = calendar.purpose == ReportingCalendar.Purpose.DFE_RETURN
        cadence = calendar.agreement.programme.cadence if is_return else Programme.Cadence.MONTHLY
        self.fields["cadence"].initial = cadence
        last = calendar.periods.order_by("-financial_year").first()
        if last:
            self.fields["financial_year"].initial = FinancialYear.parse(last.financial_year).next().label
