"""The capital schemes of an agreement, one of them, and taking one out."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from conditions.models import Agreement
from conditions.views.record import get_agreement
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from workstreams import capital as reading
from workstreams.history import history_of
from workstreams.models import CapitalScheme
from workstreams.rules.capital import doubts
from workstreams.services import capital as services
from workstreams.views.registers import Crumbs, remove_page, trail

TITLE = "Capital schemes"
EDIT = (Permission.FINANCE_EDIT, Permission.WORKSTREAM_MANAGE)


def may_edit(request: CouncilRequest) -> bool:
    return bool(request.permissions.intersection(EDIT))


@requires(Permission.AGREEMENT_VIEW)
def capital_schemes(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Every scheme, those that are late first. As many queries for many schemes as for few."""
    agreement = get_agreement(request, agreement_slug)
    today = timezone.localdate()
    found = reading.schemes_of(agreement)
    pressing = {"Overdue": 0, "Later than planned": 1}
    rows = [reading.row_of(scheme, today) for scheme in found]
    context = {
        "agreement": agreement,
        "rows": sorted(rows, key=lambda row: pressing.get(row.standing.word, 2)),
        "questions": [question for scheme in found if (question := reading.too_often(scheme))],
        "can_edit": may_edit(request),
        "crumbs": trail(agreement, (TITLE, "")),
    }
    return render(request, "workstreams/capital/schemes.html", context)


@requires(Permission.AGREEMENT_VIEW)
def capital_scheme(request: CouncilRequest, agreement_slug: str, scheme_id: int) -> HttpResponse:
    """One scheme: its dates, money and places by year, the savings that wait for it, and what happened."""
    scheme = get_scheme(request, agreement_slug, scheme_id)
    today = timezone.localdate()
    years = list(scheme.years.all())
    row = reading.row_of(scheme, today)
    context = {
        "agreement": scheme.agreement,
        "scheme": scheme,
        "row": row,
        "money": reading.tables_of(years),
        "places": scheme.places.all(),
        "financial_years": reading.places_by_financial_year(scheme),
        "waiting": [
            (link, doubts(reading.awaited(link.saving, scheme, link.places), today))
            for link in scheme.saving_links.all()
        ],
        "question": reading.too_often(scheme),
        "history": history_of(scheme, request.authority),
        "can_edit": may_edit(request),
        "crumbs": crumbs_of(scheme),
    }
    return render(request, "workstreams/capital/scheme.html", context)


@requires(*EDIT)
def capital_scheme_remove(request: CouncilRequest, agreement_slug: str, scheme_id: int) -> HttpResponse:
    """Take a scheme entered by mistake off the register."""
    scheme = get_scheme(request, agreement_slug, scheme_id)
    return remove_page(
        request,
        scheme,
        act=lambda revision: services.remove(scheme, revision=revision, by=request.user, now=timezone.now()),
        list_url=list_url(scheme.agreement),
        back_url=scheme.get_absolute_url(),
        crumbs=crumbs_of(scheme, "Remove"),
        also=["its money by financial year", "its places by academic year"],
    )


def list_url(agreement: Agreement) -> str:
    return reverse("workstreams:capital-schemes", args=[agreement.authority.la_code, agreement.slug])


def crumbs_of(scheme: CapitalScheme, *here: str) -> Crumbs:
    """The trail to a scheme, or to a page below it."""
    steps = [
        (TITLE, list_url(scheme.agreement)),
        (scheme.name, scheme.get_absolute_url()),
        *((each, "") for each in here),
    ]
    return trail(scheme.agreement, *steps)


def get_scheme(request: CouncilRequest, agreement_slug: str, scheme_id: int) -> CapitalScheme:
    """The scheme with all that its page shows, or 404."""
    found = reading.for_pages().filter(agreement__authority=request.authority)
    return get_object_or_404(found, pk=scheme_id, agreement__slug=agreement_slug)
