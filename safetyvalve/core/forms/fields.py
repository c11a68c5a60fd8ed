"""Fields for what officers type: dates in three boxes, pounds as people write them, long text, choices.

Every message says what to do. What was typed is always given back.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from safetyvalve.core.forms.typed_dates import FIRST_YEAR, LAST_YEAR, WrongDate, read_date
from safetyvalve.core.forms.typed_money import WrongAmount, read_amount, written
from safetyvalve.core.forms.typed_text import clean_typed
from safetyvalve.core.forms.widgets import AffixedInput, DateInputs, DateParts, Radios, TextArea, split_date
from safetyvalve.core.forms.words import at_start, in_sentence

NARRATIVE_LIMIT = 20_000


class NamedField(forms.Field):
    """A field that speaks of itself in errors: ``name`` for the sentence, otherwise its label."""

    def __init__(self, *, name: str = "", **kwargs: Any) -> None:
        self._name = name
        super().__init__(**kwargs)

    @property
    def name_in_sentence(self) -> str:
        return self._name or in_sentence(str(self.label or "")) or "this answer"

    def refuse(self, message: str, code: str, **params: Any) -> ValidationError:
        """An error whose ``params`` travel with it; a per cent sign in ``message`` stays one."""
        return ValidationError(message.replace("%", "%%") if params else message, code=code, params=params)


class DateField(NamedField):
    """A real date from 1990 to 2100, in three boxes. The error says which part is wrong and marks it.

    The month may be a word ("May"). A whole date pasted into the first box is understood.
    """

    widget = DateInputs

    def __init__(self, *, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR, **kwargs: Any) -> None:
        self.first_year = first_year
        self.last_year = last_year
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        parts = split_date(value)
        if parts.is_blank:
            return None
        try:
            return read_date(parts, first_year=self.first_year, last_year=self.last_year)
        except WrongDate as wrong:
            message = f"{at_start(self.name_in_sentence)} {wrong.reason}"
            raise self.refuse(message, "invalid", parts=wrong.parts) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return split_date(initial) != split_date(data)


class MoneyField(NamedField):
    """``Decimal`` pounds, in pence at most; a deficit is negative. Blank is None, never 0.

    Understands "£1,234", "1,234.50", "-1,234", "(1,234)", "1.2m", "250k" and refuses anything else in words.
    """

    def __init__(self, *, min_value: Decimal | int | None = None, width: int = 10, **kwargs: Any) -> None:
        self.min_value = min_value
        kwargs.setdefault("widget", AffixedInput(prefix="£", width=width, attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or not str(value).strip():
            return None
        try:
            amount = value if isinstance(value, Decimal) else read_amount(str(value))
        except WrongAmount as wrong:
            message = f"{at_start(self.name_in_sentence)} {wrong.reason}"
            raise self.refuse(message, "invalid") from None
        if self.min_value is not None and amount < self.min_value:
            least = written(Decimal(self.min_value))
            raise self.refuse(f"{at_start(self.name_in_sentence)} must be £{least} or more", "min_value")
        return amount

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Decimal | int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class NarrativeField(NamedField):
    """Paragraphs and bullets pasted from anywhere: control characters go, smart quotes stay.

    More than ``limit`` characters is refused with the number over it, and the text is given back whole.
    """

    def __init__(self, *, limit: int = NARRATIVE_LIMIT, rows: int = 8, **kwargs: Any) -> None:
        self.limit = limit
        kwargs.setdefault("widget", TextArea(limit=limit, rows=rows))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = clean_typed(str(value or ""))
        over = len(text) - self.limit
        if over > 0:
            message = (
                f"{at_start(self.name_in_sentence)} is {over:,} character{'' if over == 1 else 's'} too long. "
                f"It must be {self.limit:,} characters or fewer."
            )
            raise self.refuse(message, "max_length")
        return text

    def bound_data(self, data: Any, initial: Any) -> Any:
        return clean_typed(data) if isinstance(data, str) else data

    def has_changed(self, initial: Any, data: Any) -> bool:
        return clean_typed(str(initial or "")) != clean_typed(str(data or ""))


class YesNoField(forms.ChoiceField):
    """Radios "Yes" and "No". Gives "yes", "no" or "" when nobody has answered yet."""

    def __init__(self, *, yes: str = "Yes", no: str = "No", **kwargs: Any) -> None:
        kwargs.setdefault("widget", Radios(inline=(yes, no) == ("Yes", "No")))
        kwargs.setdefault("required", False)
        super().__init__(choices=[("yes", yes), ("no", no)], **kwargs)


class RagField(forms.ChoiceField):
    """Radios of a programme's levels: the word as a coloured tag, the programme's meaning beneath.

    ``levels`` are objects with ``key``, ``word``, ``colour`` and ``meaning``; set them with ``use`` when they
    are known only as the form is made. Gives the key, or "" when nothing is chosen.
    """

    def __init__(self, *, levels: Iterable[Any] = (), **kwargs: Any) -> None:
        kwargs.setdefault("widget", Radios())
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.use(levels)

    def use(self, levels: Iterable[Any]) -> None:
        """Offer these levels, in this order."""
        by_key = {str(level.key): level for level in levels}
        self.choices = [(key, level.word) for key, level in by_key.items()]
        self.widget.levels = by_key
        self.widget.hints = {key: level.meaning for key, level in by_key.items()}


__all__ = [
    "DateField",
    "DateParts",
    "MoneyField",
    "NamedField",
    "NarrativeField",
    "RagField",
    "YesNoField",
]
