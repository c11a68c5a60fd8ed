"""The question about a figure that may be in thousands, for every form that takes pounds."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from crispy_forms.layout import Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.core.exceptions import ValidationError
from django.forms import Field
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from safetyvalve.core.forms.base import GovFormMixin, GovHelper
from safetyvalve.core.forms.fields import MoneyField
from safetyvalve.core.thousands import Held, digest, far_from, question

TICK = "checked"


class Question(NamedTuple):
    """What is asked about one box; ``target`` is its id."""

    target: str
    sentence: str


class PoundsMixin(GovFormMixin):
    """Asks about a figure about a thousand times, or a thousandth of, what it is held against. Put it first.

    A box is held against what it held before the edit, then against what ``held_against`` names. Until somebody ticks
    exactly the questions they were shown, the form is not valid: nothing is saved, and all that was typed comes back.
    The tick is no field of the form, so unsaved words know nothing of it. Layouts show the questions by themselves;
    a template that writes its boxes by hand includes ``components/questions.html`` within its form.
    """

    questions: tuple[Question, ...] = ()
    initial: Any
    data: Any
    cleaned_data: dict[str, Any]

    def held_against(self, name: str) -> Iterable[Held]:
        """What the box is held against besides its own figure before the edit, the most telling first.

        Called for boxes whose figure is new, after cleaning; so it may ask the database and ``cleaned_data``.
        """
        return ()

    def takes_pounds(self, name: str) -> bool:
        return isinstance(self.fields[name], MoneyField)

    def words_before(self, name: str) -> str:
        """What the figure before the edit is, as it follows that figure."""
        return "stood before"

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        self.questions = tuple(self._asked()) if self.is_bound else ()  # type: ignore[attr-defined]

    def is_valid(self) -> bool:
        """Also whether nothing is left to ask."""
        return bool(super().is_valid()) and (not self.questions or self.is_answered)  # type: ignore[misc]

    @property
    def questions_digest(self) -> str:
        return digest(each.sentence for each in self.questions)

    @property
    def is_answered(self) -> bool:
        return bool(self.questions) and self.data.get(TICK) == self.questions_digest

    def _asked(self) -> Iterator[Question]:
        for name, field in self.fields.items():
            amount = self.cleaned_data.get(name)
            if not self.takes_pounds(name) or not isinstance(amount, Decimal):
                continue
            before = self._figure_before(name, field)
            if amount == before:
                continue
            held = far_from(amount, (Held(before, self.words_before(name)), *self.held_against(name)))
            if held:
                bound = self[name]  # type: ignore[index]
                yield Question(bound.id_for_label, question(str(bound.label), amount, held))

    def _figure_before(self, name: str, field: Field) -> Any:
        """The figure before the edit; None for none, and for a kept one that the box would not take any more."""
        before = self.get_initial_for_field(field, name)  # type: ignore[attr-defined]
        if isinstance(before, Decimal):
            return before
        try:
            return field.to_python(before)
        except ValidationError:
            return None

    @cached_property
    def helper(self) -> GovHelper:
        helper = super().helper
        helper.layout = Layout(_Questions(), *helper.layout)
        return helper


class _Questions(LayoutObject):
    """The questions of the form, above its fields."""

    fields: tuple[str, ...] = ()

    def render(self, form: Any, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        return render_to_string("components/questions.html", {"form": form}) if form.questions else SafeString()
