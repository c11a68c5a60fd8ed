"""The risk register's forms."""

from datetime import date
from typing import Any

from django import forms

from conditions.models import Agreement
from safetyvalve.core.forms import DateField, GovForm, GovModelForm, NarrativeField, Radios, RevisionMixin
from safetyvalve.core.roles import Permission
from workstreams.forms.choices import people_who_may, person_field
from workstreams.models import Risk, Workstream
from workstreams.rules.scores import IMPACTS, LIKELIHOODS

WORDING_LIMIT = 2000


def score_choices(words: dict[int, str]) -> list[tuple[str, str]]:
    return [(str(value), f"{value} {word}") for value, word in words.items()]


def score_field(*, label: str, words: dict[int, str]) -> forms.TypedChoiceField:
    """1 to 5 with its word; None until somebody has judged it."""
    return forms.TypedChoiceField(
        label=label,
        choices=score_choices(words),
        coerce=int,
        empty_value=None,
        required=False,
        widget=Radios(small=True),
    )


class RiskForm(RevisionMixin, GovModelForm):
    """A risk as the register states it. Its RAG and mitigation are said in each return."""

    wording = NarrativeField(
        label="The risk",
        name="the risk",
        limit=WORDING_LIMIT,
        rows=3,
        help_text="What may happen, and what it would mean for the agreement. The return prints these words.",
    )
    likelihood = score_field(label="Likelihood", words=LIKELIHOODS)
    impact = score_field(label="Impact", words=IMPACTS)
    owner = person_field(label="Owner", help_text="Writes the update on this risk.")
    workstream = forms.ModelChoiceField(
        label="Workstream",
        queryset=Workstream.objects.none(),
        required=False,
        empty_label="None in particular",
        error_messages={"invalid_choice": "Select one of this agreement's workstreams"},
    )
    opened_on = DateField(label="Open since")

    class Meta:
        model = Risk
        fields = ("wording", "likelihood", "impact", "owner", "workstream", "opened_on")

    def __init__(self, *args: Any, agreement: Agreement, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.fields["owner"].queryset = people_who_may(  # type: ignore[attr-defined]
            agreement.authority, Permission.SUBMISSION_EDIT, today, keeping=self.instance.owner
        )
        self.fields["workstream"].queryset = agreement.workstreams.order_by("order")  # type: ignore[attr-defined]
        if not self.instance.pk:
            self.initial["opened_on"] = today

    def clean_wording(self) -> str:
        wording: str = self.cleaned_data["wording"]
        if self.agreement.risks.filter(wording__iexact=wording).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("The register already has a risk in these words.")
        return wording

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in Risk.FIELDS}


class RiskCloseForm(RevisionMixin, GovForm):
    """When a risk left the register and why."""

    closed_on = DateField(label="Date closed")
    reason = NarrativeField(label="Why is it closed?", name="why the risk is closed", limit=WORDING_LIMIT, rows=3)
