"""Entering a saving, and its planned, forecast and delivered pounds year by year."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from safetyvalve.core import money
from safetyvalve.core.forms import (
    DateField,
    GovForm,
    GovModelForm,
    MoneyField,
    NarrativeField,
    Radios,
    RevisionMixin,
    YesNoField,
)
from safetyvalve.core.forms.pounds import PoundsMixin
from safetyvalve.core.roles import Permission
from safetyvalve.core.thousands import Held
from workstreams.forms.choices import ConditionChoice, conditions_of, people_who_may, person_field
from workstreams.forms.seen_boxes import SeenBoxesMixin
from workstreams.models import Milestone, Saving
from workstreams.rules.savings import full_year_of_places
from workstreams.savings import SavingYear
from workstreams.services.savings import AMOUNTS, Figures

KIND_HINTS = {
    Saving.Kind.CASHABLE.value: "Money that was being spent and no longer is. It can be taken out of a budget.",
    Saving.Kind.AVOIDANCE.value: "Money that would have been spent without the work. No budget goes down.",
}
NO_BUDGET = ("", "No: it is spent by nobody")


class SavingForm(PoundsMixin, RevisionMixin, GovModelForm):
    """What is saved, whose money it is, from when, and what it is worth."""

    name = forms.CharField(label="What is saved", max_length=200)
    kind = forms.ChoiceField(label="What kind of saving", choices=Saving.Kind.choices, widget=Radios(hints=KIND_HINTS))
    budget = forms.ChoiceField(label="Whose budget it falls on", choices=Saving.Budget.choices)
    moves_to = forms.ChoiceField(
        label="Does another budget pay instead",
        choices=[NO_BUDGET, *Saving.Budget.choices],
        required=False,
        help_text="A cost that only moves is shown on both sides: it helps one budget and burdens the other.",
    )
    is_recurring = YesNoField(
        label="Does it come again every year",
        required=True,
        error_messages={"required": "Select yes if it comes again every year"},
    )
    starts_on = DateField(label="Starts on", required=False, help_text="The month in which it starts counts whole.")
    ends_on = DateField(label="Ends on", required=False, help_text="Leave blank if no end is known.")
    places = forms.DecimalField(
        label="Number of places",
        required=False,
        max_digits=7,
        decimal_places=2,
        help_text="For savings on placements: how many, and what each costs a year before and after.",
    )
    unit_cost_before = MoneyField(label="Cost of one place a year before", required=False, min_value=0)
    unit_cost_after = MoneyField(label="Cost of one place a year after", required=False, min_value=0)
    full_year_amount = MoneyField(
        label="Worth in a full year",
        required=False,
        help_text="Leave blank for places: it is worked out. A minus sign is a pressure. Blank means not known.",
    )
    is_estimate = forms.BooleanField(label="This is an estimate", required=False)
    investment_amount = MoneyField(
        label="What has to be spent to get it", required=False, min_value=0, help_text="Once, not every year."
    )
    condition = ConditionChoice(label="Condition", empty_label="No condition by itself")
    depends_on = forms.ModelChoiceField(
        label="Milestone it depends on", queryset=Milestone.objects.none(), required=False, empty_label="None"
    )
    owner = person_field(label="Who answers for it")
    evidence = NarrativeField(
        label="Evidence",
        required=False,
        limit=5000,
        rows=4,
        help_text="Where the figure comes from, and how it will be shown.",
    )
    counted_once = NarrativeField(
        label="Why it is not the same money as another saving",
        required=False,
        limit=2000,
        rows=3,
        help_text="Only if it looks like a saving of another workstream: is a pound counted twice?",
    )

    class Meta:
        model = Saving
        fields = Saving.FIELDS

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workstream = self.instance.workstream
        self.fields["condition"].queryset = conditions_of(workstream.agreement)  # type: ignore[attr-defined]
        self.fields["depends_on"].queryset = workstream.milestones.all()  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people_who_may(  # type: ignore[attr-defined]
            workstream.agreement.authority, Permission.WORKSTREAM_MANAGE, today, keeping=self.instance.owner
        )
        self.initial["is_recurring"] = "yes" if self.instance.is_recurring else "no"

    def layout(self) -> Layout:
        return Layout(
            "name",
            "kind",
            "is_recurring",
            "starts_on",
            "ends_on",
            Fieldset(
                "What it is worth",
                "places",
                "unit_cost_before",
                "unit_cost_after",
                "full_year_amount",
                "is_estimate",
                "investment_amount",
            ),
            Fieldset("Whose money", "budget", "moves_to"),
            Fieldset("Who and why", "condition", "depends_on", "owner", "evidence", "counted_once"),
        )

    def clean_is_recurring(self) -> bool:
        return bool(self.cleaned_data["is_recurring"] == "yes")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("moves_to") and values["moves_to"] == values.get("budget"):
            self.add_error("moves_to", "The budget that pays instead must be another one")
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "Ends on must be the same as or after starts on")
        self._clean_worth(values)
        return values

    def _clean_worth(self, values: dict[str, Any]) -> None:
        """Places and both costs, or none of them; then the worth is theirs."""
        names = ("places", "unit_cost_before", "unit_cost_after")
        if any(name in self.errors for name in (*names, "full_year_amount")):
            return
        given = [name for name in names if values.get(name) is not None]
        if not given:
            return
        for name in names:
            if name not in given:
                self.add_error(name, "Give the number of places and both costs, or none of the three")
        if len(given) < len(names):
            return
        worth = full_year_of_places(*(values[name] for name in names))
        typed = values.get("full_year_amount")
        if typed is not None and typed != worth:
            self.add_error(
                "full_year_amount",
                f"The places and costs come to {money.in_pence(worth)}. Leave this blank, or change them",
            )
        values["full_year_amount"] = worth

    def held_against(self, name: str) -> Iterable[Held]:
        if name == "unit_cost_after":
            yield Held(self.cleaned_data.get("unit_cost_before"), "is the cost of one place before")

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in Saving.FIELDS}


WORDS = {"planned_amount": "planned", "forecast_amount": "forecast", "delivered_amount": "delivered"}


class SavingFiguresForm(PoundsMixin, SeenBoxesMixin, GovForm):
    """Three amounts for each financial year. Blank is not known, which is not the same as nothing.

    A new figure is held against what stood there, then against what the saving is worth in that year.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, saving: Saving, years: Sequence[SavingYear], **kwargs: Any) -> None:
        on_record = {
            self.key(year.financial_year, name): amount
            for year in years
            for name, amount in zip(AMOUNTS, (year.planned, year.forecast, year.delivered), strict=True)
        }
        kwargs["initial"] = {"revision": saving.revision, **on_record}
        super().__init__(*args, **kwargs)
        self.years = years
        self.full_year = saving.full_year_amount
        for year in years:
            for name in AMOUNTS:
                label = f"{year.financial_year}: {WORDS[name]}"
                self.fields[self.key(year.financial_year, name)] = MoneyField(label=label, required=False)
        self.shows(saving, on_record)

    @staticmethod
    def key(financial_year: str, name: str) -> str:
        return f"{name}-{financial_year}"

    @property
    def rows(self) -> list[tuple[SavingYear, list[forms.BoundField]]]:
        """A row of the page: the year, and its three boxes."""
        return [(year, [self[self.key(year.financial_year, name)] for name in AMOUNTS]) for year in self.years]

    def held_against(self, name: str) -> Iterable[Held]:
        year = next(each for each in self.years if name.endswith(f"-{each.financial_year}"))
        usual = year.share.amount if year.share and year.share.months else self.full_year
        return (Held(usual, "is what this saving is worth"),)

    @property
    def figures(self) -> Figures:
        """What this person changed, by financial year."""
        found: dict[str, dict[str, Decimal | None]] = {}
        for year in self.years:
            keys = {name: self.key(year.financial_year, name) for name in AMOUNTS}
            found[year.financial_year] = {
                name: self.cleaned_data[key] for name, key in keys.items() if key in self.changed
            }
        return {year: amounts for year, amounts in found.items() if amounts}
