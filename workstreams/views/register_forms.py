"""What every form of a register does: adding a record, changing it, and filling in boxes that hang on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from safetyvalve.core.access import CouncilRequest
from workstreams.views.registers import form_page
from workstreams.views.saving import Outcome, attempt


def adding(
    request: CouncilRequest,
    form: Any,
    create: Callable[..., Any],
    *,
    said: Callable[[Any], str],
    then: Callable[[Any], str] = lambda record: str(record.get_absolute_url()),
    **page: Any,
) -> HttpResponse:
    """Let ``create(values=, by=, now=)`` put a record on its register; say so, and go on to it or to ``then`` of it."""
    outcome = Outcome(False)
    if form.is_valid():
        made: list[Any] = []
        outcome = attempt(form, lambda: made.append(create(values=form.values, by=request.user, now=timezone.now())))
        if outcome.is_saved:
            messages.success(request, said(made[0]))
            return redirect(then(made[0]))
    return form_page(request, form, outcome=outcome, **page)


def changing(
    request: CouncilRequest,
    form: Any,
    change: Callable[..., Any],
    *,
    current: Callable[[], Any],
    said: str,
    cancel_url: str,
    **page: Any,
) -> HttpResponse:
    """Let ``change(record, values=, revision=, by=, now=)`` save what a form says; go back to ``cancel_url``.

    ``current`` fetches the record anew, as the form has written into the one that it was made from.
    """
    outcome = Outcome(False)
    if form.is_valid():
        record, revision = current(), form.cleaned_data["revision"]
        outcome = attempt(
            form,
            lambda: change(record, values=form.values, revision=revision, by=request.user, now=timezone.now()),
        )
        if outcome.is_saved:
            messages.success(request, f"{said}: {form.cleaned_data['name']}.")
            return redirect(cancel_url)
    return form_page(request, form, cancel_url=cancel_url, outcome=outcome, **page)


def filling_in(
    request: CouncilRequest, form: Any, save: Callable[..., bool], *, said: str, cancel_url: str, **page: Any
) -> HttpResponse:
    """Let ``save(revision=, by=, now=)`` keep what was changed in a page of boxes; go back to ``cancel_url``."""
    outcome = Outcome(False)
    if form.is_valid():
        changed: list[bool] = []
        outcome = attempt(
            form,
            lambda: changed.append(save(revision=form.at_revision, by=request.user, now=timezone.now())),
        )
        if outcome.is_saved:
            messages.success(request, said if changed == [True] else "Nothing was different, so nothing was saved.")
            return redirect(cancel_url)
    return form_page(request, form, cancel_url=cancel_url, outcome=outcome, **page)
