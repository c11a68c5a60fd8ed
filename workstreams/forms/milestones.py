"""Promising a milestone, forecasting it, and saying when it was done."""

from datetime import date
from typing import Any

from django import forms

from safetyvalve.core.forms import DateField, GovModelForm, NarrativeField, RevisionMixin
from workstreams.forms.choices import ConditionChoice, conditions_of
from workstreams.models import Milestone

REASON_LIMIT = 2000


class MilestoneForm(RevisionMixin, GovModelForm):
    """A milestone. Later than first promised, in forecast or in fact, needs its reason."""

    name = forms.CharField(label="What will have been done", max_length=200)
    condition = ConditionChoice(
        label="Condition",
        help_text="Choose one if the milestone speaks to that condition only.",
        empty_label="Every condition the workstream serves",
    )
    baseline_on = DateField(
        label="Date first promised", help_text="The baseline. It stays, so that a slip can be seen."
    )
    forecast_on = DateField(
        label="Date expected now", required=False, help_text="Leave blank while the first date still holds."
    )
    completed_on = DateField(label="Date completed", required=False, help_text="Leave blank until it is done.")
    slip_reason = NarrativeField(
        label="Why it is later than first promised",
        required=False,
        limit=REASON_LIMIT,
        rows=3,
        help_text="Needed when it is expected or was completed after the first date. It is shown wherever the slip is.",
    )

    class Meta:
        model = Milestone
        fields = ("name", "condition", "baseline_on", "forecast_on", "completed_on", "slip_reason")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        agreement = self.instance.workstream.agreement
        self.fields["condition"].queryset = conditions_of(agreement)  # type: ignore[attr-defined]

    def clean_completed_on(self) -> date | None:
        return not_in_the_future(self.cleaned_data["completed_on"], self.today)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.instance.workstream.milestones.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("This workstream already has a milestone with this name. Use another name.")
        return name

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if reason := missing_reason(
            values.get("baseline_on"), values.get("forecast_on"), values.get("completed_on"), values.get("slip_reason")
        ):
            self.add_error("slip_reason", reason)
        return values

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in Milestone.FIELDS}


class MilestoneCompleteForm(RevisionMixin, GovModelForm):
    """The day a milestone was done, and why it was late if it was."""

    completed_on = DateField(label="Date completed")
    slip_reason = NarrativeField(
        label="Why it was later than first promised",
        required=False,
        limit=REASON_LIMIT,
        rows=3,
        help_text="Needed only if it was completed after the first date.",
    )

    class Meta:
        model = Milestone
        fields = ("completed_on", "slip_reason")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial["completed_on"] = self.instance.completed_on or today

    def clean_completed_on(self) -> date | None:
        return not_in_the_future(self.cleaned_data["completed_on"], self.today)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        milestone = self.instance
        if reason := missing_reason(
            milestone.baseline_on, milestone.forecast_on, values.get("completed_on"), values.get("slip_reason")
        ):
            self.add_error("slip_reason", reason)
        return values


def not_in_the_future(day: date | None, today: date) -> date | None:
    if day and day > today:
        raise forms.ValidationError("Date completed must be today or in the past")
    return day


def missing_reason(baseline: date | None, forecast: date | None, completed: date | None, reason: str | None) -> str:
    """What to say when a date is later than first promised and nobody has said why; "" otherwise."""
    if baseline is None or reason is None or reason.strip():
        return ""
    if completed and completed > baseline:
        return "Say why it was completed later than first promised"
    if forecast and forecast > baseline:
        return "Say why it is expected later than first promised"
    return ""
