"""Long text, yes or no, RAG, and what every form has in common."""

from types import SimpleNamespace as Made

import pytest
from django import forms

from safetyvalve.core.forms import (
    GovForm,
    GovModelForm,
    NarrativeField,
    RagField,
    RevisionMixin,
    YesNoField,
)
from safetyvalve.core.models import Authority
from safetyvalve.core.styleguide.levels import LEVELS


class UpdateForm(GovForm):
    narrative = NarrativeField(label="Progress", required=False)
    on_track = YesNoField(label="Is the council on track?")
    rag = RagField(label="RAG", levels=LEVELS)


def test_pasted_word_text_keeps_its_quotes_and_loses_its_control_characters() -> None:
    form = UpdateForm({"narrative": " “Café”\r\nnext\x00 line\x0bsoft\x07 "})
    assert form.is_valid()
    assert form.cleaned_data["narrative"] == "“Café”\nnext line\nsoft"


def test_text_of_the_greatest_length_is_taken_whole() -> None:
    form = UpdateForm({"narrative": "x" * 20_000})
    assert form.is_valid()
    assert len(form.cleaned_data["narrative"]) == 20_000


def test_text_that_is_too_long_says_by_how_much_and_is_given_back() -> None:
    form = UpdateForm({"narrative": "x" * 100_000})
    assert form.errors["narrative"] == [
        "Progress is 80,000 characters too long. It must be 20,000 characters or fewer."
    ]
    assert len(form["narrative"].value()) == 100_000


def test_one_character_too_many_is_one_character() -> None:
    assert UpdateForm({"narrative": "x" * 20_001}).errors["narrative"][0].startswith("Progress is 1 character too long")


def test_line_ends_alone_are_not_a_change() -> None:
    form = UpdateForm({"narrative": "one\r\ntwo"}, initial={"narrative": "one\ntwo"})
    assert "narrative" not in form.changed_data


@pytest.mark.parametrize("answer", ["yes", "no", ""])
def test_yes_no_and_not_answered_yet_are_three_answers(answer: str) -> None:
    form = UpdateForm({"on_track": answer})
    assert form.is_valid()
    assert form.cleaned_data["on_track"] == answer


def test_an_answer_that_was_not_offered_is_refused_in_words() -> None:
    form = UpdateForm({"on_track": "maybe", "rag": "mauve"})
    assert form.errors["on_track"] == ["Select one of the options for “Is the council on track?”"]
    assert form.errors["rag"] == ["Select one of the options for RAG"]


def test_rag_levels_can_be_given_when_the_form_is_made() -> None:
    level = Made(key="done", word="Done", colour="blue", meaning="Nothing is left to do.")
    form = UpdateForm({"rag": "done"})
    form.fields["rag"].use([level])
    assert form.is_valid()
    assert form.cleaned_data["rag"] == "done"


def test_levels_given_to_one_form_do_not_reach_another() -> None:
    UpdateForm().fields["rag"].use([])
    assert len(UpdateForm().fields["rag"].choices) == 4


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (forms.CharField(label="Due date"), "Enter the due date"),
        (forms.CharField(label="DSG position"), "Enter the DSG position"),
        (forms.CharField(label="Why it changes"), "Enter why it changes"),
        (forms.CharField(label="Your question"), "Enter your question"),
        (forms.DateField(label="Covers from"), "Enter “Covers from”"),
        (forms.CharField(label="Owed at the end of"), "Enter “Owed at the end of”"),
        (forms.ChoiceField(label="Notice counts in"), "Select “Notice counts in”"),
        (forms.ChoiceField(label="Lead officer"), "Select the lead officer"),
        (forms.BooleanField(label="I have read this"), "Tick “I have read this”"),
        (YesNoField(label="On track?", required=True), "Answer “On track?”"),
        (forms.FileField(label="Evidence"), "Select a file for evidence"),
        (forms.CharField(label="Reason", error_messages={"required": "Say why"}), "Say why"),
    ],
)
def test_a_missing_answer_says_what_to_do(field: forms.Field, message: str) -> None:
    form_class = type("AskingForm", (GovForm,), {"answer": field})
    assert form_class({}).errors["answer"] == [message]


def test_a_text_that_is_too_long_is_not_cut_by_the_browser() -> None:
    class ReasonForm(GovForm):
        reason = forms.CharField(label="Reason", max_length=10)

    form = ReasonForm({"reason": "x" * 11})
    assert form.errors["reason"] == ["Reason must be 10 characters or fewer"]


class CouncilForm(RevisionMixin, GovModelForm):
    class Meta:
        model = Authority
        fields = ("name",)


def test_the_revision_travels_with_the_form() -> None:
    council = Authority(name="Example")
    council.revision = 7  # type: ignore[attr-defined]
    assert CouncilForm(instance=council).fields["revision"].initial == 7


@pytest.mark.django_db
@pytest.mark.parametrize("revision", ["", "seven", "-1"])
def test_a_lost_revision_is_an_error_and_not_a_save(revision: str) -> None:
    form = CouncilForm({"name": "Example", "revision": revision})
    assert not form.is_valid()
    assert "revision" in form.errors
