"""Choosing what an edition holds, why it is withdrawn or corrected, and what a link to it is like."""

from collections.abc import Collection
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from dashboards.models import Audience, Publication
from dashboards.periods import months_after
from dashboards.publishing.editions import Choice, Choices, choices_of
from dashboards.publishing.of_month import Proposed
from dashboards.publishing.offers import USUAL, USUAL_TITLE, offered
from safetyvalve.core.forms import Checkboxes, DateField, GovForm, NarrativeField

MONTHS_BACK = 60
SHORTEST_PIN = 6
INTRODUCTION = 2000
PARTS = ("included", "title", "introduction", "charts")
OF_CHARTS = "The first five are shown at once, the others under “More charts”."
OF_TWELVE = (
    " Where most months are below twenty, choose a chart with twelve months at a time instead of its months: with "
    "both, or where its months have been published, more figures have to be withheld. Once twelve months at a time "
    "have been published, single months often cannot be published any more. Charts divided into parts, such as "
    "requests by who asked, have no such form."
)
HEADINGS = {
    Audience.MEMBERS: "What members of the forum see",
    Audience.LINKS: "What people with a link see",
    Audience.PUBLIC: "What everybody sees on the public page",
}


class EditionForm(GovForm):
    """The month and title of an edition, and for each audience whether it gets one, its words and its charts."""

    month = forms.ChoiceField(
        label="Month", help_text="Figures up to the end of this month are shown, whatever has been entered since."
    )
    title = forms.CharField(label="Title", max_length=120, help_text="The month is added by itself.")

    def __init__(
        self,
        *args: Any,
        today: date,
        begins_with: Proposed,
        publication: Publication | None = None,
        last: Publication | None = None,
        has_public_page: bool = False,
        small_months: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        """``begins_with`` is its month unless another is chosen. ``last`` is the edition before, with whose titles and
        charts a new one begins. The public page can be chosen where the council has one, and where the edition is meant
        for it already. Of ``small_months`` the form with twelve months at a time can be chosen too."""
        chosen = choices_of(publication) if publication else {}
        before: Choices = choices_of(last) if last else {}
        had_before = {key for choice in (*chosen.values(), *before.values()) for key in choice.charts}
        self.offers = offered(small_months, had_before)
        self.audiences = [
            each for each in Audience if each != Audience.PUBLIC or has_public_page or Audience.PUBLIC in chosen
        ]
        initial: dict[str, Any] = {
            "month": begins_with.month.isoformat(),
            "title": publication.title if publication else last.title if last else USUAL_TITLE,
        }
        super().__init__(*args, initial=initial, **kwargs)
        months = [months_after(today.replace(day=1), -back) for back in range(MONTHS_BACK)]
        also = (publication.month if publication else None, begins_with.month)
        months += [month for month in dict.fromkeys(also) if month and month not in months]
        self.fields["month"].choices = [(month.isoformat(), f"{month:%B %Y}") for month in months]  # type: ignore[attr-defined]
        self.fields["month"].help_text = f"{begins_with.why} {self.fields['month'].help_text}".strip()
        for audience in self.audiences:
            if publication:
                self._add_audience(audience, chosen.get(audience), is_included=audience in chosen)
            elif before:
                had = before.get(audience)
                again = Choice("", had.charts, had.title) if had else None
                self._add_audience(audience, again, is_included=had is not None)
            else:
                self._add_audience(audience, None, is_included=audience != Audience.PUBLIC)

    @property
    def offers_public_page(self) -> bool:
        return Audience.PUBLIC in self.audiences

    def _add_audience(self, audience: Audience, choice: Choice | None, *, is_included: bool) -> None:
        name = audience.value
        self.fields[f"{name}_included"] = forms.BooleanField(
            label="Publish for them", required=False, initial=is_included
        )
        self.fields[f"{name}_title"] = forms.CharField(
            label="Title for them (optional)",
            max_length=120,
            required=False,
            initial=choice.title if choice else "",
            help_text="Only where theirs is another than the title above.",
        )
        self.fields[f"{name}_introduction"] = NarrativeField(
            label="Opening words",
            limit=INTRODUCTION,
            rows=4,
            required=False,
            initial=choice.introduction if choice else "",
            help_text="One paragraph that anybody can read. Do not write numbers here that the charts hide.",
        )
        self.fields[f"{name}_charts"] = forms.MultipleChoiceField(
            label="Charts",
            required=False,
            choices=[(offer.key, offer.label) for offer in self.offers],
            widget=Checkboxes(small=True),
            initial=list(choice.charts if choice else USUAL),
            help_text=OF_CHARTS + (OF_TWELVE if any(offer.form_of for offer in self.offers) else ""),
        )

    def layout(self) -> Layout:
        return Layout(
            "month",
            "title",
            *(Fieldset(HEADINGS[each], *(f"{each.value}_{part}" for part in PARTS)) for each in self.audiences),
        )

    def clean_month(self) -> date:
        return date.fromisoformat(self.cleaned_data["month"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        included = [each.value for each in self.audiences if data.get(f"{each.value}_included")]
        if not included:
            self.add_error(f"{Audience.MEMBERS.value}_included", "Choose whom to publish for")
        for name in included:
            if not data.get(f"{name}_charts") and f"{name}_charts" not in self.errors:
                self.add_error(f"{name}_charts", "Choose at least one chart")
        return data

    @property
    def choices(self) -> dict[str, Choice]:
        """What was chosen, by audience; charts in their usual order."""
        data, found = self.cleaned_data, {}
        for audience in self.audiences:
            name = audience.value
            if data[f"{name}_included"]:
                keys = [offer.key for offer in self.offers if offer.key in data[f"{name}_charts"]]
                found[name] = Choice(data[f"{name}_introduction"], keys, data[f"{name}_title"])
        return found


class WithdrawForm(GovForm):
    """Why an edition is taken from its readers."""

    reason = NarrativeField(
        label="Why", limit=INTRODUCTION, rows=3, help_text="Kept in the audit. Readers are not told."
    )


class CorrectForm(GovForm):
    """What readers are told about a correction."""

    note = NarrativeField(
        label="What readers are told",
        limit=INTRODUCTION,
        rows=3,
        help_text="It stands at the top of the corrected edition: what was wrong, and what is right now.",
    )


class LinkForm(GovForm):
    """A link: whom it is for, until when, and whether a PIN is asked for."""

    label = forms.CharField(
        label="Whom it is for", max_length=80, help_text="For your own list, for example Forum members by e-mail."
    )
    expires_on = DateField(
        label="Last day it opens",
        help_text="Unless you choose another: the next meeting on record, or else 30 days from today.",
    )
    pin = forms.CharField(
        label="PIN (optional)",
        required=False,
        max_length=40,
        help_text=f"At least {SHORTEST_PIN} characters. Tell it to people by another way than the link.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_expires_on(self) -> date:
        return _not_past(self.cleaned_data["expires_on"], self.today)

    def clean_pin(self) -> str:
        return long_enough(self.cleaned_data["pin"])


class ExtendForm(GovForm):
    """Another last day for a link."""

    expires_on = DateField(label="Last day it opens", help_text="The day of the next meeting, or another.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_expires_on(self) -> date:
        return _not_past(self.cleaned_data["expires_on"], self.today)


def long_enough(pin: str) -> str:
    """The PIN of a link, "" for none. Raises ValidationError for one that is too short to keep anybody out."""
    if pin and len(pin) < SHORTEST_PIN:
        raise forms.ValidationError(f"The PIN must have at least {SHORTEST_PIN} characters, or be left empty")
    return pin


def _not_past(day: date, today: date) -> date:
    if day < today:
        raise forms.ValidationError("The last day must be today or later")
    return day


class PinForm(GovForm):
    """The PIN of a link."""

    pin = forms.CharField(
        label="PIN",
        max_length=40,
        help_text="Whoever sent you the link has told you the PIN.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}),
    )


class WordsForm(GovForm):
    """Why words that could give a child away may stay as they are."""

    why_words_stay = NarrativeField(
        label="Why these words may stay",
        limit=500,
        rows=3,
        name="why they may stay",
        help_text="One sentence, kept with the edition's history. Readers do not see it.",
    )
