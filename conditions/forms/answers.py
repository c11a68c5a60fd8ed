"""What every form over one answer of a return has in common."""

from typing import Any

from conditions.models.response import Answer
from safetyvalve.core.forms import GovForm, RevisionMixin


class AnswerForm(RevisionMixin, GovForm):
    """A form over one answer. Built from the answer itself; ``values`` are what the answer's fields become."""

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        kwargs["initial"] = {**self.initial_of(answer), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.answer = answer
        self.fields["revision"].initial = answer.revision

    def initial_of(self, answer: Answer) -> dict[str, Any]:
        """What the fields show for a saved answer."""
        return {name: getattr(answer, name) for name in self.base_fields if hasattr(answer, name)}

    def values(self) -> dict[str, Any]:
        """Field names of the answer with their new values. Call after ``is_valid``."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}
