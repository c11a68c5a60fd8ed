"""Boxes that two people may have open at once: each writes what they changed, and is told where the other was first."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from conditions.models.response import Answer
from safetyvalve.core.forms import MoneyField
from safetyvalve.core.forms.base import GovFormMixin
from safetyvalve.core.forms.typed_money import written
from safetyvalve.core.money import in_pence

LOST = "This page has lost track of the version you were editing. Open it again."
FIRST = "Somebody else saved this while you were editing it. Compare the boxes that say so, then save again."

Boxes = Mapping[str, Decimal | int | None]
"""The name of a box → what it holds; None and a box that is not named are both empty."""


def pounds(amount: Decimal) -> str:
    """ "£250,000", and the pence where there are any, so that two figures a penny apart never read the same."""
    return in_pence(amount).removesuffix(".00")


class SeenBoxesMixin(GovFormMixin):
    """Carries what the page showed in its boxes. Put it first, and call ``shows`` once the boxes are there.

    A box is this person's when it holds something else than the page showed: only those are ``changed``. One that
    somebody else changed too is refused once, with what they saved; any other change of theirs is taken into the page.
    A page that sends no ``seen`` is taken to have shown what stands if the record is still at its revision, and
    otherwise nothing that can be relied on, so that every difference is refused once.
    """

    data: Any
    cleaned_data: dict[str, Any]
    on_record: Boxes
    at_revision: int

    def shows(self, record: Answer, on_record: Boxes) -> None:
        """What stands in the boxes now, and the revision of the record that was read for it."""
        self.on_record, self.at_revision = on_record, record.revision
        self.changed: set[str] = set()
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=_as_text(on_record))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc]
        sent = str(values.get("seen", ""))
        try:
            seen: Boxes | None = _read(sent) if sent else None
        except (AttributeError, TypeError, ValueError, InvalidOperation, RecursionError):
            self.add_error(None, LOST)  # type: ignore[attr-defined]
            return values
        if seen is None and values.get("revision") == self.at_revision:
            seen = self.on_record
        self.data = self.data.copy()
        self.data["seen"] = _as_text(self._compare(seen, values))
        return values

    def _compare(self, seen: Boxes | None, values: dict[str, Any]) -> Boxes:
        """Sort the boxes into theirs and ours. What the page will have shown when it is sent again."""
        shown, first = dict(self.on_record if seen is None else seen), []
        for box, stands in self.on_record.items():
            if self.is_wrong(box):
                continue
            typed = self.typed_in(box, values)
            if seen is not None and typed == seen.get(box):
                if typed != stands:
                    self.take_over(box, stands, values)
            else:
                self.changed.add(box)
                if typed != stands and (seen is None or seen.get(box) != stands):
                    first.append(box)
            shown[box] = stands
        for box in first:
            words = self.what_they_did(box, self.on_record[box])
            self.add_error(  # type: ignore[attr-defined]
                box, f"{self.fields[box].label}: somebody else {words} meanwhile. To keep yours, save again"
            )
        if first:
            self.add_error(None, FIRST)  # type: ignore[attr-defined]
        return shown

    def is_wrong(self, box: str) -> bool:
        """Whether what was typed cannot be read, so that it cannot be compared yet."""
        return box in self.errors  # type: ignore[attr-defined]

    def typed_in(self, box: str, values: Mapping[str, Any]) -> Any:
        return values.get(box)

    def take_over(self, box: str, stands: Any, values: dict[str, Any]) -> None:
        """Show what somebody else saved in a box that this person left alone."""
        values[box] = stands
        self.data[box] = "" if stands is None else written(stands)

    def what_they_did(self, box: str, stands: Any) -> str:
        if stands is None:
            return "took the figure away"
        return f"saved {pounds(stands) if isinstance(self.fields[box], MoneyField) else stands}"


def _as_text(boxes: Boxes) -> str:
    given = {name: str(value) for name, value in boxes.items() if value is not None}
    return json.dumps(given, separators=(",", ":"))


def _read(text: str) -> dict[str, Decimal]:
    found = {name: Decimal(value) for name, value in json.loads(text).items()}
    if not all(value.is_finite() for value in found.values()):
        raise ValueError(LOST)
    return found
