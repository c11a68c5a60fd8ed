"""Adding and changing a commissioned service, what it costs by year, and its indicators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from conditions.views.record import get_agreement
from conditions.years import years_of
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from workstreams import commissioned as reading
from workstreams.forms.commissioned import CommissionedServiceForm, ServiceIndicatorForm
from workstreams.forms.grids import Column, GridForm
from workstreams.models import CommissionedService, ServiceIndicator
from workstreams.services import commissioned as services
from workstreams.views.commissioned import TITLE, crumbs_of, get_indicator, get_service, list_url
from workstreams.views.registers import form_page, trail
from workstreams.views.saving import Outcome, attempt


@requires(Permission.FINANCE_EDIT)
def commissioned_service_create(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Put a service on the register."""
    agreement = get_agreement(request, agreement_slug)
    title, today, outcome = "Add a commissioned service", timezone.localdate(), Outcome(False)
    form = CommissionedServiceForm(request.POST or None, instance=CommissionedService(agreement=agreement), today=today)
    if form.is_valid():
        made: list[CommissionedService] = []
        outcome = attempt(
            form,
            lambda: made.append(
                services.create(agreement=agreement, values=form.values, by=request.user, now=timezone.now())
            ),
        )
        if outcome.is_saved:
            messages.success(request, f"Service added: {made[0]}. Next, give what it costs and its indicators.")
            return redirect(made[0])
    crumbs = trail(agreement, (TITLE, list_url(agreement)), (title, ""))
    return form_page(request, form, title=title, cancel_url=list_url(agreement), crumbs=crumbs, outcome=outcome)


@requires(Permission.FINANCE_EDIT)
def commissioned_service_edit(request: CouncilRequest, agreement_slug: str, service_id: int) -> HttpResponse:
    """Change what a service is, or when it ends."""
    service = get_service(request, agreement_slug, service_id)
    form = CommissionedServiceForm(request.POST or None, instance=service, today=timezone.localdate())
    outcome = Outcome(False)
    if form.is_valid():
        current, revision = get_service(request, agreement_slug, service_id), form.cleaned_data["revision"]
        outcome = attempt(
            form,
            lambda: services.change(
                current, values=form.values, revision=revision, by=request.user, now=timezone.now()
            ),
        )
        if outcome.is_saved:
            messages.success(request, f"Service changed: {form.cleaned_data['name']}.")
            return redirect(service)
    crumbs, back = crumbs_of(service, "Change"), service.get_absolute_url()
    return form_page(
        request, form, title="Change a commissioned service", cancel_url=back, crumbs=crumbs, outcome=outcome
    )


@requires(Permission.FINANCE_EDIT)
def commissioned_values(request: CouncilRequest, agreement_slug: str, service_id: int) -> HttpResponse:
    """What a service costs by financial year."""
    service = get_service(request, agreement_slug, service_id)
    years = reading.years_to_show([service], years_of(service.agreement), timezone.localdate())
    standing = {year.financial_year: {"amount": year.amount} for year in service.years.all()}
    columns = [Column("amount", "Value of the year")]
    form = GridForm(request.POST or None, record=service, rows=years, columns=columns, standing=standing)
    outcome = Outcome(False)
    if form.is_valid():
        changed: list[bool] = []
        outcome = attempt(
            form,
            lambda: changed.append(
                services.set_years(
                    service,
                    cells=form.cells,
                    revision=form.at_revision,
                    by=request.user,
                    now=timezone.now(),
                )
            ),
        )
        if outcome.is_saved:
            said = "Values saved." if changed == [True] else "Nothing was different, so nothing was saved."
            messages.success(request, said)
            return redirect(service)
    return form_page(
        request,
        form,
        title="Value by year",
        caption=str(service),
        cancel_url=service.get_absolute_url(),
        crumbs=crumbs_of(service, "Value by year"),
        outcome=outcome,
        template="grid",
        row_heading="Financial year",
    )


@requires(Permission.FINANCE_EDIT)
def service_indicator_create(request: CouncilRequest, agreement_slug: str, service_id: int) -> HttpResponse:
    """Say how one tells whether a service works."""
    service = get_service(request, agreement_slug, service_id)
    title, today, outcome = "Add an indicator", timezone.localdate(), Outcome(False)
    form = ServiceIndicatorForm(request.POST or None, instance=ServiceIndicator(service=service), today=today)
    if form.is_valid():
        outcome = attempt(
            form, lambda: services.add_indicator(service, values=form.values, by=request.user, now=timezone.now())
        )
        if outcome.is_saved:
            messages.success(request, f"Indicator added: {form.cleaned_data['name']}.")
            return redirect(service)
    return _indicator_page(request, form, service, title, outcome)


@requires(Permission.FINANCE_EDIT)
def service_indicator_edit(
    request: CouncilRequest, agreement_slug: str, service_id: int, indicator_id: int
) -> HttpResponse:
    """Bring an indicator up to date."""
    indicator = get_indicator(request, agreement_slug, service_id, indicator_id)
    form = ServiceIndicatorForm(request.POST or None, instance=indicator, today=timezone.localdate())
    outcome = Outcome(False)
    if form.is_valid():
        current = get_indicator(request, agreement_slug, service_id, indicator_id)
        revision = form.cleaned_data["revision"]
        outcome = attempt(
            form,
            lambda: services.change_indicator(
                current, values=form.values, revision=revision, by=request.user, now=timezone.now()
            ),
        )
        if outcome.is_saved:
            messages.success(request, f"Indicator changed: {form.cleaned_data['name']}.")
            return redirect(indicator.service)
    return _indicator_page(request, form, indicator.service, "Change an indicator", outcome)


def _indicator_page(
    request: CouncilRequest, form: ServiceIndicatorForm, service: CommissionedService, title: str, outcome: Outcome
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        caption=str(service),
        cancel_url=service.get_absolute_url(),
        crumbs=crumbs_of(service, title),
        outcome=outcome,
    )
