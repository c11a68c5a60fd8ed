"""Entering a commissioned service, and how one tells whether it works."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from conditions.line_list import lines
from safetyvalve.core.forms import DateField, GovModelForm, NarrativeField, Radios, RevisionMixin, YesNoField
from safetyvalve.core.forms.widgets import AffixedInput
from safetyvalve.core.roles import Permission
from workstreams import linked_measures
from workstreams.forms.choices import people_who_may, person_field
from workstreams.models import CommissionedService, ServiceIndicator

LONGEST_NOTICE = 999


class CommissionedServiceForm(RevisionMixin, GovModelForm):
    """Who provides what, which line bears it, and when it can be ended."""

    name = forms.CharField(label="Service", max_length=160, help_text="For example: educational psychology.")
    provider = forms.CharField(label="Provider", max_length=160, help_text="An organisation. No person’s name.")
    kind = forms.ChoiceField(label="Under what", choices=CommissionedService.Kind.choices, widget=Radios())
    about = NarrativeField(label="What it pays for", required=False, limit=2000, rows=3)
    line = forms.ChoiceField(label="Section 251 line that bears it", required=False)
    starts_on = DateField(label="First day", required=False)
    ends_on = DateField(label="Last day", required=False, help_text="Leave blank if no end is agreed.")
    goes_on = YesNoField(label="Does it go on after that unless somebody gives notice", required=True)
    notice = forms.IntegerField(
        label="Notice period",
        required=False,
        min_value=1,
        max_value=LONGEST_NOTICE,
        widget=AffixedInput(width=3, attrs={"autocomplete": "off"}),
        help_text="How many months, weeks or days. The last day to give notice is worked out.",
        error_messages={"invalid": "Notice period must be a whole number"},
    )
    notice_unit = forms.ChoiceField(label="Notice counts in", choices=CommissionedService.Unit.choices)
    notice_given_on = DateField(
        label="Notice was given on", required=False, help_text="Leave blank if none was given, or nobody knows the day."
    )
    notice_given_by = forms.ChoiceField(
        label="Who gave notice", choices=[("", "Nobody"), *CommissionedService.Side.choices], required=False
    )
    review_on = DateField(label="Next review", required=False)
    owner = person_field(label="Who answers for it")
    source = forms.CharField(label="Where this comes from", required=False, max_length=300)

    class Meta:
        model = CommissionedService
        fields = CommissionedService.FIELDS

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        bears = [
            (line.code, line.name) for line in lines().values() if line.block == "high_needs" and line.kind == "spend"
        ]
        self.fields["line"].choices = [("", "Not known"), *bears]  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people_who_may(  # type: ignore[attr-defined]
            self.instance.agreement.authority, Permission.AGREEMENT_VIEW, today, keeping=self.instance.owner
        )
        self.initial["goes_on"] = "yes" if self.instance.goes_on else "no"

    def layout(self) -> Layout:
        return Layout(
            *("name", "provider", "kind", "about", "line"),
            Fieldset("How long", "starts_on", "ends_on", "goes_on"),
            Fieldset("Notice", "notice", "notice_unit", "notice_given_on", "notice_given_by"),
            Fieldset("Who and when", "review_on", "owner", "source"),
        )

    def clean_goes_on(self) -> bool:
        return bool(self.cleaned_data["goes_on"] == "yes")

    def clean_notice_given_on(self) -> date | None:
        day: date | None = self.cleaned_data["notice_given_on"]
        if day and day > self.today:
            raise forms.ValidationError("Notice was given on must be today or in the past")
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Last day must be the same as or after the first day")
        if values.get("notice_given_on") and not values.get("notice_given_by"):
            self.add_error("notice_given_by", "Say who gave notice")
        return values

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CommissionedService.FIELDS}


class ServiceIndicatorForm(RevisionMixin, GovModelForm):
    """A target and the latest value as the provider reports it; or a measure that the council keeps."""

    name = forms.CharField(label="Indicator", max_length=160, help_text="For example: reports within six weeks.")
    target = forms.CharField(
        label="Target", required=False, max_length=80, help_text="As it is agreed: 95%, 40 a term."
    )
    measure = forms.ChoiceField(
        label="Measure of the council",
        required=False,
        help_text="If the council keeps it as a measure: its latest figure is shown here by itself.",
    )
    latest = forms.CharField(
        label="Latest value", required=False, max_length=80, help_text="If no measure shows it. A figure, no child."
    )
    latest_on = DateField(label="Date of the latest value", required=False)

    class Meta:
        model = ServiceIndicator
        fields = ServiceIndicator.FIELDS

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        authority = self.instance.service.agreement.authority
        measures = linked_measures.choices(authority, keeping=self.instance.measure)
        self.fields["measure"].choices = [("", "None"), *measures]  # type: ignore[attr-defined]

    def layout(self) -> Layout:
        return Layout("name", "target", "measure", "latest", "latest_on")

    def clean_latest_on(self) -> date | None:
        day: date | None = self.cleaned_data["latest_on"]
        if day and day > self.today:
            raise forms.ValidationError("Date of the latest value must be today or in the past")
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("measure") and values.get("latest"):
            self.add_error("latest", "Leave the latest value blank: the measure shows it")
        elif values.get("latest") and "latest_on" in values and not values["latest_on"]:
            self.add_error("latest_on", "Enter the date of the latest value")
        elif values.get("latest_on") and not values.get("latest"):
            self.add_error("latest", "Enter the latest value, or leave its date blank")
        return values

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ServiceIndicator.FIELDS}
