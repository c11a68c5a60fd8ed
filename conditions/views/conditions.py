"""Recording what DfE requires: adding, changing and ending a condition."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from conditions.forms.conditions import ConditionEndForm, ConditionForm
from conditions.models import Agreement, Condition
from conditions.services import conditions as services
from conditions.views.record import back_to, form_page, get_agreement, saved, trail
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import in_words
from safetyvalve.core.roles import Permission


@requires(Permission.AGREEMENT_MANAGE)
def condition_create(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    agreement = get_agreement(request, agreement_slug)
    form = ConditionForm(request.POST or None, instance=Condition(agreement=agreement), agreement=agreement)
    if saved(form, lambda: services.add(form.instance, by=request.user, now=timezone.now())):
        messages.success(request, f"{_word(agreement)} {form.instance.number} added.")
        return back_to(agreement, "conditions")
    word = agreement.programme.condition_word
    return form_page(
        request,
        form,
        title=f"Add a {word}",
        button=f"Add this {word}",
        cancel_url=agreement.get_absolute_url(),
        crumbs=trail(request, agreement, here=f"Add a {word}"),
    )


@requires(Permission.AGREEMENT_MANAGE)
def condition_edit(request: CouncilRequest, agreement_slug: str, number: str) -> HttpResponse:
    agreement, condition = _get(request, agreement_slug, number)
    form = ConditionForm(request.POST or None, instance=condition, agreement=agreement)
    if saved(form, lambda: services.change(form.instance, by=request.user, now=timezone.now())):
        messages.success(request, f"{_word(agreement)} {condition.number} saved.")
        return back_to(agreement, "conditions")
    return form_page(
        request,
        form,
        title=f"Change {agreement.programme.condition_word} {number}",
        intro="Returns already sent keep the words they were sent with. Every change is in the audit trail.",
        button="Save",
        cancel_url=agreement.get_absolute_url(),
        crumbs=trail(request, agreement, here=f"{_word(agreement)} {number}"),
    )


@requires(Permission.AGREEMENT_MANAGE)
def condition_end(request: CouncilRequest, agreement_slug: str, number: str) -> HttpResponse:
    """Asks for the last day; updates written until then stay in the record."""
    agreement, condition = _get(request, agreement_slug, number)
    form = ConditionEndForm(request.POST or None, condition=condition)
    if saved(
        form,
        lambda: services.end(condition, on=form.cleaned_data["effective_to"], by=request.user, now=timezone.now()),
    ):
        day = in_words(form.cleaned_data["effective_to"])
        messages.success(request, f"{_word(agreement)} {number} ends after {day}. Its updates stay in the record.")
        return back_to(agreement, "conditions")
    return form_page(
        request,
        form,
        title=f"End {agreement.programme.condition_word} {number}: {condition.title}",
        intro="For one that DfE has withdrawn or replaced. One that has been met stays, and is rated complete.",
        button=f"End this {agreement.programme.condition_word}",
        kind="warning",
        cancel_url=agreement.get_absolute_url(),
        crumbs=trail(request, agreement, here=f"End {number}"),
    )


def _get(request: CouncilRequest, agreement_slug: str, number: str) -> tuple[Agreement, Condition]:
    agreement = get_agreement(request, agreement_slug)
    condition = get_object_or_404(agreement.conditions.all(), number=number)
    condition.agreement = agreement
    return agreement, condition


def _word(agreement: Agreement) -> str:
    word = agreement.programme.condition_word
    return word[:1].upper() + word[1:]
