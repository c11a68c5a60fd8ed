"""Refusing to save over somebody else, for records that keep no revision number."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from safetyvalve.core.audit import canonical
from safetyvalve.core.dates import in_words
from safetyvalve.core.forms.base import GovFormMixin
from safetyvalve.core.forms.typed_money import written
from safetyvalve.core.forms.words import in_sentence


class SeenMixin(GovFormMixin):
    """Carries a digest of the values the page showed. When they have changed since, the save is refused once.

    The page then names what is saved now, and sending it again is a decision. Put it first, as ``RevisionMixin``.
    """

    instance: Any
    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now_saved({name: self.initial.get(name) for name in self.fields if name in self.initial})  # type: ignore[attr-defined]

    def now_saved(self, values: dict[str, Any]) -> None:
        """The values on record, by field. A form that adds fields of its own says them again afterwards."""
        self._now_saved = values
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=self._digest())

    def _digest(self) -> str:
        return hashlib.sha256(canonical(self._now_saved).encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}  # type: ignore[misc]
        seen = cleaned.pop("seen", "")
        if self.instance.pk and seen and seen != self._digest():
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self._digest()  # type: ignore[attr-defined]
            self.add_error(None, self._what_is_saved(cleaned))  # type: ignore[attr-defined]
        return cleaned

    def _what_is_saved(self, cleaned: dict[str, Any]) -> str:
        differing = [
            f"{in_sentence(str(self.fields[name].label))} is “{_in_words(value)}”"
            for name, value in self._now_saved.items()
            if name in cleaned and str(getattr(cleaned[name], "pk", cleaned[name]) or "") != str(value or "")
        ]
        saved = f" Saved now: {', '.join(differing)}." if differing else ""
        return f"Somebody else changed this while you had the page open.{saved} To keep your version, save again."


def _in_words(value: Any) -> str:
    if value in (None, ""):
        return "empty"
    if isinstance(value, Decimal):
        return written(value)
    return in_words(value) if isinstance(value, date) else str(value)
