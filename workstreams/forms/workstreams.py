"""Describing a workstream, ending it, and choosing what replaces what."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from conditions.models import Agreement
from safetyvalve.core.forms import Checkboxes, DateField, GovForm, GovModelForm, NarrativeField, RevisionMixin
from safetyvalve.core.forms.widgets import split_date
from safetyvalve.core.roles import Permission
from workstreams.forms.choices import ConditionsField, TicksField, conditions_of, people_who_may, person_field
from workstreams.models import Workstream

WORDS_LIMIT = 4000


class WorkstreamForm(RevisionMixin, GovModelForm):
    """A workstream and the conditions it serves. A change of conditions names the day from which it holds."""

    name = forms.CharField(label="Name", max_length=160)
    description = NarrativeField(
        label="What it will do", required=False, limit=WORDS_LIMIT, rows=4, help_text="One or two sentences."
    )
    lead = person_field(label="Lead", help_text="Writes its progress for each period.")
    starts_on = DateField(label="First day")
    ends_on = DateField(label="Last day", required=False, help_text="Leave blank if it has no planned end.")
    conditions = ConditionsField(label="Conditions it serves", help_text="Tick all that apply.")
    conditions_from = DateField(
        label="If you changed the ticks, from which day?",
        name="day from which the conditions change",
        required=False,
        help_text="Before that day the record keeps the conditions as they were.",
    )

    class Meta:
        model = Workstream
        fields = ("name", "description", "lead", "starts_on", "ends_on")

    def __init__(self, *args: Any, agreement: Agreement, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement, self.today = agreement, today
        self.fields["lead"].queryset = people_who_may(  # type: ignore[attr-defined]
            agreement.authority, Permission.SUBMISSION_EDIT, today, keeping=self.instance.lead
        )
        self.fields["conditions"].queryset = conditions_of(agreement)  # type: ignore[attr-defined]
        if self.instance.pk:
            links = self.instance.condition_links.all()
            self.served = {link.condition_id for link in links if link.ends_on is None or link.ends_on >= today}
            self.initial["conditions"] = sorted(self.served)
            self.initial["conditions_from"] = max(today, self.instance.starts_on)
            if self.instance.successions_to.exists():
                # Its last day is the day before others took over, and is theirs as much as its own.
                del self.fields["ends_on"]
        else:
            del self.fields["conditions_from"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.agreement.workstreams.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"This agreement already has a workstream called {name}. Use another name.")
        return name

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "Last day must be on or after the first day")
        if starts and self.instance.pk:
            self._check_day_of_change(values, starts)
        return values

    def _check_day_of_change(self, values: dict[str, Any], starts: date) -> None:
        day, wanted = values.get("conditions_from"), {condition.pk for condition in values.get("conditions", [])}
        if wanted == self.served or "conditions_from" in self.errors:
            values["conditions_from"] = day or max(self.today, starts)
        elif day is None:
            self.add_error("conditions_from", "Enter the day from which the conditions change")
        elif day < starts:
            self.add_error("conditions_from", "The conditions cannot change before the workstream's first day")

    @property
    def values(self) -> dict[str, Any]:
        """The workstream's own fields, for the service."""
        return {name: self.cleaned_data[name] for name in Workstream.FIELDS if name in self.fields}


class WorkstreamEndForm(RevisionMixin, GovForm):
    """The last day of a workstream that nothing takes over from."""

    ends_on = DateField(label="Last day")
    reason = NarrativeField(label="Why does it end?", name="why the workstream ends", limit=WORDS_LIMIT, rows=3)


class ReplaceChooseForm(GovForm):
    """First step: which workstreams end, when, and why."""

    ending = TicksField(
        label="Which workstreams end?",
        queryset=Workstream.objects.none(),
        refusal="Select workstreams that nothing has replaced yet",
        error_messages={"required": "Select at least one workstream that ends"},
    )
    on = DateField(
        label="First day of the new arrangement",
        help_text="Those that end have the day before as their last day.",
    )
    reason = NarrativeField(
        label="Why are they replaced?", name="why the workstreams are replaced", limit=WORDS_LIMIT, rows=4
    )

    def __init__(self, *args: Any, replaceable: QuerySet[Workstream], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ending"].queryset = replaceable  # type: ignore[attr-defined]

    def as_hidden_pairs(self) -> list[tuple[str, str]]:
        """What was typed, for the next step to carry along."""
        day = split_date(self["on"].value())
        return [
            *(("ending", str(key)) for key in self["ending"].value() or []),
            *((f"on_{part}", getattr(day, part)) for part in day._fields),
            ("reason", self["reason"].value() or ""),
        ]


class ReplaceMatchForm(GovForm):
    """Second step: what takes over from each workstream that ends."""

    def __init__(
        self, *args: Any, ending: Iterable[Workstream], candidates: Iterable[Workstream], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ending = list(ending)
        self.candidates = {str(each.pk): each for each in candidates if each not in self.ending}
        for old in self.ending:
            self.fields[f"after_{old.pk}"] = forms.MultipleChoiceField(
                label=f"What takes over from {old.name}?",
                choices=[(key, each.name) for key, each in self.candidates.items()],
                widget=Checkboxes(small=True),
                error_messages={"required": f"Say what takes over from {old.name}"},
            )

    @property
    def successors_of(self) -> dict[Workstream, list[Workstream]]:
        """Each ending workstream with those that take over from it."""
        return {old: [self.candidates[key] for key in self.cleaned_data[f"after_{old.pk}"]] for old in self.ending}

    def as_hidden_pairs(self) -> list[tuple[str, str]]:
        return [(name, key) for name in self.fields for key in self[name].value() or []]
