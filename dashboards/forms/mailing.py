"""The mailing list, e-mailing an edition, and whether somebody wants these e-mails."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from dashboards.forms.publications import SHORTEST_PIN, long_enough
from dashboards.publishing.readers import LONGEST_NAME, MOST_AT_ONCE, BadLine, Entry, read_entries
from dashboards.publishing.recipients import Recipients
from safetyvalve.core.forms import GovForm, NarrativeField, TextArea, YesNoField

BAD_LINES_SHOWN = 10
ROOM = 40_000


class ReaderForm(GovForm):
    """One person for the mailing list."""

    name = forms.CharField(
        label="Name", max_length=LONGEST_NAME, help_text="Their link is labelled with it, so that you know whose it is."
    )
    email = forms.EmailField(
        label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    @property
    def entry(self) -> Entry:
        return Entry(1, self.cleaned_data["email"].lower(), self.cleaned_data["name"])


class ReadersForm(GovForm):
    """Many people for the mailing list at once, a line each. ``entries`` holds them once the form is valid."""

    people = NarrativeField(
        label="People",
        limit=ROOM,
        widget=TextArea(rows=12),
        help_text="One on each line, as Name <name@example.org> or only name@example.org. You can paste them from your "
        f"e-mail program. At most {MOST_AT_ONCE} at a time.",
    )
    entries: list[Entry]

    def clean_people(self) -> str:
        typed: str = self.cleaned_data["people"]
        self.entries, bad = read_entries(typed)
        if bad:
            raise forms.ValidationError([_told(each) for each in bad[:BAD_LINES_SHOWN]] + _and_more(bad))
        if len(self.entries) > MOST_AT_ONCE:
            raise forms.ValidationError(f"These are {len(self.entries)} people. Paste at most {MOST_AT_ONCE} at a time")
        return typed


def _told(bad: BadLine) -> str:
    return f"Line {bad.line}: “{bad.typed[:60]}” {bad.why}"


def _and_more(bad: list[BadLine]) -> list[str]:
    more = len(bad) - BAD_LINES_SHOWN
    return [f"And {more} more lines that cannot be read"] if more > 0 else []


class RemoveReaderForm(GovForm):
    """Whether the links that somebody was sent are closed when they are taken off the list."""

    closes_links = forms.BooleanField(label="Also revoke the links they were sent", required=False)


class EmailingForm(GovForm):
    """E-mailing an edition: whether, and the PIN of the links for people without an account.

    What is not a choice is not asked: nobody to e-mail, or nobody who gets a link.
    """

    emails = forms.BooleanField(required=False, initial=True)
    pin = forms.CharField(
        label="PIN for the links (optional)",
        required=False,
        max_length=40,
        help_text=f"At least {SHORTEST_PIN} characters, the same for everybody on the mailing list. It is not in the "
        "e-mails: tell it to people by another way.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}),
    )

    def __init__(self, *args: Any, people: Recipients, is_asked: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        count = len(people.everybody)
        self.relabel("emails", f"E-mail this to {count} {'person' if count == 1 else 'people'}")
        if not count or not is_asked:
            del self.fields["emails"]
        if not people.readers:
            del self.fields["pin"]

    def layout(self) -> Layout:
        return Layout(*self.fields)

    def clean_pin(self) -> str:
        return long_enough(self.cleaned_data["pin"])


class MailPreferenceForm(GovForm):
    """Whether somebody with an account is e-mailed when an edition is published."""

    wants = YesNoField(label="E-mail me when an edition is published", required=True)
