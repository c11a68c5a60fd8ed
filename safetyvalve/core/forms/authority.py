"""Setting up a council, and changing how it appears."""

from typing import Any

from django import forms

from safetyvalve.core.forms.base import GovModelForm
from safetyvalve.core.forms.seen import SeenMixin
from safetyvalve.core.forms.widgets import AffixedInput
from safetyvalve.core.models import Authority


class AuthorityEditForm(SeenMixin, GovModelForm):
    """What an administrator may change: the codes stay, because files and addresses are named by them."""

    colour = forms.CharField(
        label="Colour",
        max_length=7,
        initial=Authority._meta.get_field("colour").default,
        help_text="The council’s own colour, as # and six letters or digits, for example #1d4f91.",
        widget=AffixedInput(width=10, attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    class Meta:
        model = Authority
        fields: tuple[str, ...] = ("name", "colour", "small_count_threshold")
        labels = {"name": "Name of the council", "small_count_threshold": "Hide counts below"}
        help_texts = {
            "small_count_threshold": "Counts from 1 up to one less than this are shown as c to Schools Forum members "
            "and outside the council, so that no child can be recognised."
        }
        widgets = {
            "name": AffixedInput(width=30),
            "small_count_threshold": AffixedInput(width=3, attrs={"inputmode": "numeric"}),
        }
        error_messages = {"name": {"unique": "Another council here has this name already"}}

    def clean_colour(self) -> str:
        colour = self.cleaned_data["colour"].strip().lower()
        return colour if colour.startswith("#") else f"#{colour}"


class AuthorityCreateForm(AuthorityEditForm):
    """A new council with its first administrator."""

    administrator_name = forms.CharField(
        label="Name of the first administrator", max_length=120, widget=AffixedInput(width=30)
    )
    administrator_email = forms.EmailField(
        label="E-mail address of the first administrator",
        help_text="They add everybody else. If the address is new, we send a link to choose a password.",
        error_messages={"invalid": "Enter an e-mail address in the correct form, like name@council.gov.uk"},
        widget=forms.EmailInput(attrs={"class": "govuk-input--width-30", "autocomplete": "off", "spellcheck": "false"}),
    )

    class Meta(AuthorityEditForm.Meta):
        fields = ("name", "gss_code", "la_code", "colour", "small_count_threshold")
        labels = {**AuthorityEditForm.Meta.labels, "gss_code": "GSS code", "la_code": "LA code"}
        help_texts = {
            **AuthorityEditForm.Meta.help_texts,
            "gss_code": "The nine-character code of the Office for National Statistics, for example E06000046.",
            "la_code": "The three-digit code of the Department for Education, for example 921.",
        }
        widgets = {
            **AuthorityEditForm.Meta.widgets,
            "gss_code": AffixedInput(width=10, attrs={"autocomplete": "off", "spellcheck": "false"}),
            "la_code": AffixedInput(width=3, attrs={"inputmode": "numeric", "autocomplete": "off"}),
        }
        error_messages = {
            **AuthorityEditForm.Meta.error_messages,
            "gss_code": {"unique": "A council with this GSS code is already set up here"},
            "la_code": {"unique": "A council with this LA code is already set up here"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(("name", "gss_code", "la_code", "administrator_name", "administrator_email"))
