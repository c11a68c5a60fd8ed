"""The forms of checking, signing, sending back, submitting and recording feedback."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from conditions.checks.findings import grounds
from conditions.models import Condition, Feedback
from conditions.packs.declaration import CURRENT, DECLARATIONS
from safetyvalve.core.forms import DateField, GovForm, NarrativeField


class AcceptForm(GovForm):
    """One drafting warning, accepted in a sentence."""

    fingerprint = forms.CharField(widget=forms.HiddenInput)
    reason = NarrativeField(
        label="Why this is right as it stands",
        rows=2,
        limit=1000,
        error_messages={"required": "Say in a sentence why this is right as it stands"},
    )


class SignOffForm(GovForm):
    """The judgement warnings, each with a tick and a sentence; the declaration; the password again."""

    pack = forms.CharField(widget=forms.HiddenInput)
    declaration = forms.BooleanField(
        label="I make this declaration",
        help_text=DECLARATIONS[CURRENT],
        error_messages={"required": "Tick the box to make the declaration, or send the return back"},
    )
    password = forms.CharField(
        label="Your password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password to sign"},
    )

    def __init__(self, *args: Any, findings: list[dict[str, Any]], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings, self.user = findings, user
        for n, finding in enumerate(findings):
            self.fields[f"accept_{n}"] = forms.BooleanField(
                label="I have read this warning and accept it", required=False
            )
            self.fields[f"reason_{n}"] = NarrativeField(label="Why you accept it", required=False, rows=2, limit=1000)
            self.relabel(f"accept_{n}", f"I have read this warning and accept it: {finding['sentence']}")
            self.fields[f"accept_{n}"].help_text = grounds(finding["sentence"], finding["evidence"])
            self.relabel(f"reason_{n}", "Why you accept it")

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError("This is not your password. Enter it again to sign.")
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for n in range(len(self.findings)):
            if not cleaned.get(f"accept_{n}"):
                self.add_error(f"accept_{n}", "Tick this warning to accept it, or send the return back")
            if f"reason_{n}" not in self.errors and not cleaned.get(f"reason_{n}"):
                self.add_error(f"reason_{n}", "Say in a sentence why you accept this warning")
        return cleaned

    def acceptances(self) -> dict[str, str]:
        """The sentence for each warning, by fingerprint. Call after ``is_valid``."""
        return {finding["fingerprint"]: self.cleaned_data[f"reason_{n}"] for n, finding in enumerate(self.findings)}

    def layout(self) -> Layout:
        warnings = [
            Fieldset(finding["place"]["label"], f"accept_{n}", f"reason_{n}") for n, finding in enumerate(self.findings)
        ]
        return Layout("pack", *warnings, Fieldset("Declaration", "declaration", "password"))


class SendBackForm(GovForm):
    """A reason beside each part of the return that needs changing."""

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for n, (_key, label) in enumerate(items):
            self.fields[f"item_{n}"] = NarrativeField(label=label, required=False, rows=2, limit=2000)
            self.relabel(f"item_{n}", label)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(self.reasons().values()):
            self.add_error("item_0", "Say what needs to change, beside at least one part of the return")
        return cleaned

    def reasons(self) -> dict[str, str]:
        """The reason for each item key, blank ones included."""
        return {key: self.cleaned_data.get(f"item_{n}", "") for n, (key, _label) in enumerate(self.items)}


class FeedbackForm(GovForm):
    """What DfE said about a submitted return. One action per line, a condition's number first when it is about one."""

    received_on = DateField(label="Date received")
    outcome = forms.ChoiceField(label="What DfE decided", choices=Feedback.Outcome.choices, widget=forms.RadioSelect)
    text = NarrativeField(label="What DfE said", required=False, rows=6)
    payment_decision = NarrativeField(label="Payment decision", required=False, rows=2, limit=2000)
    actions = NarrativeField(
        label="What DfE asked for",
        required=False,
        rows=5,
        help_text="One on each line. Start with a condition's number and a colon when it is about one, "
        "for example 3.1: report the training take-up.",
    )

    def read_actions(self, conditions: list[Condition]) -> list[tuple[str, Condition | None]]:
        """The lines as (words, condition or None)."""
        by_number = {condition.number: condition for condition in conditions}
        actions = []
        lines = (typed.strip().lstrip("-•").strip() for typed in self.cleaned_data["actions"].splitlines())
        for line in filter(None, lines):
            number, colon, words = line.partition(":")
            condition = by_number.get(number.strip()) if colon else None
            actions.append((words.strip() if condition else line, condition))
        return actions


__all__ = ["AcceptForm", "FeedbackForm", "SendBackForm", "SignOffForm"]
