"""The commissioned services of an agreement, one of them, and taking one out."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from conditions.models import Agreement
from conditions.views.record import get_agreement
from conditions.years import years_of
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.roles import Permission
from workstreams import commissioned as reading
from workstreams.history import history_of
from workstreams.models import CommissionedService, ServiceIndicator
from workstreams.rules.notice import coming_up
from workstreams.services import commissioned as services
from workstreams.views.registers import Crumbs, remove_page, trail

TITLE = "Commissioned services and SLAs"


@requires(Permission.AGREEMENT_VIEW)
def commissioned_services(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Every service for one year, what comes up soon first. As many queries for many services as for few."""
    agreement = get_agreement(request, agreement_slug)
    today = timezone.localdate()
    found = reading.services_of(agreement)
    years = reading.years_to_show(found, years_of(agreement), today)
    chosen = request.GET.get("year", "")
    chosen = chosen if chosen in years else FinancialYear.of(today).label
    rows = reading.rows_of(found, chosen, today)
    context = {
        "agreement": agreement,
        "soon": [row for row in rows if row.is_soon],
        "later": [row for row in rows if not row.is_soon],
        "rest": "The others" if any(row.is_soon for row in rows) else "All services",
        "by_line": reading.by_line(rows),
        "years": years,
        "chosen": chosen,
        "can_edit": Permission.FINANCE_EDIT in request.permissions,
        "crumbs": trail(agreement, (TITLE, "")),
    }
    return render(request, "workstreams/commissioned/services.html", context)


@requires(Permission.AGREEMENT_VIEW)
def commissioned_service(request: CouncilRequest, agreement_slug: str, service_id: int) -> HttpResponse:
    """One service: when it can be ended, what it costs, whether it works, and what happened."""
    service = get_service(request, agreement_slug, service_id)
    today = timezone.localdate()
    readings = reading.readings(service, request.authority)
    context = {
        "agreement": service.agreement,
        "service": service,
        "sentence": reading.sentence(service, today),
        "due": [(each, each.is_past(today)) for each in coming_up(reading.terms_of(service), today)],
        "years": service.years.all(),
        "readings": readings,
        "history": history_of(service, request.authority, *(each.indicator for each in readings)),
        "can_edit": Permission.FINANCE_EDIT in request.permissions,
        "crumbs": crumbs_of(service),
    }
    return render(request, "workstreams/commissioned/service.html", context)


@requires(Permission.FINANCE_EDIT)
def commissioned_service_remove(request: CouncilRequest, agreement_slug: str, service_id: int) -> HttpResponse:
    """Take a service entered by mistake off the register."""
    service = get_service(request, agreement_slug, service_id)
    return remove_page(
        request,
        service,
        act=lambda revision: services.remove(service, revision=revision, by=request.user, now=timezone.now()),
        list_url=list_url(service.agreement),
        back_url=service.get_absolute_url(),
        crumbs=crumbs_of(service, "Remove"),
        also=["its values by financial year", "its indicators"],
    )


@requires(Permission.FINANCE_EDIT)
def service_indicator_remove(
    request: CouncilRequest, agreement_slug: str, service_id: int, indicator_id: int
) -> HttpResponse:
    """Take out an indicator entered by mistake."""
    indicator = get_indicator(request, agreement_slug, service_id, indicator_id)
    back = indicator.service.get_absolute_url()
    return remove_page(
        request,
        indicator,
        act=lambda revision: services.remove_indicator(
            indicator, revision=revision, by=request.user, now=timezone.now()
        ),
        list_url=back,
        back_url=back,
        crumbs=crumbs_of(indicator.service, "Remove an indicator"),
    )


def list_url(agreement: Agreement) -> str:
    return reverse("workstreams:commissioned-services", args=[agreement.authority.la_code, agreement.slug])


def crumbs_of(service: CommissionedService, *here: str) -> Crumbs:
    """The trail to a service, or to a page below it."""
    steps = [
        (TITLE, list_url(service.agreement)),
        (service.name, service.get_absolute_url()),
        *((each, "") for each in here),
    ]
    return trail(service.agreement, *steps)


def get_service(request: CouncilRequest, agreement_slug: str, service_id: int) -> CommissionedService:
    """The service with its years, or 404."""
    found = reading.for_pages().filter(agreement__authority=request.authority)
    return get_object_or_404(found, pk=service_id, agreement__slug=agreement_slug)


def get_indicator(request: CouncilRequest, agreement_slug: str, service_id: int, indicator_id: int) -> ServiceIndicator:
    """The indicator with its service, or 404."""
    service = get_service(request, agreement_slug, service_id)
    indicator = get_object_or_404(ServiceIndicator, pk=indicator_id, service_id=service.pk)
    indicator.service = service
    return indicator
