"""Adding and changing a capital scheme, its money and places by year, and what a saving waits for."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from conditions.views.record import get_agreement
from conditions.years import years_of
from safetyvalve.core.access import CouncilRequest, requires
from workstreams import capital as reading
from workstreams.forms.capital import CapitalSchemeForm, DependenciesForm
from workstreams.forms.grids import Column, GridForm
from workstreams.models import CapitalScheme, CapitalYear
from workstreams.services import capital as services
from workstreams.views.capital import EDIT, TITLE, crumbs_of, get_scheme, list_url
from workstreams.views.finding import get_saving
from workstreams.views.register_forms import adding, changing, filling_in
from workstreams.views.registers import trail

FUNDING = [Column(name, label) for name, label in CapitalYear.FUNDING.items()]
SPEND = [
    Column(name, label, beside=tuple(each for each in CapitalYear.SPEND if each != name))
    for name, label in CapitalYear.SPEND.items()
]
PLACES = [Column("planned", "Planned", is_money=False), Column("delivered", "Delivered", is_money=False)]


@requires(*EDIT)
def capital_scheme_create(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Put a scheme on the register."""
    agreement = get_agreement(request, agreement_slug)
    title, today = "Add a capital scheme", timezone.localdate()
    return adding(
        request,
        CapitalSchemeForm(request.POST or None, instance=CapitalScheme(agreement=agreement), today=today),
        partial(services.create, agreement=agreement),
        said=lambda scheme: f"Capital scheme added: {scheme}. Next, give its places and its money.",
        title=title,
        cancel_url=list_url(agreement),
        crumbs=trail(agreement, (TITLE, list_url(agreement)), (title, "")),
    )


@requires(*EDIT)
def capital_scheme_edit(request: CouncilRequest, agreement_slug: str, scheme_id: int) -> HttpResponse:
    """Change what a scheme is, or when it opens."""
    scheme = get_scheme(request, agreement_slug, scheme_id)
    return changing(
        request,
        CapitalSchemeForm(request.POST or None, instance=scheme, today=timezone.localdate()),
        services.change,
        current=lambda: get_scheme(request, agreement_slug, scheme_id),
        said="Capital scheme changed",
        title="Change a capital scheme",
        cancel_url=scheme.get_absolute_url(),
        crumbs=crumbs_of(scheme, "Change"),
    )


@requires(*EDIT)
def capital_funding(request: CouncilRequest, agreement_slug: str, scheme_id: int) -> HttpResponse:
    """What pays for a scheme, by source and financial year."""
    return _money(request, get_scheme(request, agreement_slug, scheme_id), FUNDING, "Funding")


@requires(*EDIT)
def capital_spend(request: CouncilRequest, agreement_slug: str, scheme_id: int) -> HttpResponse:
    """Budget, forecast and actual spending of a scheme by financial year."""
    return _money(request, get_scheme(request, agreement_slug, scheme_id), SPEND, "Spending")


def _money(request: CouncilRequest, scheme: CapitalScheme, columns: Sequence[Column], title: str) -> HttpResponse:
    years = reading.money_years(years_of(scheme.agreement), scheme)
    standing = {
        year.financial_year: {column.name: getattr(year, column.name) for column in columns}
        for year in scheme.years.all()
    }
    form = GridForm(request.POST or None, record=scheme, rows=years, columns=columns, standing=standing)
    return _grid(request, scheme, form, services.set_money, title=title, row_heading="Financial year")


@requires(*EDIT)
def capital_places(request: CouncilRequest, agreement_slug: str, scheme_id: int) -> HttpResponse:
    """Planned and delivered places of a scheme by academic year."""
    scheme = get_scheme(request, agreement_slug, scheme_id)
    years = reading.places_years(years_of(scheme.agreement), scheme)
    standing = {
        each.academic_year: {"planned": each.planned, "delivered": each.delivered} for each in scheme.places.all()
    }
    form = GridForm(request.POST or None, record=scheme, rows=years, columns=PLACES, standing=standing)
    intro = (
        "All the places that the scheme has in a year, not only the new ones: 30, then 60. An academic year begins in "
        "September."
    )
    return _grid(request, scheme, form, services.set_places, title="Places", row_heading="Academic year", intro=intro)


def _grid(
    request: CouncilRequest,
    scheme: CapitalScheme,
    form: GridForm,
    save: Callable[..., bool],
    *,
    title: str,
    **page: Any,
) -> HttpResponse:
    return filling_in(
        request,
        form,
        lambda **who: save(scheme, cells=form.cells, **who),
        said=f"{title} saved.",
        title=f"{title} by year",
        caption=scheme.name,
        cancel_url=scheme.get_absolute_url(),
        crumbs=crumbs_of(scheme, title),
        template="grid",
        **page,
    )


@requires(*EDIT)
def saving_schemes(request: CouncilRequest, saving_id: int) -> HttpResponse:
    """Say which capital schemes a saving waits for, and how many of their places it counts on."""
    saving = get_saving(request, saving_id)
    agreement = saving.workstream.agreement
    form = DependenciesForm(
        request.POST or None, saving=saving, schemes=agreement.capital_schemes.all(), standing=saving.scheme_links.all()
    )
    council = agreement.authority.la_code
    return filling_in(
        request,
        form,
        lambda **who: services.set_dependencies(saving, wanted=form.wanted, **who),
        said="What it depends on is saved.",
        title="Capital schemes it depends on",
        caption=saving.name,
        cancel_url=saving.get_absolute_url(),
        crumbs=[
            {"label": "Savings", "url": reverse("workstreams:savings", args=[council])},
            {"label": saving.name, "url": saving.get_absolute_url()},
            {"label": "Capital schemes", "url": ""},
        ],
        intro="A saving on placements often waits for a building. Its page says when that opens too late, or has "
        "fewer places than the saving counts on.",
        nothing="" if form.schemes else "No capital scheme is on the register of this agreement yet.",
        list_url=list_url(agreement),
    )
