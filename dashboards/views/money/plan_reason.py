"""Saying why a forecast with the plan's savings and one without them differ by more than the savings on record."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from conditions.forms.answers import AnswerForm
from conditions.models import Agreement, PlanReason, ReportingPeriod
from conditions.services import plan_reasons as services
from conditions.views.record import form_page, get_agreement
from dashboards.finance import blocks as reading
from dashboards.finance.plan_reasons import besides, forecast_at
from dashboards.views.money.grid import grid_url
from dashboards.views.money.hub import trail
from dashboards.views.money.reasons import given
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.forms import NarrativeField
from safetyvalve.core.roles import Permission
from workstreams.savings import savings_of_agreement


class PlanReasonForm(AnswerForm):
    reason = NarrativeField(label="What else they differ by, and why", rows=4, limit=4000)


@requires(Permission.FINANCE_EDIT)
def plan_reason(request: CouncilRequest, agreement_slug: str, period_slug: str, financial_year: str) -> HttpResponse:
    """One explanation for a year of a period's forecast."""
    agreement = get_agreement(request, agreement_slug)
    period = get_object_or_404(
        ReportingPeriod.objects.filter(calendar__agreement=agreement).select_related("calendar__agreement__authority"),
        slug=period_slug,
    )
    book = reading.read(agreement)
    if financial_year not in book.years:
        raise Http404("The agreement has no such year.")
    named = {"period": period, "financial_year": financial_year}
    reason = PlanReason.objects.filter(**named).first() or PlanReason(**named)
    form = PlanReasonForm(request.POST or None, answer=reason)
    back = _back(agreement, period, financial_year)
    if form.is_valid() and given(request, reason, form, services.give):
        messages.success(request, f"{financial_year}: the explanation is saved.")
        return redirect(back)
    found = besides(book, period, savings_of_agreement(agreement), {})
    told = next((each.in_words for each in found if each.financial_year == financial_year), "")
    title = f"{financial_year}: why do the lines differ by more than the savings?"
    return form_page(
        request,
        form,
        title=title,
        intro=told or "The savings on record explain the whole difference, or it cannot be told yet.",
        button="Save the explanation",
        cancel_url=back,
        crumbs=trail(
            agreement,
            ("Finance", grid_url(agreement)),
            ("With and without the plan’s savings", back),
            (f"{financial_year}, explanation", ""),
        ),
    )


def _back(agreement: Agreement, period: ReportingPeriod, financial_year: str) -> str:
    page = reverse("dashboards:plan-effect", args=[agreement.authority.la_code, agreement.slug])
    return f"{page}?sheet={forecast_at(period).code}&year={financial_year}#savings"
