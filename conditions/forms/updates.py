"""The forms of a return's update pages. What a level requires is judged when the return is checked, not here."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from conditions.forms.answers import AnswerForm
from conditions.models import DsgPosition, FeedbackAction, FeedbackAnswer, Programme, RagLevel
from conditions.models.response import Answer
from safetyvalve.core.forms import GovForm, MoneyField, NarrativeField, RagField, YesNoField
from safetyvalve.core.forms.layout import ShownFor
from safetyvalve.core.forms.pounds import PoundsMixin
from safetyvalve.core.thousands import Held

BULLETS = "Start a line with - for a bullet. Use **two stars** for bold."


def levels_of(programme: Programme) -> list[RagLevel]:
    """The programme's RAG levels in order. One query, and none when they are prefetched."""
    return sorted(programme.rag_levels.all(), key=lambda level: level.order)


class RagAnswerForm(AnswerForm):
    """An update with a RAG: the levels come from the programme; the answer keeps the level, not its key."""

    def __init__(self, *args: Any, levels: list[RagLevel], **kwargs: Any) -> None:
        self.levels = levels
        super().__init__(*args, **kwargs)
        rag = self.fields["rag"]
        assert isinstance(rag, RagField)  # noqa: S101
        rag.use(levels)

    def initial_of(self, answer: Answer) -> dict[str, Any]:
        level = getattr(answer, "rag", None)
        return {**super().initial_of(answer), "rag": level.key if level else ""}

    def values(self) -> dict[str, Any]:
        by_key = {level.key: level for level in self.levels}
        return {**super().values(), "rag": by_key.get(self.cleaned_data["rag"])}

    def keys(self, claim: str) -> list[str]:
        """Keys of the levels that require something: ``needs_mitigation``, ``needs_recovery``."""
        return [level.key for level in self.levels if getattr(level, claim)]


