"""Asking before a move that changes a return's status, and saying why when it may not be made."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conditions.lifecycle import Move, NotAllowed
from conditions.models import Submission
from safetyvalve.core.access import CouncilRequest


def confirm_move(
    request: CouncilRequest,
    submission: Submission,
    move: Move,
    make: Callable[..., Any],
    *,
    template: str,
    done: str,
    then: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """Show what ``move`` does; on POST let the service ``make`` do it, say ``done``, and go on to ``then``.

    ``make`` is called with the submission, ``by`` and ``now``; without ``then`` the person returns to the period.
    """
    refused: list[str] = []
    if request.method == "POST":
        try:
            make(submission, by=request.user, now=timezone.now())
        except NotAllowed as refusal:
            refused = refusal.reasons
        else:
            messages.success(request, done)
            return then() if then else redirect(submission.period)
    agreement = submission.period.calendar.agreement
    pack = submission.current_pack
    context = {
        "submission": submission,
        "period": submission.period,
        "agreement": agreement,
        "move": move,
        "signatories": agreement.programme.signatories,
        "signed": list(pack.sign_offs.all()) if pack else [],
        "refused": refused,
    }
    return render(request, template, context, status=409 if refused else 200)
