"""Widgets that carry what the govuk template pack needs to know: hints, reveals, limits, prefixes.

They render nothing special themselves; the pack does (see ``controls.py``). Used without the pack they are
ordinary Django widgets, the date excepted, which has no template of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms


class DateParts(NamedTuple):
    """A date as typed: three texts that may be anything."""

    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def is_blank(self) -> bool:
        return not any(part.strip() for part in self)


class Radios(forms.RadioSelect):
    """Radios with a hint for an option (``hints``) and fields shown under an option (``reveals``).

    Both are keyed by the option's value. ``reveals`` names fields of the same form.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, Sequence[str]] | None = None,
        inline: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})
        self.reveals = dict(reveals or {})
        self.inline = inline
        self.small = small
        self.levels: dict[str, Any] = {}


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes with a hint and revealed fields per option, as ``Radios``."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, Sequence[str]] | None = None,
        small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})
        self.reveals = dict(reveals or {})
        self.small = small


class TextArea(forms.Textarea):
    """A text area that counts characters when ``limit`` is given; the count appears near the limit."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, limit: int | None = None, rows: int = 5) -> None:
        super().__init__({"rows": rows, **(attrs or {})})
        self.attrs.pop("cols", None)
        self.limit = limit
        self.threshold: int | None = 75 if limit and limit > 1000 else None


class AffixedInput(forms.TextInput):
    """A text input with a sign before or after it, such as £ or %. ``width`` is in characters: 2 to 30."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, prefix: str = "", suffix: str = "", width: int | None = None
    ) -> None:
        super().__init__(attrs)
        self.prefix = prefix
        self.suffix = suffix
        if width:
            self.attrs["class"] = f"{self.attrs.get('class', '')} govuk-input--width-{width}".strip()


class DateInputs(forms.Widget):
    """Three text inputs named ``<name>_day``, ``_month`` and ``_year``. A date pasted into the first is split."""

    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> DateParts:
        parts = DateParts(*(str(data.get(f"{name}_{part}") or "") for part in DateParts._fields))
        pasted = parts.day.strip().replace(".", "/").replace("-", "/").split("/")
        if len(pasted) == 3 and not (parts.month.strip() or parts.year.strip()):
            first_is_year = len(pasted[0].strip()) == 4
            return DateParts(*(reversed(pasted) if first_is_year else pasted))
        return parts

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part in DateParts._fields)

    def format_value(self, value: Any) -> Any:
        return split_date(value)

    def id_for_label(self, id_: str, index: str = "0") -> str:
        return f"{id_}_day" if id_ else id_


def split_date(value: Any) -> DateParts:
    """The three parts of a date, of parts already typed, or of nothing."""
    if isinstance(value, DateParts):
        return value
    if isinstance(value, date):
        return DateParts(str(value.day), str(value.month), str(value.year))
    return DateParts()
