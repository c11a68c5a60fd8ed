"""Adding a person, giving a role, ending one."""

from datetime import date
from typing import Any

from django import forms

from safetyvalve.core.dates import in_words
from safetyvalve.core.forms.base import GovForm
from safetyvalve.core.forms.fields import DateField
from safetyvalve.core.forms.widgets import AffixedInput, Checkboxes, Radios
from safetyvalve.core.models import Membership
from safetyvalve.core.roles import DESCRIPTIONS, Role

_HINTS = {role.value: words for role, words in DESCRIPTIONS.items()}


class PersonAddForm(GovForm):
    """Who joins the council, and as what."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="They sign in with it. Somebody who already uses Safety Valve keeps their account and password.",
        error_messages={"invalid": "Enter an e-mail address in the correct form, like name@council.gov.uk"},
        widget=forms.EmailInput(attrs={"class": "govuk-input--width-30", "autocomplete": "off", "spellcheck": "false"}),
    )
    display_name = forms.CharField(
        label="Name",
        max_length=120,
        help_text="As it should read on a return, for example in a sign-off.",
        widget=AffixedInput(width=30, attrs={"autocomplete": "off"}),
    )
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=Role.choices,
        widget=Checkboxes(hints=_HINTS),
        help_text="Choose all that apply.",
        error_messages={"required": "Select at least one role"},
    )
    starts_on = DateField(label="First day", help_text="From this day they can use the roles.")

    def clean_roles(self) -> list[Role]:
        return [Role(value) for value in self.cleaned_data["roles"]]


class RoleGiveForm(GovForm):
    """One more role for somebody who is already here."""

    role = forms.ChoiceField(label="Role", choices=Role.choices, widget=Radios(hints=_HINTS))
    starts_on = DateField(label="First day", help_text="From this day they can use the role.")

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class RoleEndForm(GovForm):
    """When a role ends: at once, or at the end of a day still to come."""

    AT_ONCE, LATER = "at_once", "later"

    when = forms.ChoiceField(
        label="When does the role end?",
        widget=Radios(reveals={LATER: ["ends_on"]}),
        error_messages={"required": "Select when the role ends"},
    )
    ends_on = DateField(label="Last day with the role", required=False)

    def __init__(self, *args: Any, membership: Membership, today: date, **kwargs: Any) -> None:
        self.membership = membership
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["when"].choices = [  # type: ignore[attr-defined]
            (self.AT_ONCE, self.at_once_in_words),
            (self.LATER, "At the end of a day you choose"),
        ]

    @property
    def at_once_in_words(self) -> str:
        if self.membership.starts_on > self.today:
            return f"Now: it does not begin on {in_words(self.membership.starts_on)}"
        if self.membership.starts_on == self.today:
            return "At the end of today, because it began today"
        return "Now"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("when") == self.LATER and "ends_on" not in self.errors:
            day = cleaned.get("ends_on")
            if day is None:
                self.add_error("ends_on", "Enter the last day with the role")
            elif day < self.today:
                self.add_error("ends_on", "The last day with the role must be today or later")
            elif day < self.membership.starts_on:
                self.add_error(
                    "ends_on", f"The role begins on {in_words(self.membership.starts_on)}: enter a later day"
                )
        return cleaned
