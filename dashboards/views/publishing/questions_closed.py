"""Declining a question, and taking an answer from its readers."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards.forms.questions import DeclineForm, WithdrawAnswerForm
from dashboards.models import Question
from dashboards.publishing import answering
from dashboards.views.publishing.questions import get_question, refused
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.editing import StaleSave
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed


@requires(Permission.PUBLICATION_MANAGE)
def question_decline(request: CouncilRequest, question_id: int) -> HttpResponse:
    """Close a question without an answer, with a reason for the person who asked."""
    found = get_question(request, question_id)
    data = request.POST if request.method == "POST" else None
    form = DeclineForm(data, question=found, threshold=request.authority.small_count_threshold)
    said = "Declined. The person who asked is told why." if found.can_be_reached else "Declined."
    return _close(request, found, form, "decline", answering.decline, said)


@requires(Permission.PUBLICATION_MANAGE)
def question_withdraw(request: CouncilRequest, question_id: int) -> HttpResponse:
    """Take question and answer from readers, with a reason for the audit."""
    found = get_question(request, question_id)
    form = WithdrawAnswerForm(request.POST if request.method == "POST" else None, question=found)
    said = "Withdrawn. The question and its answer are no longer shown."
    return _close(request, found, form, "withdraw", answering.withdraw_answer, said)


def _close(
    request: CouncilRequest,
    found: Question,
    form: DeclineForm | WithdrawAnswerForm,
    move: str,
    service: Callable[..., Question],
    said: str,
) -> HttpResponse:
    if move not in answering.moves_of(found):
        return refused(request, found, [answering.DONE_ALREADY])
    if form.is_valid():
        values: dict[str, Any] = {
            name: form.cleaned_data[name] for name in ("reason", "revision", "deletes_words") if name in form.fields
        }
        try:
            service(found, by=request.user, now=timezone.now(), **values)
        except StaleSave as stale:
            return refused(request, cast(Question, stale.current), [answering.DONE_ALREADY])
        except NotAllowed as refusal:
            return refused(request, found, refusal.reasons)
        messages.success(request, said)
        return redirect("dashboards:questions", request.authority.la_code)
    cancel_url = reverse("dashboards:question", args=[request.authority.la_code, found.pk])
    context = {"question": found, "form": form, "cancel_url": cancel_url}
    return render(request, f"dashboards/questions/{move}.html", context, status=422 if form.is_bound else 200)
