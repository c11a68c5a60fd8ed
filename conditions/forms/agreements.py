"""Forms for an agreement and the versions of its terms."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms

from conditions.models import Agreement, AgreementVersion, PlannedPosition, Programme
from conditions.rules.movement import TOLERANCE
from conditions.rules.tolerances import USUAL_MARGIN
from safetyvalve.core import money
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.forms import DateField, GovForm, GovModelForm, MoneyField, Radios, TextArea
from safetyvalve.core.forms.pounds import PoundsMixin
from safetyvalve.core.forms.seen import SeenMixin
from safetyvalve.core.forms.widgets import AffixedInput
from safetyvalve.core.models import Authority
from safetyvalve.core.thousands import Held, around, others

FIRST_YEAR, LAST_YEAR = 2018, 2045
YEARS = [(FinancialYear(year).label, FinancialYear(year).label) for year in range(FIRST_YEAR, LAST_YEAR + 1)]
NOT_CHOSEN = ("", "Choose a year")
WIDE = "govuk-!-width-two-thirds"


class AgreementForm(SeenMixin, GovModelForm):
    """What an agreement is called, what kind it is, when it was signed, and how far its money may stray unasked."""

    signed_on = DateField(label="Date of signing", required=False, help_text="Leave empty if it is not known.")
    movement_tolerance = MoneyField(
        label="A forecast that has moved by more than this asks for its reason",
        required=False,
        min_value=0,
        help_text=f"For the DSG position and for each block. Usually {money.in_figures(TOLERANCE)}.",
    )
    savings_margin = forms.DecimalField(
        label="Savings are off plan from this many per cent below it",
        required=False,
        min_value=Decimal("0.01"),
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=f"Delivered if known, else forecast. Usually {USUAL_MARGIN}.",
        widget=AffixedInput({"inputmode": "decimal"}, suffix="%", width=5),
    )

    class Meta:
        model = Agreement
        fields = ("title", "programme", "signed_on", "movement_tolerance", "savings_margin")
        labels = {"title": "Title"}
        help_texts = {"title": "For example Safety Valve agreement 2022-23 to 2026-27."}
        error_messages = {"programme": {"invalid_choice": "Select one of the programmes"}}
        widgets = {"title": AffixedInput(attrs={"class": WIDE}), "programme": Radios()}

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes = self.fields["programme"]
        programmes.queryset = Programme.objects.usable_by(authority)  # type: ignore[attr-defined]
        programmes.empty_label = None  # type: ignore[attr-defined]

    def clean_movement_tolerance(self) -> Decimal:
        """Left empty it is the usual one."""
        typed = self.cleaned_data["movement_tolerance"]
        return TOLERANCE if typed is None else typed

    def clean_savings_margin(self) -> Decimal:
        return self.cleaned_data["savings_margin"] or USUAL_MARGIN

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        others = Agreement.objects.filter(authority=self.instance.authority_id).exclude(pk=self.instance.pk)
        if others.filter(title__iexact=title).exists():
            raise forms.ValidationError("Your council has an agreement with this title already")
        return title


class VersionForm(PoundsMixin, SeenMixin, GovModelForm):
    """The terms of an agreement from a date."""

    effective_on = DateField(label="In force from")
    first_year = forms.ChoiceField(label="First financial year", choices=[NOT_CHOSEN, *YEARS])
    last_year = forms.ChoiceField(label="Last financial year", choices=[NOT_CHOSEN, *YEARS])
    balanced_in_year_by = forms.ChoiceField(
        label="Balanced in year by",
        choices=[("", "The agreement names no year"), *YEARS],
        required=False,
        help_text="The first year whose in-year position must be £0 or a surplus.",
    )
    total_dfe_funding = MoneyField(
        label="DfE funding in all",
        required=False,
        min_value=0,
        help_text="Every Safety Valve payment of the agreement together. Leave empty if it is not known.",
    )
    stability_grant_counts = forms.NullBooleanField(
        label="Does a stability grant count towards £0 at the end?",
        required=False,
        widget=Radios(choices=[("True", "Yes"), ("False", "No"), ("", "The agreement does not say")]),
    )

    class Meta:
        model = AgreementVersion
        fields: tuple[str, ...] = (
            "effective_on",
            "standing",
            "first_year",
            "last_year",
            "balanced_in_year_by",
            "total_dfe_funding",
            "stability_grant_counts",
        )
        labels = {"standing": "Standing"}
        widgets = {"standing": Radios()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last, balanced = (cleaned.get(name) for name in ("first_year", "last_year", "balanced_in_year_by"))
        if first and last and last < first:
            self.add_error("last_year", "The last financial year must be the first one or later")
        elif first and last and balanced and not first <= balanced <= last:
            self.add_error("balanced_in_year_by", f"The year must lie between {first} and {last}")
        return cleaned


class ChangedVersionForm(VersionForm):
    """Version 2 and after: a change needs its reason."""

    reason = forms.CharField(
        label="What was changed, and why?",
        help_text="For example: re-profiled with DfE because the special school opens a year later.",
        widget=TextArea({"class": WIDE}, rows=4),
        error_messages={"required": "Enter what was changed, and why"},
    )

    class Meta(VersionForm.Meta):
        fields = ("effective_on", "reason", *VersionForm.Meta.fields[1:])


class PlannedPositionsForm(PoundsMixin, SeenMixin, GovForm):
    """The plan as a grid: a row per financial year, three amounts in each. Empty means not in the agreement."""

    COLUMNS = (
        ("in_year", "In-year position"),
        ("cumulative_before_payments", "Before DfE payments"),
        ("cumulative_after_payments", "After DfE payments"),
    )

    def __init__(self, *args: Any, version: AgreementVersion, **kwargs: Any) -> None:
        rows = {row.financial_year: row for row in version.planned_positions.all()}
        self.years = sorted({*version.years, *rows})
        initial = {f"{year}_{column}": getattr(rows[year], column) for year in rows for column, _words in self.COLUMNS}
        super().__init__(*args, initial=initial, **kwargs)
        for year in self.years:
            for column, words in self.COLUMNS:
                field = MoneyField(label=f"{words}, {year}", required=False, width=10)
                self.fields[f"{year}_{column}"] = field
        self.instance = version
        self.now_saved(initial)

    def held_against(self, name: str) -> Iterable[Held]:
        """The version before, and the years around; where no year is on record, the other years as typed."""
        year, column = name.split("_", 1)
        if before := self._version_before.get(year):
            yield Held(getattr(before, column), f"stands in version {before.version.number}")
        boxes = {each: f"{each}_{column}" for each in self.years}
        on_record = {each: self.initial.get(box) for each, box in boxes.items()}
        if any(on_record.values()):
            yield from around(year, on_record)
        else:
            yield from others(year, {each: self.cleaned_data.get(box) for each, box in boxes.items()})

    @cached_property
    def _version_before(self) -> dict[str, PlannedPosition]:
        """What earlier versions plan for each year, the newest of them. One query."""
        of_agreement = PlannedPosition.objects.filter(version__agreement=self.instance.agreement_id)
        earlier = of_agreement.filter(version__number__lt=self.instance.number).select_related("version")
        return {each.financial_year: each for each in earlier.order_by("version__number")}

    @property
    def grid(self) -> list[tuple[str, list[forms.BoundField]]]:
        """(financial year, its three boxes) for the table."""
        return [(year, [self[f"{year}_{column}"] for column, _words in self.COLUMNS]) for year in self.years]

    @property
    def headings(self) -> list[str]:
        return [words for _column, words in self.COLUMNS]

    def positions(self) -> dict[str, dict[str, Any]]:
        """What was typed, as the service takes it."""
        return {
            year: {column: self.cleaned_data[f"{year}_{column}"] for column, _words in self.COLUMNS}
            for year in self.years
        }
