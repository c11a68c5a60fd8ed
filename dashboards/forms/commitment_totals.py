"""Typing totals of commitments: a row of boxes for each provider type."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from django import forms

from dashboards.services.typed_totals import EMPTY, Typed
from safetyvalve.core.forms import GovForm, MoneyField
from safetyvalve.core.forms.fields import NamedField
from safetyvalve.core.forms.pounds import PoundsMixin
from safetyvalve.core.forms.widgets import AffixedInput
from safetyvalve.core.thousands import Held

SOURCE_HINT = "For example: placement register of the SEND finance team."
BOXES = {"placements": "placements", "dsg": "cost to the DSG", "health": "health", "social_care": "social care"}
MOST_PLACEMENTS = 100_000


class CountField(NamedField):
    """How many: a whole number, or blank where nobody has said."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", AffixedInput(width=4, attrs={"autocomplete": "off", "inputmode": "numeric"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        text = str(value if value is not None else "").replace(",", "").strip()
        if not text:
            return None
        digits = text.lstrip("0") or "0"
        is_number = text.isascii() and text.isdigit() and len(digits) <= len(str(MOST_PLACEMENTS))
        if not is_number or int(digits) > MOST_PLACEMENTS:
            raise self.refuse(f"{self.name_in_sentence} must be a whole number, like 12, or empty", "invalid")
        return int(digits)


class TotalsForm(PoundsMixin, GovForm):
    """A row of boxes for each provider type. ``seen`` is the list of that day that the page showed, 0 for none.

    ``earlier`` gives the totals of the list before, which new ones are held against.
    """

    data: Any
    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value"),
            "This page has lost track of the list you were changing. Open it again.",
        ),
    )
    source = forms.CharField(label="Where the totals come from", max_length=300, required=False, help_text=SOURCE_HINT)

    def __init__(
        self,
        *args: Any,
        types: Mapping[str, str],
        typed: Mapping[str, Typed],
        seen: int,
        source: str,
        earlier: Callable[[], Mapping[str, Typed]] = dict,
        **kwargs: Any,
    ) -> None:
        initial = {f"{code}_{box}": getattr(row, box) for code, row in typed.items() for box in BOXES}
        super().__init__(*args, initial={**initial, "seen": seen, "source": source}, **kwargs)
        self.types, self.shown, self.earlier = dict(types), typed, earlier
        for code, label in types.items():
            for box, words in BOXES.items():
                name = f"{label}, {words}"
                money = MoneyField(label=name, name=name, required=False, min_value=0)
                count = CountField(label=name, name=name, required=False)
                self.fields[f"{code}_{box}"] = count if box == "placements" else money

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for code, label in self.types.items():
            row = self._row(data, code)
            if row.dsg is None and row not in (EMPTY, self.shown.get(code)) and f"{code}_dsg" not in self.errors:
                self.add_error(f"{code}_dsg", f"Enter what {label} cost the DSG, or 0 if nothing")
        return data

    def held_against(self, name: str) -> Iterable[Held]:
        code, box = next((code, box) for code in self.types for box in BOXES if name == f"{code}_{box}")
        return (Held(getattr(self._earlier.get(code, EMPTY), box), "stands in the list before this one"),)

    @cached_property
    def _earlier(self) -> Mapping[str, Typed]:
        return self.earlier()

    def rows(self) -> list[tuple[str, list[Any]]]:
        """Labels with their boxes, for the template."""
        return [(label, [self[f"{code}_{box}"] for box in BOXES]) for code, label in self.types.items()]

    def typed(self) -> dict[str, Typed]:
        """What was typed, by provider type. Call after ``is_valid``."""
        return {code: self._row(self.cleaned_data, code) for code in self.types}

    @staticmethod
    def _row(data: Mapping[str, Any], code: str) -> Typed:
        return Typed(*(data.get(f"{code}_{box}") for box in BOXES))

    def look_again(self, seen: int, before: Mapping[str, Typed]) -> None:
        """The page now shows that list: saving again is a decision. Boxes left as they were ``before`` follow it."""
        self.data = self.data.copy()
        self.data["seen"] = str(seen)
        for code, row in self.typed().items():
            for box in BOXES:
                if getattr(row, box) == getattr(before.get(code, EMPTY), box):
                    now = getattr(self.shown.get(code, EMPTY), box)
                    self.data[f"{code}_{box}"] = "" if now is None else str(now)
