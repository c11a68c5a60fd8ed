"""Typing the dated points of a trajectory."""

from decimal import Decimal
from typing import Any

from django import forms

from dashboards.forms.figures import WrongFigure, read_figure, written
from dashboards.models import IndicatorVersion, Target
from dashboards.services.targets import TargetPoint
from safetyvalve.core.forms import AffixedInput, DateField, GovForm

USUAL_NAME = "Agreed trajectory"


class TargetForm(GovForm):
    """One point. A row whose date and value are both empty is no point: that is how one is removed."""

    name = forms.CharField(
        label="Trajectory", max_length=80, required=False, widget=forms.TextInput({"class": "govuk-input--width-20"})
    )
    on = DateField(label="Date", required=False, name="the date")
    value = forms.CharField(label="Agreed value", required=False, max_length=40, widget=AffixedInput(width=10))
    tolerance = forms.CharField(
        label="Tolerance",
        required=False,
        max_length=40,
        widget=AffixedInput(width=5),
        help_text="How far off still counts as on it.",
    )

    def __init__(
        self, *args: Any, version: IndicatorVersion, number: int, target: Target | None = None, **kwargs: Any
    ) -> None:
        self.version, self.number = version, number
        kwargs["initial"] = _initial(target)
        super().__init__(*args, prefix=f"point-{number}", **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("value", "tolerance"):
            try:
                figure, marker = read_figure(
                    data.get(name, ""), unit=self.version.unit, decimals=max(self.version.decimals, 0)
                )
            except WrongFigure as wrong:
                self.add_error(name, f"{self.fields[name].label} of point {self.number} {wrong}")
                continue
            if marker:
                self.add_error(name, f"{self.fields[name].label} of point {self.number} must be a figure")
            data[f"{name}_figure"] = figure
        if not self.errors and bool(data.get("on")) != (data.get("value_figure") is not None):
            missing, words = ("value", "the agreed value") if data.get("on") else ("on", "the date")
            self.add_error(missing, f"Enter {words} of point {self.number}, or clear the whole point")
        return data

    @property
    def point(self) -> TargetPoint | None:
        data = self.cleaned_data
        if not data.get("on"):
            return None
        value: Decimal = data["value_figure"]
        return TargetPoint(data.get("name") or USUAL_NAME, data["on"], value, data.get("tolerance_figure"))


def _initial(target: Target | None) -> dict[str, Any]:
    if target is None:
        return {"name": USUAL_NAME}
    tolerance = "" if target.tolerance is None else written(target.tolerance, "")
    return {"name": target.name, "on": target.on, "value": written(target.value, ""), "tolerance": tolerance}
