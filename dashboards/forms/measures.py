"""Naming and defining a measure of the council's own."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from conditions.models import Condition
from dashboards.models import Indicator, IndicatorVersion
from dashboards.series import current_version, usable
from safetyvalve.core.forms import Checkboxes, DateField, GovForm, NarrativeField, Radios, ShownFor
from safetyvalve.core.forms.controls import revealed_names
from safetyvalve.core.models import Authority

Unit, Polarity, Basis = IndicatorVersion.Unit, IndicatorVersion.Polarity, IndicatorVersion.PeriodBasis


class MeasureForm(GovForm):
    """What the measure is called and what exactly it counts."""

    name = forms.CharField(label="Name", max_length=160, help_text="As a chart and a table head it.")
    definition = NarrativeField(
        label="What it counts", limit=2000, rows=4, help_text="Precise enough for two people to get the same figure."
    )
    basis_label = forms.CharField(
        label="Basis",
        max_length=160,
        required=False,
        help_text="By which date a case is counted, for example “Plans by date of issue”.",
    )
    unit = forms.ChoiceField(label="Unit", choices=Unit.choices, widget=Radios())
    numerator = forms.ChoiceField(
        label="Counted", required=False, help_text="Leave both empty if the rate is typed in as reported."
    )
    denominator = forms.ChoiceField(label="Out of", required=False)
    decimals = forms.TypedChoiceField(
        label="Decimal places",
        choices=[("0", "None"), ("1", "One"), ("2", "Two")],
        coerce=int,
        widget=Radios(inline=True),
    )
    polarity = forms.ChoiceField(
        label="Which way is better?",
        choices=Polarity.choices,
        widget=Radios(hints={"neutral": "For decisions about children’s rights, such as requests and refusals."}),
    )
    period_basis = forms.ChoiceField(label="Over what time?", choices=Basis.choices, widget=Radios())
    source = forms.CharField(label="Source", max_length=200, help_text="The system or release the figures come from.")
    owner = forms.CharField(label="Who answers for it", max_length=120, required=False)

    def __init__(self, *args: Any, authority: Authority, indicator: Indicator | None = None, **kwargs: Any) -> None:
        self.version = current_version(indicator) if indicator else None
        if self.version and indicator:
            kwargs["initial"] = {**_initial(indicator, self.version), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        counts = [i for i in usable(authority) if _is_count(i) and i != indicator]
        self.parts = {i.code: i for i in counts}
        choices = [("", "Not a rate of two measures"), *((i.code, i.name) for i in counts)]
        for name in ("numerator", "denominator"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def layout(self) -> Layout:
        """The two parts only matter for a percentage; what stands under an option is drawn there."""
        elsewhere = {"numerator", "denominator", *revealed_names(self)}
        names: list[Any] = [name for name in self.fields if name not in elsewhere]
        names.insert(names.index("unit") + 1, ShownFor("unit", ["percent"], "numerator", "denominator"))
        return Layout(*names)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        top, bottom = (data.get(name) or "" for name in ("numerator", "denominator"))
        if bool(top) != bool(bottom):
            missing = "denominator" if top else "numerator"
            self.add_error(missing, "Choose both measures of the rate, or neither")
        elif top and top == bottom:
            self.add_error("denominator", "Choose two different measures")
        elif top and data.get("unit") != Unit.PERCENT:
            self.add_error("unit", "Choose “Per cent” for a rate of two measures")
        return data

    @property
    def values(self) -> dict[str, Any]:
        """The definition's fields, as the service takes them."""
        data = {**self.cleaned_data}
        for name in ("numerator", "denominator"):
            data[name] = self.parts.get(data.get(name) or "")
        return {name: value for name, value in data.items() if name in _VERSION_FIELDS}


class MeasureEditForm(MeasureForm):
    """As the measure form, and whether the figures mean something else from now on."""

    CORRECTION, NEW = "correction", "new"
    change_kind = forms.ChoiceField(
        label="What is changing?",
        choices=[(CORRECTION, "The wording only"), (NEW, "What is counted")],
        initial=CORRECTION,
        widget=Radios(
            hints={
                CORRECTION: "Figures on record mean what they meant.",
                NEW: "Charts show a break, and figures on either side of it are not compared.",
            },
            reveals={NEW: ("valid_from", "change_note")},
        ),
    )
    valid_from = DateField(label="From which date is it counted the new way?", required=False)
    change_note = forms.CharField(
        label="What is different, for the chart", max_length=120, required=False, help_text="In a few words."
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("change_kind") == self.NEW:
            if not data.get("valid_from") and "valid_from" not in self.errors:
                self.add_error("valid_from", "Enter the date from which it is counted the new way")
            if not data.get("change_note"):
                self.add_error("change_note", "Enter what is different, in a few words")
            self._check_after_last(data)
        return data

    def _check_after_last(self, data: dict[str, Any]) -> None:
        last = self.version.valid_from if self.version else None
        if last and data.get("valid_from") and data["valid_from"] <= last:
            self.add_error("valid_from", f"Enter a date after {last.day} {last:%B %Y}, when it last changed")

    @property
    def counts_differently_from(self) -> Any:
        return self.cleaned_data["valid_from"] if self.cleaned_data["change_kind"] == self.NEW else None


class ConditionsForm(GovForm):
    """Which conditions a measure shows the progress of."""

    conditions = forms.MultipleChoiceField(label="Conditions", required=False, widget=Checkboxes())

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conditions = Condition.objects.filter(agreement__authority=authority).select_related("agreement")
        self.by_key = {str(each.pk): each for each in conditions.order_by("agreement", "order")}
        several = len({each.agreement_id for each in self.by_key.values()}) > 1
        self.fields["conditions"].choices = [  # type: ignore[attr-defined]
            (key, f"{each} ({each.agreement})" if several else str(each)) for key, each in self.by_key.items()
        ]

    @property
    def chosen(self) -> list[Condition]:
        return [self.by_key[key] for key in self.cleaned_data["conditions"]]


_VERSION_FIELDS = (
    *("definition", "basis_label", "unit", "numerator", "denominator", "decimals"),
    *("polarity", "period_basis", "source", "owner"),
)


def _is_count(indicator: Indicator) -> bool:
    version = current_version(indicator)
    return version is not None and version.is_typed and version.unit == Unit.COUNT


def _initial(indicator: Indicator, version: IndicatorVersion) -> dict[str, Any]:
    initial = {name: getattr(version, name) for name in _VERSION_FIELDS if name not in ("numerator", "denominator")}
    for name in ("numerator", "denominator"):
        part = getattr(version, name)
        initial[name] = part.code if part else ""
    return {"name": indicator.name, **initial}
