"""Entering an assumption: what it is about, and what it says of each financial year."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from conditions.line_list import lines
from conditions.models import Assumption, AssumptionVersion
from conditions.services.assumptions import Assumed
from dashboards.models import Indicator
from safetyvalve.core.forms import Checkboxes, DateField, GovForm, NarrativeField, Radios, RevisionMixin
from safetyvalve.core.forms.fields import NamedField
from safetyvalve.core.forms.pounds import PoundsMixin
from safetyvalve.core.forms.widgets import AffixedInput
from safetyvalve.core.forms.words import at_start
from safetyvalve.core.models import Authority
from safetyvalve.core.roles import Permission
from safetyvalve.core.thousands import Held, around, others
from workstreams.forms.choices import people_who_may, person_field

MOST = Decimal(10_000_000_000)
UNIT_HINTS = {
    "percent": "Growth, inflation, a share.",
    "pounds": "What a place costs.",
    "number": "Places, plans, weeks.",
}
_FIGURE = re.compile(r"(?P<sign>-?)£?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?%?")


class FigureField(NamedField):
    """A number as typed: "4.5", "4.5%", "£48,000", "-2". At most four decimals; blank is not known, never 0."""

    def __init__(self, *, at_least: Decimal | None = None, **kwargs: Any) -> None:
        self.at_least = at_least
        kwargs.setdefault("widget", AffixedInput(width=10, attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value if value is not None else "").replace("−", "-").replace("–", "-").replace(" ", "")
        if not text:
            return None
        match = _FIGURE.fullmatch(text) if len(text) <= 30 else None
        name = at_start(self.name_in_sentence)
        if match is None:
            raise self.refuse(f"{name} must be a number, like 4.5 or 48,000", "invalid")
        figure = Decimal(f"{match['sign']}{match['whole'].replace(',', '')}{match['part'] or ''}")
        if abs(figure) >= MOST:
            raise self.refuse(f"{name} must be less than 10,000,000,000", "invalid")
        if figure != figure.quantize(Decimal("0.0001")):
            raise self.refuse(f"{name} must have no more than 4 decimal places", "invalid")
        if self.at_least is not None and figure < self.at_least:
            raise self.refuse(f"{name} must be {self.at_least} or more", "min_value")
        return figure

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        short = value.normalize()
        return f"{short:,.{max(0, -int(short.as_tuple().exponent))}f}"


class AboutMixin(GovForm):
    """What an assumption is called, who answers for it and what it is held against."""

    name = forms.CharField(label="What is assumed", max_length=160, help_text="For example: growth of EHC plans.")
    kind = forms.ChoiceField(label="What kind of assumption", choices=Assumption.Kind.choices, widget=Radios())
    owner = person_field(label="Who answers for it", help_text="They are told when it drifts.")
    measure = forms.ChoiceField(
        label="Measure that shows what really happened",
        required=False,
        help_text="Its figures are held against the assumption, year by year.",
    )
    tolerance = FigureField(
        label="How far off is too far",
        required=False,
        at_least=Decimal(0),
        help_text="In the same unit; for per cent, in percentage points. Left blank, nothing is flagged.",
    )
    lines = forms.MultipleChoiceField(
        label="Finance lines it drives", required=False, widget=Checkboxes(small=True), help_text="High needs block."
    )

    def prepare(self, authority: Authority, today: date, assumption: Assumption | None) -> None:
        """Offer the council's people, measures and lines."""
        owner = assumption.owner if assumption else None
        self.fields["owner"].queryset = people_who_may(  # type: ignore[attr-defined]
            authority, Permission.AGREEMENT_VIEW, today, keeping=owner
        )
        measures = {i.code: i.name for i in Indicator.objects.usable_by(authority).filter(is_retired=False)}
        if assumption and assumption.measure and assumption.measure not in measures:
            measures[assumption.measure] = f"{assumption.measure} (no longer kept)"
        self.fields["measure"].choices = [("", "None"), *measures.items()]  # type: ignore[attr-defined]
        self.fields["lines"].choices = line_choices()  # type: ignore[attr-defined]

    @property
    def about(self) -> dict[str, Any]:
        """The fields of the assumption itself. Call after ``is_valid``."""
        return {name: self.cleaned_data[name] for name in Assumption.FIELDS if name in self.cleaned_data}


def line_choices() -> list[tuple[str, str]]:
    """The high needs lines that money is earned or spent on."""
    return [
        (code, line.name)
        for code, line in lines().items()
        if line.block == "high_needs" and line.kind in ("income", "spend")
    ]


