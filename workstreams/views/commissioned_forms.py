"""Adding and changing a commissioned service, what it costs by year, and its indicators."""

from functools import partial

from django.http import HttpResponse
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
from workstreams.views.register_forms import adding, changing, filling_in
from workstreams.views.registers import trail


@requires(Permission.FINANCE_EDIT)
def commissioned_service_create(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Put a service on the register."""
    agreement = get_agreement(request, agreement_slug)
    title, new = "Add a commissioned service", CommissionedService(agreement=agreement)
    return adding(
        request,
        CommissionedServiceForm(request.POST or None, instance=new, today=timezone.localdate()),
        partial(services.create, agreement=agreement),
        said=lambda service: f"Service added: {service}. Next, give what it costs and its indicators.",
        title=title,
        cancel_url=list_url(agreement),
        crumbs=trail(agreement, (TITLE, list_url(agreement)), (title, "")),
    )


@requires(Permission.FINANCE_EDIT)
def commissioned_service_edit(request: CouncilRequest, agreement_slug: str, service_id: int) -> HttpResponse:
    """Change what a service is, or when it ends."""
    service = get_service(request, agreement_slug, service_id)
    return changing(
        request,
        CommissionedServiceForm(request.POST or None, instance=service, today=timezone.localdate()),
        services.change,
        current=lambda: get_service(request, agreement_slug, service_id),
        said="Service changed",
        title="Change a commissioned service",
        cancel_url=service.get_absolute_url(),
        crumbs=crumbs_of(service, "Change"),
    )


@requires(Permission.FINANCE_EDIT)
def commissioned_values(request: CouncilRequest, agreement_slug: str, service_id: int) -> HttpResponse:
    """What a service costs by financial year."""
    service = get_service(request, agreement_slug, service_id)
    form = GridForm(
        request.POST or None,
        record=service,
        rows=reading.years_to_show([service], years_of(service.agreement), timezone.localdate()),
        columns=[Column("amount", "Value of the year")],
        standing={year.financial_year: {"amount": year.amount} for year in service.years.all()},
    )
    return filling_in(
        request,
        form,
        lambda **who: services.set_years(service, cells=form.cells, **who),
        said="Values saved.",
        title="Value by year",
        caption=str(service),
        cancel_url=service.get_absolute_url(),
        crumbs=crumbs_of(service, "Value by year"),
        template="grid",
        row_heading="Financial year",
    )


@requires(Permission.FINANCE_EDIT)
def service_indicator_create(request: CouncilRequest, agreement_slug: str, service_id: int) -> HttpResponse:
    """Say how one tells whether a service works."""
    service = get_service(request, agreement_slug, service_id)
    title, new = "Add an indicator", ServiceIndicator(service=service)
    return adding(
        request,
        ServiceIndicatorForm(request.POST or None, instance=new, today=timezone.localdate()),
        partial(services.add_indicator, service),
        said=lambda indicator: f"Indicator added: {indicator.name}.",
        then=lambda _indicator: service.get_absolute_url(),
        title=title,
        caption=str(service),
        cancel_url=service.get_absolute_url(),
        crumbs=crumbs_of(service, title),
    )


@requires(Permission.FINANCE_EDIT)
def service_indicator_edit(
    request: CouncilRequest, agreement_slug: str, service_id: int, indicator_id: int
) -> HttpResponse:
    """Bring an indicator up to date."""
    indicator = get_indicator(request, agreement_slug, service_id, indicator_id)
    service, title = indicator.service, "Change an indicator"
    return changing(
        request,
        ServiceIndicatorForm(request.POST or None, instance=indicator, today=timezone.localdate()),
        services.change_indicator,
        current=lambda: get_indicator(request, agreement_slug, service_id, indicator_id),
        said="Indicator changed",
        title=title,
        caption=str(service),
        cancel_url=service.get_absolute_url(),
        crumbs=crumbs_of(service, title),
    )
