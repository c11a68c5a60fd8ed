"""What the plain forms of this app share: a save that is refused, shown with what somebody else saved meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict

from conditions.lifecycle import NotAllowed
from conditions.models.response import Answer
from safetyvalve.core.dates import in_words
from safetyvalve.core.editing import StaleSave


@dataclass(frozen=True)
class Theirs:
    """One field that now stands differently from what this person typed."""

    key: str
    value: str


@dataclass
class Outcome:
    """What became of a save: done, or why not, with the fields another person saved."""

    is_saved: bool
    theirs: tuple[Theirs, ...] = ()


def attempt(form: forms.BaseForm, save: Callable[[], Any]) -> Outcome:
    """Save a valid form. A refusal becomes errors on the form, which then carries the newest revision, so that
    saving again is a knowing choice."""
    try:
        save()
    except NotAllowed as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return Outcome(False)
    except StaleSave as stale:
        current = stale.current
        assert isinstance(current, Answer)  # noqa: S101
        data = QueryDict("", mutable=True)
        data.update(form.data)
        data["revision"] = str(current.revision)
        form.data = data
        form.add_error(
            None, f"{current.updated_by or 'Somebody'} saved this while you were editing it. Compare, then save again."
        )
        return Outcome(False, tuple(_theirs(form, current)))
    return Outcome(True)


def _theirs(form: forms.BaseForm, current: models.Model) -> list[Theirs]:
    found = []
    for bound in form.visible_fields():
        if not hasattr(current, bound.name) or bound.name not in form.cleaned_data:
            continue
        saved = getattr(current, bound.name)
        if isinstance(saved, models.Manager) or saved == form.cleaned_data[bound.name]:
            continue
        found.append(Theirs(str(bound.label), _shown(saved)))
    return found


def _shown(value: Any) -> str:
    if value in (None, ""):
        return "Nothing"
    return in_words(value) if hasattr(value, "isoformat") else str(value)