class ConditionUpdateForm(RagAnswerForm):
    """One condition's update."""

    rag = RagField(label="RAG")
    narrative = NarrativeField(label="Progress since last time", required=False, rows=14, help_text=BULLETS)
    no_change = forms.BooleanField(label="Nothing has changed since last time", required=False)
    no_change_reason = NarrativeField(label="Why nothing has changed", required=False, rows=2, limit=2000)
    mitigation = NarrativeField(
        label="Mitigation", required=False, rows=4, help_text="What is being done about it. " + BULLETS
    )
    recovery = NarrativeField(
        label="Recovery", required=False, rows=4, help_text="How and by when it will be back on target."
    )
    rag_difference_reason = NarrativeField(
        label="Why your RAG differs from the suggested one",
        required=False,
        rows=2,
        limit=2000,
        help_text="A sentence, kept beside both. Leave blank when they are the same.",
    )

    def __init__(self, *args: Any, suggested: RagLevel | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggested = suggested
        if suggested is None:
            del self.fields["rag_difference_reason"]

    def layout(self) -> Layout:
        difference = []
        if self.suggested:
            others = [level.key for level in self.levels if level.key != self.suggested.key]
            difference = [ShownFor("rag", others, "rag_difference_reason")]
        return Layout(
            "rag",
            *difference,
            "narrative",
            "no_change",
            ShownFor("no_change", ["on"], "no_change_reason"),
            ShownFor("rag", self.keys("needs_mitigation"), "mitigation"),
            ShownFor("rag", self.keys("needs_recovery"), "recovery"),
        )


class SummaryForm(AnswerForm):
    """The parts of a return that belong to no condition."""

    preamble = NarrativeField(label="Preamble and context", required=False, rows=10, help_text=BULLETS)
    summary = NarrativeField(label="Summary", required=False, rows=6, help_text=BULLETS)
    on_track_at_end = YesNoField(label="On track for a £0 DSG deficit at the end of the agreement?")
    on_track_at_end_reason = NarrativeField(label="Why you say so", required=False, rows=3, limit=4000)
    on_track_this_year = YesNoField(label="On track to achieve the agreement in the current year?")
    on_track_this_year_reason = NarrativeField(label="Why you say so", required=False, rows=3, limit=4000)
    adviser_early_years = YesNoField(label="Do you need support from the early years SEND specialist?")
    adviser_inclusion = YesNoField(label="Do you need support from the inclusion specialist?")
    adviser_area = NarrativeField(label="In which area", required=False, rows=3, limit=4000)
    adviser_benefit = NarrativeField(label="How the support would help", required=False, rows=3, limit=4000)

    def layout(self) -> Layout:
        return Layout(
            "preamble",
            Fieldset(
                "Is the council on track?",
                "on_track_at_end",
                "on_track_at_end_reason",
                "on_track_this_year",
                "on_track_this_year_reason",
                "summary",
            ),
            Fieldset(
                "Support from DfE's specialist advisers",
                "adviser_early_years",
                "adviser_inclusion",
                "adviser_area",
                "adviser_benefit",
            ),
        )


class DsgPositionForm(PoundsMixin, AnswerForm):
    """One financial year's position. A closing balance left blank is worked out from its parts.

    ``known`` gives what is known of an amount besides: what was reported, planned, entered for other years.
    """

    basis = forms.ChoiceField(label="Basis", choices=DsgPosition.Basis.choices, widget=forms.Select)
    opening_before_payments = MoneyField(label="Opening balance before DfE payments", required=False)
    opening_after_payments = MoneyField(label="Opening balance after DfE payments", required=False)
    in_year_position = MoneyField(
        label="In-year position",
        required=False,
        help_text="What the year alone does to the DSG, less what other blocks give to high needs: take that off here "
        "and state it under block transfer. If you do not take it off, leave the transfer blank. The two are added.",
    )
    block_transfer = MoneyField(
        label="Block transfer",
        required=False,
        help_text="What other blocks give to high needs. Only where it is taken off the in-year position above.",
    )
    authority_contribution = MoneyField(label="Council contribution", required=False)
    dfe_payments = MoneyField(label="DfE Safety Valve payments", required=False, min_value=0)
    stability_grant = MoneyField(label="High Needs Stability Grant", required=False, min_value=0)
    adjustments = MoneyField(label="Other adjustments", required=False)
    closing_before_payments = MoneyField(label="Closing balance before DfE payments", required=False)
    closing_after_payments = MoneyField(label="Closing balance after DfE payments", required=False)
    movement_reason = NarrativeField(label="Why it has moved since last reported", required=False, rows=3, limit=4000)

    def __init__(self, *args: Any, known: Callable[[str], Iterable[Held]] = lambda _name: (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def held_against(self, name: str) -> Iterable[Held]:
        return self.known(name)

    def words_before(self, name: str) -> str:
        return "stood before" if self.answer.pk else "is carried forward"

    def clean(self) -> dict[str, Any]:
        """A year about which nothing is said is not entered: it would stand in the record as a position."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        said = any(value not in (None, "") for name, value in cleaned.items() if name not in ("basis", "revision"))
        if not self.errors and not said and not self.answer.pk:
            self.add_error("in_year_position", "Enter at least one amount")
        return cleaned

    def layout(self) -> Layout:
        return Layout(
            "basis",
            Fieldset("Opening balance", "opening_before_payments", "opening_after_payments"),
            Fieldset(
                "In the year",
                "in_year_position",
                "block_transfer",
                "authority_contribution",
                "stability_grant",
                "adjustments",
                "dfe_payments",
            ),
            Fieldset("Closing balance", "closing_before_payments", "closing_after_payments", "movement_reason"),
        )


class FeedbackAnswersForm(GovForm):
    """An answer per thing DfE asked for, ``action_<pk>``, each with the revision it was written over."""

    def __init__(
        self, *args: Any, actions: list[FeedbackAction], saved: Mapping[int, FeedbackAnswer], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actions = actions
        for action in actions:
            found = saved.get(action.pk)
            answer, revision = f"action_{action.pk}", f"revision_{action.pk}"
            self.fields[answer] = NarrativeField(required=False, rows=4, initial=found.text if found else "")
            self.relabel(answer, action.text)
            self.fields[revision] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, min_value=0, initial=found.revision if found else 0
            )

    def words(self) -> dict[int, str]:
        """The answers by action. Call after ``is_valid``."""
        return {action.pk: self.cleaned_data[f"action_{action.pk}"] for action in self.actions}

    def revisions(self) -> dict[int, int]:
        """What the person was looking at, by action. Call after ``is_valid``."""
        return {action.pk: self.cleaned_data[f"revision_{action.pk}"] or 0 for action in self.actions}


__all__ = [
    "ConditionUpdateForm",
    "DsgPositionForm",
    "FeedbackAnswersForm",
    "RagAnswerForm",
    "SummaryForm",
    "levels_of",
]
