"""The forms of what this app adds to a period: a risk's update and a workstream's progress."""

from crispy_forms.layout import Layout
from django import forms

from conditions.forms.updates import BULLETS, RagAnswerForm
from safetyvalve.core.forms import GovModelForm, NarrativeField, RagField, RevisionMixin
from safetyvalve.core.forms.layout import ShownFor
from workstreams.models import ProgressUpdate


class RiskUpdateForm(RagAnswerForm):
    """What a return says about one risk. What a level requires is judged when the return is checked, not here."""

    rag = RagField(label="RAG")
    mitigation = NarrativeField(
        label="Mitigation", required=False, rows=5, help_text="What is being done about the risk. " + BULLETS
    )
    progress = NarrativeField(label="Progress since last time", required=False, rows=8, help_text=BULLETS)
    no_change = forms.BooleanField(label="Nothing has changed since last time", required=False)
    no_change_reason = NarrativeField(label="Why nothing has changed", required=False, rows=2, limit=2000)

    def layout(self) -> Layout:
        return Layout("rag", "mitigation", "progress", "no_change", ShownFor("no_change", ["on"], "no_change_reason"))


class ProgressUpdateForm(RevisionMixin, GovModelForm):
    """A lead's bullets on a workstream in a period."""

    text = NarrativeField(
        label="What happened in this period",
        required=False,
        rows=10,
        help_text="Whoever writes the update of a condition can bring these words in. " + BULLETS,
    )

    class Meta:
        model = ProgressUpdate
        fields = ("text",)
