"""Forms for a programme's words and the meanings of its RAG levels."""

from copy import copy
from typing import Any

from django import forms

from conditions.forms.agreements import WIDE
from conditions.models import Programme, RagLevel
from safetyvalve.core.forms import GovModelForm, Radios, TextArea
from safetyvalve.core.forms.seen import SeenMixin
from safetyvalve.core.forms.widgets import AffixedInput


class ProgrammeForm(SeenMixin, GovModelForm):
    """What a programme calls things, and how often it reports."""

    class Meta:
        model = Programme
        fields = ("name", "condition_word", "conditions_word", "cadence")
        labels = {
            "name": "Name",
            "condition_word": "Word for one condition",
            "conditions_word": "Word for several",
            "cadence": "How often does it report?",
        }
        help_texts = {
            "condition_word": "For example condition, pillar or priority.",
            "conditions_word": "For example conditions, pillars or priorities.",
            "cadence": "New calendars are filled with periods in this rhythm.",
        }
        widgets = {
            "name": AffixedInput(attrs={"class": WIDE}),
            "condition_word": AffixedInput(width=20),
            "conditions_word": AffixedInput(width=20),
            "cadence": Radios(),
        }


class RagLevelForm(SeenMixin, GovModelForm):
    """One level: its word, what it means, and what choosing it asks of the person who does."""

    class Meta:
        model = RagLevel
        fields = ("word", "meaning", "needs_mitigation", "needs_recovery")
        labels = {
            "word": "Word",
            "meaning": "Meaning",
            "needs_mitigation": "Asks for mitigation",
            "needs_recovery": "Asks how it will recover",
        }
        help_texts = {"meaning": "Officers read it under the word when they choose, and the return prints it."}
        widgets = {"word": AffixedInput(width=10), "meaning": TextArea({"class": WIDE}, rows=2)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved = copy(self.instance)


class ProgrammePage:
    """The programme and its levels on one page: valid together or not at all."""

    def __init__(self, data: Any, programme: Programme) -> None:
        levels = list(programme.rag_levels.all())
        self.words = ProgrammeForm(data, instance=programme, prefix="programme")
        self.levels = [RagLevelForm(data, instance=level, prefix=level.key) for level in levels]

    @property
    def forms(self) -> list[forms.ModelForm]:
        return [self.words, *self.levels]

    def is_valid(self) -> bool:
        """Asks every form, so that one pass shows every problem; two levels may not share a word."""
        if not self.words.is_bound:
            return False
        valid = [form.is_valid() for form in self.forms].count(False) == 0
        seen: set[str] = set()
        for form in self.levels:
            word = str(form.cleaned_data.get("word", "")).casefold()
            if word and word in seen:
                form.add_error("word", "Another level has this word: readers could not tell them apart")
                valid = False
            seen.add(word)
        return valid
