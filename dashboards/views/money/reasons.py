"""A reason that is typed in a form of its own, by one person at a time or by two."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from safetyvalve.core.access import CouncilRequest
from safetyvalve.core.editing import StaleSave
from safetyvalve.core.services.refusals import NotAllowed


def given(request: CouncilRequest, reason: Any, form: Any, give: Callable[..., Any]) -> bool:
    """Whether ``give`` saved the reason; if somebody wrote meanwhile, theirs stands beside and nothing is lost."""
    revision = form.cleaned_data["revision"]
    try:
        give(reason, form.values(), revision=revision, by=request.user, now=timezone.now())
    except NotAllowed as refusal:
        form.add_error(None, refusal.reasons)
        return False
    except StaleSave as stale:
        current: Any = stale.current
        form.data = form.data.copy()
        form.data["revision"] = str(current.revision)
        form.add_error(
            "reason", f"Somebody else wrote meanwhile: “{current.reason}” Keep what you want of both, then save again."
        )
        return False
    return True
