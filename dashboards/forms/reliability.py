"""Choosing figures that are not to be relied on, with the reason, or that are to be again."""

from collections.abc import Sequence
from typing import Any

from django import forms

from dashboards.history import in_words
from dashboards.models import Measurement
from dashboards.points import Definition
from dashboards.rows import point_of
from safetyvalve.core.forms import Checkboxes, GovForm, NarrativeField

LONGEST = 300


class PeriodsForm(GovForm):
    """Figures by their period. Each is sent as the key of the row that the person saw."""

    periods = forms.MultipleChoiceField(
        label="Periods", widget=Checkboxes(small=True), error_messages={"required": "Choose at least one period"}
    )

    def __init__(self, *args: Any, rows: Sequence[Measurement], definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = [(row.pk, point_of(row)) for row in rows]
        self.fields["periods"].choices = [  # type: ignore[attr-defined]
            (str(pk), f"{point.period.exactly}: {in_words(definition, point)}") for pk, point in points
        ]
        self.fields["periods"].error_messages["invalid_choice"] = (
            "One of these figures was changed by somebody else meanwhile. Choose again"
        )

    @property
    def chosen(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["periods"]]


class MarkForm(PeriodsForm):
    """Figures to mark as not reliable."""

    reason = NarrativeField(
        label="Why can they not be relied on?",
        limit=LONGEST,
        rows=3,
        help_text="It stands under the chart and in the table, for everybody who sees the figure.",
        error_messages={"required": "Enter why they cannot be relied on"},
    )

    def clean_reason(self) -> str:
        return " ".join(str(self.cleaned_data["reason"]).split())


class RestoreForm(PeriodsForm):
    """Figures to rely on again."""
