"""Naming and defining a measure of the council's own."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from conditions.models import Condition
from dashboards.catalogue import in_sections
from dashboards.categories import TOPICS
from dashboards.models import Indicator, IndicatorVersion
from dashboards.series import current_version, usable
from safetyvalve.core.forms import Checkboxes, DateField, GovForm, NarrativeField, Radios, ShownFor
from safetyvalve.core.forms.controls import revealed_names
from safetyvalve.core.models import Authority

Unit, Polarity, Basis = IndicatorVersion.Unit, IndicatorVersion.Polarity, IndicatorVersion.PeriodBasis
Formula = IndicatorVersion.Formula
WORKED_OUT = {
    Formula.PERCENTAGE: "A share: one measure out of another, in per cent",
    Formula.QUOTIENT: "One measure divided by another",
    Formula.PER_THOUSAND: "One measure for every thousand of another",
    Formula.GROWTH: "The change of one measure over a year, in per cent",
}
SUMS = (Unit.COUNT, Unit.MONEY, Unit.DAYS)
"""Units of what can be added up, and so be part of another measure."""
IN_PERCENT = (Formula.PERCENTAGE, Formula.GROWTH)
DIVIDED_BY = [
    (topic.code, topic.name)
    for topic in TOPICS.values()
    if topic.code not in ("allocation_line", "placement_move", "year_group_move")
]


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
    formula = forms.ChoiceField(
        label="Where do its figures come from?",
        required=False,
        choices=[("", "Typed in or imported"), *((each.value, words) for each, words in WORKED_OUT.items())],
        widget=Radios(
            hints={
                "": "Also a rate that a source gives without its two counts.",
                Formula.PERCENTAGE: "A ratio of sums: over a year, the sum of the one over the sum of the other.",
                Formula.QUOTIENT: "For an average: days added up, divided by plans.",
            }
        ),
    )
    numerator = forms.ChoiceField(label="Counted", required=False)
    denominator = forms.ChoiceField(label="Out of", required=False, help_text="Leave empty for a change over a year.")
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
    lag_days = forms.IntegerField(
        label="Days until it can be relied on",
        required=False,
        min_value=0,
        max_value=999,
        help_text="After the end of the period. Leave empty if it is there at once.",
        widget=forms.TextInput({"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    breakdown_topics = forms.MultipleChoiceField(
        label="What can its figures be divided by?",
        required=False,
        choices=DIVIDED_BY,
        widget=Checkboxes(small=True),
        help_text="Figures by school are for people inside the programme only.",
    )

    def __init__(self, *args: Any, authority: Authority, indicator: Indicator | None = None, **kwargs: Any) -> None:
        self.version = current_version(indicator) if indicator else None
        if self.version and indicator:
            kwargs["initial"] = {**_initial(indicator, self.version), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        sums = [i for i in usable(authority) if _can_be_summed(i) and i != indicator]
        self.parts = {i.code: i for i in sums}
        choices = [("", "No measure chosen"), *_by_section(sums)]
        for name in ("numerator", "denominator"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def layout(self) -> Layout:
        """The two parts only matter when the figures are worked out; what stands under an option is drawn there."""
        elsewhere = {"numerator", "denominator", *revealed_names(self)}
        names: list[Any] = [name for name in self.fields if name not in elsewhere]
        names.insert(names.index("formula") + 1, ShownFor("formula", list(WORKED_OUT), "numerator", "denominator"))
        return Layout(*names)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        top, bottom = (data.get(name) or "" for name in ("numerator", "denominator"))
        if data.get("formula") == Formula.GROWTH:
            data["denominator"] = bottom = top
        elif (top or bottom) and not data.get("formula"):
            data["formula"] = Formula.PERCENTAGE
        if data.get("formula"):
            self._check_parts(data["formula"], top, bottom)
            self._check_unit(data["formula"], data.get("unit"))
        return data

    def _check_parts(self, formula: str, top: str, bottom: str) -> None:
        missing = [name for name, part in (("numerator", top), ("denominator", bottom)) if not part]
        if formula == Formula.GROWTH:
            if not top and not self.has_error("numerator"):
                self.add_error("numerator", "Choose the measure whose change it is")
        elif missing:
            if not self.has_error(missing[0]):
                self.add_error(missing[0], "Choose both measures of the rate, or neither")
        elif top == bottom:
            self.add_error("denominator", "Choose two different measures")

    def _check_unit(self, formula: str, unit: str | None) -> None:
        if unit and (formula in IN_PERCENT) != (unit == Unit.PERCENT):
            words = "“Per cent” for a" if formula in IN_PERCENT else "another unit than “Per cent” for a plain"
            self.add_error("unit", f"Choose {words} rate of two measures")

    @property
    def values(self) -> dict[str, Any]:
        """The definition's fields, as the service takes them."""
        data = {**self.cleaned_data}
        for name in ("numerator", "denominator"):
            data[name] = self.parts.get(data.get(name) or "")
        data["formula"] = data.get("formula") or Formula.PERCENTAGE
        data["lag_days"] = data.get("lag_days") or 0
        return {name: value for name, value in data.items() if name in (*_VERSION_FIELDS, "breakdown_topics")}


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
    *("definition", "basis_label", "unit", "formula", "numerator", "denominator", "decimals"),
    *("polarity", "period_basis", "source", "owner", "lag_days"),
)


def _can_be_summed(indicator: Indicator) -> bool:
    version = current_version(indicator)
    return version is not None and version.is_typed and version.unit in SUMS


def _by_section(indicators: list[Indicator]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices under the headings of the catalogue."""
    return [(heading, [(i.code, i.name) for i in found]) for _, heading, found in in_sections(indicators)]


def _initial(indicator: Indicator, version: IndicatorVersion) -> dict[str, Any]:
    initial = {name: getattr(version, name) for name in _VERSION_FIELDS if name not in ("numerator", "denominator")}
    for name in ("numerator", "denominator"):
        part = getattr(version, name)
        initial[name] = part.code if part else ""
    if not version.is_derived:
        initial["formula"] = ""
    return {"name": indicator.name, "breakdown_topics": indicator.breakdown_topics, **initial}