class ValuesMixin(PoundsMixin, GovForm):
    """What is assumed for each year, from when, and on what evidence. Pounds are held against the years around."""

    effective_from = DateField(label="In force from", help_text="Forecasts made from this day use it.")
    effective_to = DateField(
        label="Last day in force", required=False, help_text="Leave blank until it is known: the next version ends it."
    )
    evidence = NarrativeField(
        label="Evidence", required=False, limit=5000, rows=4, help_text="What it rests on, and where that can be read."
    )
    years: tuple[str, ...] = ()

    def prepare_years(self, years: Sequence[str]) -> None:
        """A box for each year."""
        self.years = tuple(years)
        for year in years:
            self.fields[f"value_{year}"] = FigureField(label=year, required=False, name=year)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("effective_from"), cleaned.get("effective_to")
        if first and last and last < first:
            self.add_error("effective_to", "Last day in force must be on or after the day it is in force from")
        names = [f"value_{year}" for year in self.years]
        if names and all(cleaned.get(name) is None for name in names) and not self.errors.keys() & set(names):
            self.add_error(names[0], "Enter what is assumed for at least one year")
        return cleaned

    @property
    def unit_of_values(self) -> str:
        return str(self.cleaned_data.get("unit", ""))

    def takes_pounds(self, name: str) -> bool:
        return name.startswith("value_") and self.unit_of_values == Assumption.Unit.POUNDS

    def held_against(self, name: str) -> Iterable[Held]:
        year = name.removeprefix("value_")
        before = {each: self.initial.get(f"value_{each}") for each in self.years}
        if any(before.values()):
            return around(year, before)
        return others(year, {each: self.cleaned_data.get(f"value_{each}") for each in self.years})

    @property
    def assumed(self) -> Assumed:
        """What the version says. Call after ``is_valid``."""
        data = self.cleaned_data
        values = {year: data[f"value_{year}"] for year in self.years if data[f"value_{year}"] is not None}
        return Assumed(
            values, data["effective_from"], data["effective_to"], data["evidence"], str(data.get("reason", ""))
        )


class AssumptionForm(AboutMixin, ValuesMixin):
    """A new assumption with its first version."""

    unit = forms.ChoiceField(
        label="Unit", choices=Assumption.Unit.choices, widget=Radios(hints=UNIT_HINTS), help_text="It stays as it is."
    )

    def __init__(self, *args: Any, authority: Authority, years: Sequence[str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare(authority, today, None)
        self.prepare_years(years)

    def layout(self) -> Layout:
        boxes = (f"value_{year}" for year in self.years)
        return Layout(
            *("name", "kind", "unit"),
            Fieldset("What is assumed for each year", *boxes, css_class="app-money-years"),
            *("effective_from", "effective_to", "evidence", "owner"),
            Fieldset("What it is held against", "measure", "tolerance", "lines"),
        )


class AssumptionAboutForm(RevisionMixin, AboutMixin):
    """Change what an assumption is called, who answers for it and what it is held against."""

    def __init__(self, *args: Any, assumption: Assumption, today: date, **kwargs: Any) -> None:
        names = ("name", "kind", "owner", "measure", "tolerance", "lines")
        super().__init__(*args, initial={name: getattr(assumption, name) for name in names}, **kwargs)
        self.fields["revision"].initial = assumption.revision
        self.prepare(assumption.agreement.authority, today, assumption)


class VersionForm(ValuesMixin):
    """The next version: it starts from what the latest says."""

    data: Any
    after = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=32767,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "This page has lost track of the version you were changing. Open it again.",
        ),
    )
    reason = NarrativeField(label="Why it changes", limit=2000, rows=3)

    def __init__(self, *args: Any, latest: AssumptionVersion, years: Sequence[str], today: date, **kwargs: Any) -> None:
        initial: dict[str, Any] = {f"value_{year}": value for year, value in latest.by_year.items()}
        initial |= {"after": latest.number, "effective_from": today, "evidence": latest.evidence}
        super().__init__(*args, initial=initial, **kwargs)
        self.prepare_years(years)
        self.unit = latest.assumption.unit

    @property
    def unit_of_values(self) -> str:
        return self.unit

    def layout(self) -> Layout:
        boxes = (f"value_{year}" for year in self.years)
        return Layout(
            "after",
            Fieldset("What is assumed for each year", *boxes, css_class="app-money-years"),
            *("effective_from", "effective_to", "reason", "evidence"),
        )

    def seen(self, number: int) -> None:
        """The page has now shown that version: saving again is a decision."""
        self.data = self.data.copy()
        self.data["after"] = str(number)
