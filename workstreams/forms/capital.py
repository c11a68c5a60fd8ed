"""Entering a capital scheme, and what a saving waits for."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from safetyvalve.core.forms import DateField, GovForm, GovModelForm, NarrativeField, RevisionMixin
from safetyvalve.core.forms.widgets import AffixedInput
from safetyvalve.core.roles import Permission
from workstreams.forms.choices import people_who_may, person_field
from workstreams.forms.grids import MOST_PLACES
from workstreams.forms.seen_boxes import SeenBoxesMixin
from workstreams.models import CapitalScheme, Saving, SchemeDependency, Workstream


class CapitalSchemeForm(RevisionMixin, GovModelForm):
    """A scheme and its dates. Later than first planned, in forecast or in fact, needs its reason."""

    name = forms.CharField(
        label="Name of the scheme",
        max_length=160,
        help_text="The school or site and what happens there. No child’s name.",
    )
    kind = forms.ChoiceField(label="What it is", choices=[("", "Choose one"), *CapitalScheme.Kind.choices])
    about = NarrativeField(label="What it provides", required=False, limit=2000, rows=3)
    workstream = forms.ModelChoiceField(
        label="Workstream that delivers it", queryset=Workstream.objects.none(), required=False, empty_label="None"
    )
    planned_on = DateField(
        label="Opening first planned", required=False, help_text="It stays, so that a slip can be seen."
    )
    forecast_on = DateField(
        label="Opening expected now", required=False, help_text="Leave blank while the first date still holds."
    )
    opened_on = DateField(label="Opened on", required=False, help_text="Leave blank until it is open.")
    slip_reason = NarrativeField(
        label="Why it is later than first planned",
        required=False,
        limit=2000,
        rows=3,
        help_text="Needed when it is expected, or was opened, after the first date.",
    )
    other_funding_is = forms.CharField(
        label="What other funding is",
        required=False,
        max_length=160,
        help_text="If something else pays for it than the high needs allocation, borrowing, DfE or developers.",
    )
    owner = person_field(label="Who answers for it")
    source = forms.CharField(label="Where this comes from", required=False, max_length=300)

    class Meta:
        model = CapitalScheme
        fields = CapitalScheme.FIELDS

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        agreement = self.instance.agreement
        self.fields["workstream"].queryset = agreement.workstreams.all()  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people_who_may(  # type: ignore[attr-defined]
            agreement.authority, Permission.AGREEMENT_VIEW, today, keeping=self.instance.owner
        )

    def layout(self) -> Layout:
        return Layout(
            *("name", "kind", "about", "workstream"),
            Fieldset("When it opens", "planned_on", "forecast_on", "opened_on", "slip_reason"),
            Fieldset("Who and why", "other_funding_is", "owner", "source"),
        )

    def clean_opened_on(self) -> date | None:
        day: date | None = self.cleaned_data["opened_on"]
        if day and day > self.today:
            raise forms.ValidationError("Opened on must be today or in the past. A day to come is when it is expected")
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        planned, reason = values.get("planned_on"), values.get("slip_reason")
        later = values.get("opened_on") or values.get("forecast_on")
        if planned and later and later > planned and reason is not None and not reason.strip():
            was = "opened" if values.get("opened_on") else "is expected"
            self.add_error("slip_reason", f"Say why it {was} later than first planned")
        return values

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CapitalScheme.FIELDS}


class DependenciesForm(SeenBoxesMixin, GovForm):
    """Each scheme of the agreement: a tick if the saving waits for it, and how many of its places it counts on."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        saving: Saving,
        schemes: Iterable[CapitalScheme],
        standing: Iterable[SchemeDependency],
        **kwargs: Any,
    ) -> None:
        links = {link.scheme_id: link for link in standing}
        self.schemes = list(schemes)
        kwargs["initial"] = {"revision": saving.revision}
        for scheme in self.schemes:
            link = links.get(scheme.pk)
            kwargs["initial"] |= {f"on-{scheme.pk}": bool(link), f"places-{scheme.pk}": link.places if link else None}
        super().__init__(*args, **kwargs)
        for scheme in self.schemes:
            self.fields[f"on-{scheme.pk}"] = forms.BooleanField(label=f"It depends on {scheme.name}", required=False)
            self.fields[f"places-{scheme.pk}"] = forms.IntegerField(
                label=f"Places of {scheme.name} that it counts on",
                required=False,
                min_value=1,
                max_value=MOST_PLACES,
                widget=AffixedInput(width=5, attrs={"autocomplete": "off"}),
                help_text="Leave blank if it only waits for the opening.",
                error_messages={"invalid": f"Places of {scheme.name} must be a whole number"},
            )
            self.relabel(f"places-{scheme.pk}", f"Places of {scheme.name} that it counts on")
        held = {scheme: links.get(scheme.pk) for scheme in self.schemes}
        self.shows(saving, {f"on-{key.pk}": (link.places or 0) if link else None for key, link in held.items()})

    def layout(self) -> Layout:
        return Layout(
            *(Fieldset(scheme.name, f"on-{scheme.pk}", f"places-{scheme.pk}") for scheme in self.schemes),
            "revision",
            "seen",
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for scheme in self.schemes:
            if self.is_wrong(f"on-{scheme.pk}"):
                continue
            if values.get(f"places-{scheme.pk}") is not None and not values.get(f"on-{scheme.pk}"):
                self.add_error(f"on-{scheme.pk}", f"Tick {scheme.name} as well, or clear its places")
        return values

    def is_wrong(self, box: str) -> bool:
        return box in self.errors or _places(box) in self.errors

    def typed_in(self, box: str, values: Mapping[str, Any]) -> Any:
        """Tick and places together: None for no dependency, 0 for one that counts on no number of places.

        Places without their tick contradict each other, and are like nothing that a page has shown.
        """
        places = values.get(_places(box)) or 0
        if values.get(box):
            return places
        return -places if places else None

    def take_over(self, box: str, stands: Any, values: dict[str, Any]) -> None:
        values[box], values[_places(box)] = stands is not None, stands or None
        self.data[_places(box)] = str(stands or "")
        self.data.pop(box, None)
        if stands is not None:
            self.data[box] = "on"

    def what_they_did(self, box: str, stands: Any) -> str:
        if stands is None:
            return "took the tick away"
        return f"ticked this, with {stands} places," if stands else "ticked this, without a number of places,"

    @property
    def wanted(self) -> dict[CapitalScheme, int | None]:
        return {
            scheme: self.cleaned_data[f"places-{scheme.pk}"]
            for scheme in self.schemes
            if self.cleaned_data[f"on-{scheme.pk}"]
        }


def _places(box: str) -> str:
    """The box for the places of a scheme, beside its tick."""
    return box.replace("on-", "places-", 1)
