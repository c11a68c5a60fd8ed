"""What a reader asks, and what an officer makes of it."""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from dashboards.models import Audience, Question
from dashboards.publishing.doubts import Doubt
from dashboards.publishing.questions import LONGEST_QUESTION, standing_edition
from dashboards.publishing.typed import Withheld, look_at, withheld_from
from safetyvalve.core.audit import canonical
from safetyvalve.core.forms import Checkboxes, GovForm, NarrativeField, RevisionMixin

LONGEST_ANSWER = 4000
LONGEST_REASON = 1000


def _new_nonce() -> str:
    return secrets.token_urlsafe(16)


class AskForm(GovForm):
    """A question. ``nonce`` makes one page one question, however often it is sent."""

    text = NarrativeField(
        label="Your question",
        limit=LONGEST_QUESTION,
        rows=5,
        help_text="Do not name a child, a family or a school in your question.",
    )
    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False, initial=_new_nonce)


class AskByLinkForm(AskForm):
    """A question from somebody whom the council does not know."""

    name = forms.CharField(
        label="Your name (optional)",
        max_length=80,
        required=False,
        help_text="Seen by the council only, and deleted once your question is answered. The council also sees "
        "by which link you came.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "govuk-input--width-20"}),
    )
    email = forms.EmailField(
        label="Your e-mail address (optional)",
        required=False,
        help_text="Used once, to send you the answer, and deleted after that. Without it, look for the answer beneath "
        "the chart.",
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "class": "govuk-input--width-20", "spellcheck": "false"}
        ),
    )


class DoubtsMixin(RevisionMixin):
    """Words that go out. What in them could give a child away is shown, and has to be looked at before they go."""

    goes_out: dict[str, str] = {}
    """The fields to look at, and what each is called in a warning."""
    data: Any
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, question: Question, threshold: int, **kwargs: Any) -> None:
        self.instance = question
        self.threshold = threshold
        super().__init__(*args, **kwargs)
        self.doubts = self._doubts_in({name: self.initial.get(name, "") for name in self.goes_out})  # type: ignore[attr-defined]
        label = "I have looked at the warnings: nobody can be recognised, and no small number is given away"
        self.fields["accepted"] = forms.BooleanField(label=label, required=False)
        self.fields["doubts_seen"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=self._digest())
        self.relabel("accepted", label)

    def layout(self) -> Layout:
        return Layout(*(name for name in self.fields if name != "accepted" or self.doubts))

    def look_once(self) -> None:
        """Unless these very warnings have been looked at, the form asks for it."""
        data = self.cleaned_data
        self.doubts = self._doubts_in({name: data.get(name, "") for name in self.goes_out})
        if self.doubts and not (data.get("accepted") and data.get("doubts_seen") == self._digest()):
            self._set("doubts_seen", self._digest())
            self._set("accepted", "")
            words = "Look at the warnings. Change the words, or tick that nobody can be recognised"
            self.add_error("accepted", words)  # type: ignore[attr-defined]

    def now_at(self, question: Question) -> None:
        """After somebody else saved: sending the form again is a decision."""
        self._set("revision", str(question.revision))

    def _set(self, name: str, value: str) -> None:
        self.data = self.data.copy()
        self.data[name] = value

    def _doubts_in(self, texts: dict[str, str]) -> tuple[Doubt, ...]:
        said = {self.goes_out[name]: text for name, text in texts.items() if text}
        return look_at(said, self._withheld(), self.threshold) if said else ()

    def _withheld(self) -> Withheld:
        """By the edition that was asked about, and by the correction in whose place the answer is shown now."""
        asked = self.instance.publication
        stands = standing_edition(self.instance) or asked
        return withheld_from(*dict.fromkeys((asked, stands)))

    def _digest(self) -> str:
        return hashlib.sha256(canonical([str(doubt) for doubt in self.doubts]).encode()).hexdigest()[:16]


class AnswerForm(DoubtsMixin, GovForm):
    """The question in the words that readers get, the answer, and who sees them besides the audience it came from."""

    goes_out = {"wording": "The question", "answer": "The answer"}

    wording = NarrativeField(
        label="The question, as readers will see it",
        limit=2 * LONGEST_QUESTION,
        rows=4,
        name="the question",
        help_text="Change words by which somebody could be recognised. What was asked is kept, and not shown.",
    )
    answer = NarrativeField(
        label="The answer",
        limit=LONGEST_ANSWER,
        rows=8,
        required=False,
        help_text="In plain words. Do not give numbers that the charts hide.",
    )
    audiences = forms.MultipleChoiceField(label="Show them also to", required=False, widget=Checkboxes(small=True))

    def __init__(self, *args: Any, question: Question, move: str, others: Sequence[str], **kwargs: Any) -> None:
        initial = {
            "wording": question.released_wording,
            "answer": question.answer,
            "audiences": question.audiences,
        }
        self.move = move
        super().__init__(*args, question=question, initial=initial, **kwargs)
        if others:
            self.fields["audiences"].choices = [(each, Audience(each).label) for each in others]  # type: ignore[attr-defined]
        else:
            del self.fields["audiences"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.move != "draft":
            if "answer" in data and not data["answer"]:
                self.add_error("answer", "Write the answer")
            self.look_once()
        return data


class DeclineForm(DoubtsMixin, GovForm):
    """Why a question is not answered."""

    goes_out = {"reason": "The reason"}

    reason = NarrativeField(label="Why it is not answered", limit=LONGEST_REASON, rows=4)
    deletes_words = forms.BooleanField(
        label="Delete what was typed",
        required=False,
        help_text="For a question that names a child or a family. That it was asked, and why it was declined, stays on "
        "record.",
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, question=question, **kwargs)
        reached = "Sent by e-mail to the person who asked. It is not shown to anybody else."
        alone = "There is no address to send it to. It is kept, and not shown to anybody outside."
        self.fields["reason"].help_text = reached if question.can_be_reached else alone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.instance.can_be_reached:
            self.look_once()
        return data


class WithdrawAnswerForm(RevisionMixin, GovForm):
    """Why an answer is taken from its readers."""

    reason = NarrativeField(
        label="Why", limit=LONGEST_REASON, rows=3, help_text="Kept in the audit. Readers are not told."
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        self.instance = question
        super().__init__(*args, **kwargs)
