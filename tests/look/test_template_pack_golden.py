"""Our markup against the examples that govuk-frontend ships: an upgrade that changes a component fails here."""

from typing import Any

import pytest
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.template import engines

from safetyvalve.core.forms import AffixedInput, Checkboxes, DateField, Radios, TextArea
from safetyvalve.core.forms.base import GovHelper
from tests.look.golden import same

NAME_HINT = "This includes changing your last name or spelling your name differently."
NI_HINT = "Don't include personal or financial information, eg your National Insurance number or credit card details."
YES_NO = [("yes", "Yes"), ("no", "No")]


def field(made: forms.Field, *, error: str = "", data: dict[str, str] | None = None, initial: Any = None) -> str:
    """One field of a plain Django form, through the pack."""
    form_class = type("ExampleForm", (forms.Form,), {"example": made})
    form = (
        form_class(data or {}, initial={"example": initial})
        if error or data
        else form_class(initial={"example": initial})
    )
    form.use_required_attribute = False
    if error:
        form.full_clean()
        form.errors.clear()
        form.add_error("example", forms.ValidationError(error, params={"parts": ("month",)}))
    template = engines["django"].from_string("{% load crispy_forms_tags %}{{ form|crispy }}")
    return template.render({"form": form})


@pytest.mark.parametrize(
    ("case", "widget", "label", "error"),
    [
        ("default", None, "National Insurance number", ""),
        (
            "with error message",
            None,
            "National Insurance number",
            "Enter a National Insurance number in the correct format",
        ),
        ("with prefix", AffixedInput(prefix="£"), "Amount, in pounds", ""),
    ],
)
def test_a_text_input_is_govuk_s(case: str, widget: forms.Widget | None, label: str, error: str) -> None:
    assert same(field(forms.CharField(label=label, widget=widget), error=error), "input", case)


@pytest.mark.parametrize(
    ("case", "label", "hint", "error"),
    [
        ("default", "Can you provide more detail?", "", ""),
        ("with hint", "Can you provide more detail?", NI_HINT, ""),
        (
            "with error message",
            "Why can’t you provide a National Insurance number?",
            "",
            "You must provide an explanation",
        ),
    ],
)
def test_a_text_area_is_govuk_s(case: str, label: str, hint: str, error: str) -> None:
    made = forms.CharField(label=label, help_text=hint, widget=TextArea())
    assert same(field(made, error=error), "textarea", case)


@pytest.mark.parametrize(("case", "hint"), [("default", ""), ("with hint", NI_HINT)])
def test_a_character_count_is_govuk_s(case: str, hint: str) -> None:
    made = forms.CharField(label="Can you provide more detail?", help_text=hint, widget=TextArea(limit=10))
    assert same(field(made), "character-count", case)


@pytest.mark.parametrize(
    ("case", "hint", "error", "initial", "widget"),
    [
        ("default", "", "", None, Radios()),
        ("with hint", NAME_HINT, "", None, Radios()),
        ("with fieldset and error message", "", "Please select an option", "no", Radios()),
        ("inline", NAME_HINT, "", "no", Radios(inline=True)),
    ],
)
def test_radios_are_govuk_s(case: str, hint: str, error: str, initial: str | None, widget: Radios) -> None:
    made = forms.ChoiceField(label="Have you changed your name?", help_text=hint, choices=YES_NO, widget=widget)
    data = {"example": "no"} if error else None
    assert same(field(made, error=error, data=data, initial=initial), "radios", case)


def test_small_radios_are_govuk_s() -> None:
    choices = [("email", "Email"), ("phone", "Phone"), ("text", "Text message")]
    made = forms.ChoiceField(label="How do you want to be contacted?", choices=choices, widget=Radios(small=True))
    assert same(field(made), "radios", "small")


def test_checkboxes_are_govuk_s() -> None:
    choices = [("british", "British"), ("irish", "Irish"), ("other", "Citizen of another country")]
    made = forms.MultipleChoiceField(label="What is your nationality?", choices=choices, widget=Checkboxes())
    assert same(field(made), "checkboxes", "default")


def test_checkboxes_with_an_error_and_a_hint_are_govuk_s() -> None:
    made = forms.MultipleChoiceField(
        label="What is your nationality?",
        help_text="If you have dual nationality, select all options that are relevant to you.",
        choices=[("british", "British"), ("irish", "Irish")],
        widget=Checkboxes(),
    )
    html = field(made, error="Please select an option")
    assert same(html, "checkboxes", "with error message and hint")


def test_a_select_is_govuk_s() -> None:
    choices = [(str(number), f"GOV.UK frontend option {number}") for number in (1, 2, 3)]
    made = forms.ChoiceField(label="Label text goes here", help_text="Hint text goes here", choices=choices)
    assert same(field(made, error="Error message goes here"), "select", "with hint text and error message")


@pytest.mark.parametrize(("case", "error"), [("default", ""), ("with error on month input", "Error message goes here")])
def test_a_date_is_govuk_s(case: str, error: str) -> None:
    made = DateField(label="What is your date of birth?", help_text="For example, 31 3 1980")
    assert same(field(made, error=error), "date-input", case)


@pytest.mark.parametrize(
    ("case", "hint", "error"),
    [
        ("default", "", ""),
        (
            "with error message and hint",
            "Your photo may be in your Pictures, Photos, Downloads or Desktop folder. Or in an app like iPhoto.",
            "Error message goes here",
        ),
    ],
)
def test_a_file_is_govuk_s(case: str, hint: str, error: str) -> None:
    made = forms.FileField(label="Upload a file", help_text=hint, widget=forms.FileInput)
    assert same(field(made, error=error), "file-upload", case)


@pytest.mark.parametrize(
    ("case", "hint", "error"),
    [
        ("default", "", ""),
        (
            "with error message",
            "It probably has some letters, numbers and maybe even some symbols in it.",
            "Error message goes here",
        ),
    ],
)
def test_a_password_is_govuk_s(case: str, hint: str, error: str) -> None:
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    html = field(forms.CharField(label="Password", help_text=hint, widget=widget), error=error)
    assert same(html, "password-input", case)


def test_a_fieldset_is_govuk_s() -> None:
    form = forms.Form()
    form.helper = GovHelper()  # type: ignore[attr-defined]
    form.helper.layout = Layout(Fieldset("What is your address?"))  # type: ignore[attr-defined]
    template = engines["django"].from_string("{% load crispy_forms_tags %}{% crispy form %}")
    assert same(template.render({"form": form}), "fieldset", "styled as medium text")
