"""Handing over a placement list, typing totals instead, and saying how plans on the way are costed."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Field, Fieldset, Layout
from django import forms

from conditions.models import Assumption, AssumptionValue
from dashboards.finance.commitments.days import months_of
from dashboards.finance.commitments.pipeline_cost import STAGES
from dashboards.finance.spending import spend_lines
from dashboards.forms.assumptions import FigureField
from dashboards.forms.commitment_mix import MixMixin
from dashboards.forms.commitment_totals import SOURCE_HINT, CountField
from dashboards.forms.imports import FilesField, files_hint
from dashboards.imports.kinds import MEGABYTE, Kind
from dashboards.models import CommitmentBasis
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.forms import Checkboxes, DateField, GovForm, MoneyField, NarrativeField, RevisionMixin
from safetyvalve.core.forms.pounds import PoundsMixin
from safetyvalve.core.thousands import Held, others

LIST = Kind(
    "placements",
    "Placement list",
    "One row for each placement.",
    "dashboards.imports.placements.read",
    (".csv", ".xlsx"),
    is_personal=True,
    largest=5 * MEGABYTE,
)
MONTH = "month-"


class ListForm(GovForm):
    """A placement list and the day it describes."""

    as_at = DateField(
        label="Which day does the list describe?",
        first_year=2015,
        last_year=2100,
        help_text="For example 30 9 2025. Saving another list of the same day takes the place of the first.",
    )
    source = forms.CharField(label="Where it comes from", required=False, max_length=300, help_text=SOURCE_HINT)

    def __init__(self, *args: Any, today: date, refusal: str = "", **kwargs: Any) -> None:
        self.today, self.refusal = today, refusal
        super().__init__(*args, **kwargs)
        self.fields = {"files": FilesField(LIST, label="Choose the file", help_text=files_hint(LIST)), **self.fields}

    def layout(self) -> Layout:
        return Layout(Field("files", template="dashboards/imports/_file_field.html"), "as_at", "source")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.refusal:
            self.errors.pop("files", None)
            self.add_error("files", self.refusal)
        if data.get("as_at") and data["as_at"] > self.today:
            self.add_error("as_at", "The day must not be in the future")
        return data


class PeriodForm(GovForm):
    """Which day and which months somebody wants to type totals for."""

    as_at = DateField(
        label="Which day are the totals of?", first_year=2015, last_year=2100, help_text="For example 30 9 2025."
    )
    period = forms.ChoiceField(
        label="Totals of",
        help_text="A year’s totals are spread over its months by days. A month’s replace what the list of that day has "
        "for it.",
    )

    def __init__(self, *args: Any, years: Sequence[str], today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = period_choices(years)  # type: ignore[attr-defined]

    def clean_as_at(self) -> date:
        as_at: date = self.cleaned_data["as_at"]
        if as_at > self.today:
            raise forms.ValidationError("The day must not be in the future")
        return as_at


def period_choices(years: Sequence[str]) -> list[tuple[str, str]]:
    """Every year as a whole, each followed by its months: ("2025-26", …), ("month-2025-04", …)."""
    found = []
    for label in years:
        found.append((label, f"The whole of {label}"))
        found += [(f"{MONTH}{month:%Y-%m}", f"{month:%B %Y}") for month in months_of(FinancialYear.parse(label))]
    return found


def months_in(period: str) -> tuple[date, ...]:
    """The months that a choice stands for. Raises ValueError for what is none."""
    if period.startswith(MONTH):
        return (date.fromisoformat(f"{period.removeprefix(MONTH)}-01"),)
    return months_of(FinancialYear.parse(period))


class BasisForm(MixMixin, PoundsMixin, RevisionMixin, GovForm):
    """How plans on the way become money, and which lines commitments are held against."""

    data: Any
    assumption = forms.ModelChoiceField(
        label="Expected yearly cost of a new plan, from the register of assumptions",
        queryset=Assumption.objects.none(),
        required=False,
        empty_label="Not from the register",
        help_text="Assumptions of the kind “Unit cost”, in pounds a year. They have a value for each financial year.",
    )
    unit_cost = MoneyField(
        label="Or typed here, for every year", required=False, min_value=0, help_text="What a new plan costs the DSG."
    )
    lines = forms.MultipleChoiceField(
        label="Finance lines that these placements are paid from",
        required=False,
        widget=Checkboxes(small=True),
        help_text="Their forecast is what commitments are held against. Left empty: the three top-up lines.",
    )
    evidence = NarrativeField(
        label="Evidence", required=False, limit=5000, rows=4, help_text="What the shares rest on."
    )

    def __init__(self, *args: Any, basis: CommitmentBasis, types: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(basis, name) for name in CommitmentBasis.FIELDS}, **kwargs)
        self.basis = basis
        self.fields["revision"].initial = basis.revision
        unit_costs = Assumption.objects.filter(
            agreement=basis.agreement, kind=Assumption.Kind.UNIT_COST, unit=Assumption.Unit.POUNDS
        )
        self.fields["assumption"].queryset = unit_costs.order_by("name")  # type: ignore[attr-defined]
        self.fields["lines"].choices = [(line.code, line.name) for line in spend_lines()]  # type: ignore[attr-defined]
        self.add_mix(types, basis.mix)
        for key, (name, _) in STAGES.items():
            share, weeks = f"share_{key}", f"weeks_{key}"
            words = "Share of them that become plans, per cent"
            self.fields[share] = FigureField(
                label=words, required=False, name=f"{name}: the share", at_least=Decimal(0)
            )
            self.fields[weeks] = CountField(
                label="Weeks after the count until these plans cost anything", required=False, name=f"{name}: the weeks"
            )

    def layout(self) -> Layout:
        stages = (Fieldset(name, f"share_{key}", f"weeks_{key}") for key, (name, _) in STAGES.items())
        one_cost = Fieldset("What a new plan costs", "assumption", "unit_cost")
        return Layout("revision", *stages, one_cost, self.mix_fieldset(), "lines", "evidence")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("assumption") and data.get("unit_cost") is not None:
            self.add_error("unit_cost", "Choose an assumption or type a cost, not both")
        for key, (name, _) in STAGES.items():
            share = data.get(f"share_{key}")
            if share is not None and (share > 100 or share != share.quantize(Decimal("0.01"))):
                words = "the share must be from 0 to 100, with no more than 2 decimal places"
                self.add_error(f"share_{key}", f"{name}: {words}")
            if share is not None and f"weeks_{key}" in data and data[f"weeks_{key}"] is None:
                words = "enter the weeks until these plans cost anything, 0 if they cost from the day of the count"
                self.add_error(f"weeks_{key}", f"{name}: {words}")
            if (data.get(f"weeks_{key}") or 0) > 104:
                self.add_error(f"weeks_{key}", f"{name}: the weeks must be 104 or fewer")
        self.clean_mix(data)
        return data

    def held_against(self, name: str) -> Iterable[Held]:
        """What the agreement's assumptions say of the cost of a place."""
        values = AssumptionValue.objects.filter(
            version__assumption__agreement=self.basis.agreement_id,
            version__assumption__kind=Assumption.Kind.UNIT_COST,
            version__assumption__unit=Assumption.Unit.POUNDS,
        )
        known = values.values_list("version__assumption__name", "value").order_by("version__number", "financial_year")
        return others("", {f"the assumption “{about}”": value for about, value in known})

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CommitmentBasis.FIELDS}
