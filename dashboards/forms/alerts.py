"""Who answers for a measure, what is done about an alert, and whether e-mails come."""

from collections.abc import Sequence
from typing import Any

from django import forms

from safetyvalve.core.forms import GovForm, NarrativeField, Radios
from safetyvalve.core.models import User

LONGEST = 2000


class OwnerForm(GovForm):
    """One person of the council, or nobody."""

    owner = forms.ChoiceField(
        label="Who answers for this measure?",
        required=False,
        help_text="People who can enter measures. With nobody named, the programme managers are told.",
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        named = [(key, f"{person} ({person.email})") for key, person in self.people.items()]
        self.fields["owner"].choices = [("", "Nobody: the programme managers"), *named]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> User | None:
        return self.people.get(self.cleaned_data["owner"])


class AlertSeenForm(GovForm):
    """What is done about it."""

    note = NarrativeField(
        label="What is done about it?",
        limit=LONGEST,
        rows=4,
        help_text="Colleagues in the programme read this beside the alert. If nothing needs doing, say why.",
        error_messages={"required": "Enter what is done about it, or why nothing needs doing"},
    )


class AlertMailForm(GovForm):
    """The person's own choice."""

    mail = forms.ChoiceField(
        label="Send me an e-mail when a figure that I answer for leaves its tolerance or comes back",
        choices=[("on", "Yes"), ("off", "No: I look at the alerts page and at my home page")],
        widget=Radios(),
        error_messages={"required": "Choose whether e-mails come"},
    )
