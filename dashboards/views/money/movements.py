"""What has moved between forecasts, block by block, and the form that asks why."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from conditions.forms.answers import AnswerForm
from conditions.line_list import blocks
from conditions.models import Agreement, MovementReason, ReportingPeriod
from conditions.rules.movement import rule
from conditions.services import movement_reasons as services
from conditions.services.finance_lines import why_locked
from conditions.views.record import form_page, get_agreement
from dashboards.finance import blocks as reading
from dashboards.finance.movement import reasons_of, step_at, steps
from dashboards.views.money.grid import grid_url
from dashboards.views.money.hub import trail
from dashboards.views.money.reasons import given
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.forms import NarrativeField
from safetyvalve.core.roles import Permission


class MovementReasonForm(AnswerForm):
    """Why one block of one year has moved."""

    reason = NarrativeField(label="Why it has moved", rows=4, limit=4000)


@requires(Permission.AGREEMENT_VIEW)
def movements(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Every forecast on record beside the one before it."""
    agreement = get_agreement(request, agreement_slug)
    book = reading.read(agreement)
    found = steps(book, reasons_of(book.periods))
    can_edit = Permission.FINANCE_EDIT in request.permissions
    context = {
        "agreement": agreement,
        "steps": found,
        "rule": rule(agreement.movement_tolerance),
        "forecasts": len(book.forecasts()),
        "open_at": found[0].period if found and can_edit and not why_locked(found[0].period) else None,
        "crumbs": trail(agreement, ("Finance", grid_url(agreement)), ("What has moved", "")),
    }
    return render(request, "dashboards/finance/movements.html", context)


@requires(Permission.FINANCE_EDIT)
def movement_reason(
    request: CouncilRequest, agreement_slug: str, period_slug: str, financial_year: str, block: str
) -> HttpResponse:
    """Say why a block's forecast of a year is another than it was."""
    agreement = get_agreement(request, agreement_slug)
    period = get_object_or_404(
        ReportingPeriod.objects.filter(calendar__agreement=agreement).select_related("calendar__agreement__authority"),
        slug=period_slug,
    )
    book = reading.read(agreement)
    label = next((each.label for each in blocks() if each.key == block), "")
    if not label or financial_year not in book.years:
        raise Http404("The finance lines have no such block and year.")
    named = {"period": period, "financial_year": financial_year, "block": block}
    reason = MovementReason.objects.filter(**named).first() or MovementReason(**named)
    form = MovementReasonForm(request.POST or None, answer=reason)
    back = movements_url(agreement)
    if form.is_valid() and given(request, reason, form, services.give):
        messages.success(request, f"{label}, {financial_year}: the reason is saved.")
        return redirect(back)
    step = step_at(book, period, reasons_of([period]))
    moved = (
        next((e for e in step.moved if (e.financial_year, e.block) == (financial_year, block)), None) if step else None
    )
    return form_page(
        request,
        form,
        title=f"{label}, {financial_year}: why has it moved?",
        intro=moved.movement.in_words if moved else "It has not moved since the forecast before.",
        button="Save the reason",
        cancel_url=back,
        crumbs=trail(agreement, ("Finance", grid_url(agreement)), ("What has moved", back), (f"{label}, reason", "")),
    )


def movements_url(agreement: Agreement) -> str:
    return reverse("dashboards:movements", args=[agreement.authority.la_code, agreement.slug])
