"""Whether there is a public page, and what a key of the feed is for."""

from typing import Any

from django import forms

from dashboards.models import Audience, PublicPage
from safetyvalve.core.forms import GovForm, Radios, YesNoField


class PublicPageForm(GovForm):
    """Whether everybody can read editions of the council, and whom readers can ask."""

    is_open = YesNoField(label="Does the council have a public page?", required=True)
    contact = forms.CharField(
        label="Whom readers can ask (optional)",
        required=False,
        max_length=200,
        help_text="A team with its e-mail address or telephone number, for example. It stands on the page, and on "
        "links that no longer open.",
    )

    def __init__(self, *args: Any, page: PublicPage | None, **kwargs: Any) -> None:
        initial = {"is_open": "yes" if page and page.is_open else "no", "contact": page.contact if page else ""}
        super().__init__(*args, initial=initial, **kwargs)


class FeedKeyForm(GovForm):
    """What a key is for, and as which audience it reads."""

    label = forms.CharField(
        label="What it is for", max_length=80, help_text="For your own list, for example the SEND board’s report."
    )
    audience = forms.ChoiceField(
        label="Whose figures it reads",
        choices=Audience.choices,
        widget=Radios(),
        help_text="The figures that these readers have, with the same figures withheld.",
    )

    def clean_audience(self) -> Audience:
        return Audience(self.cleaned_data["audience"])
