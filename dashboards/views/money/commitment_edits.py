"""Typing totals where there is no list, and saying how plans on the way are costed."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conditions.models import Agreement
from conditions.views.record import get_agreement, refusal_page
from conditions.years import years_of
from dashboards.forms.commitment_totals import TotalsForm
from dashboards.forms.commitments import BasisForm, PeriodForm, months_in, period_choices
from dashboards.imports.placement_words import provider_types
from dashboards.models import CommitmentBasis, CommitmentList
from dashboards.services import commitments as services
from dashboards.services.typed_totals import cells_of, known_in_part, totals_of
from dashboards.views.money.commitments import TITLE, list_url
from dashboards.views.money.hub import money_form, trail
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import in_words
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed
from workstreams.views.saving import Outcome, attempt

TYPE = "Type totals"
BASIS = "How plans on the way are costed"


@requires(Permission.FINANCE_EDIT)
def commitments_type(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Ask for the day and the months; then a row of boxes for each provider type, saved together."""
    agreement = get_agreement(request, agreement_slug)
    years, crumbs = (
        years_of(agreement),
        trail(agreement, (TITLE, list_url(agreement)), (TYPE, "")),
    )
    if not years:
        reasons = ["The agreement has no terms yet, so it has no financial years. Record them first."]
        return refusal_page(request, reasons, title=TYPE, back_url=list_url(agreement), crumbs=crumbs)
    is_chosen = "period" in request.GET
    chosen = PeriodForm(request.GET if is_chosen else None, years=years, today=timezone.localdate())
    if not chosen.is_valid() or (why := services.why_not_on(agreement, chosen.cleaned_data["as_at"])):
        if chosen.is_bound and chosen.is_valid():
            chosen.add_error("as_at", why)
        context = {
            "agreement": agreement,
            "form": chosen,
            "cancel_url": list_url(agreement),
            "crumbs": crumbs,
        }
        return render(
            request,
            "dashboards/commitments/period.html",
            context,
            status=422 if is_chosen else 200,
        )
    return _boxes(
        request,
        agreement,
        chosen.cleaned_data["as_at"],
        chosen.cleaned_data["period"],
        years,
    )


def _boxes(
    request: CouncilRequest,
    agreement: Agreement,
    as_at: date,
    period: str,
    years: list[str],
) -> HttpResponse:
    months, types = months_in(period), provider_types(request.authority)
    seen = services.standing_on(agreement, as_at)
    record = CommitmentList.objects.filter(pk=seen).prefetch_related("cells").first()
    cells = cells_of(record)
    typed = totals_of(cells, months)
    source = record.source if record else ""
    form = TotalsForm(
        request.POST or None,
        types=types,
        typed=typed,
        seen=seen,
        source=source,
        earlier=lambda: services.totals_before(agreement, as_at, months),
    )
    if form.is_valid():
        try:
            services.type_totals(
                agreement,
                form.typed(),
                as_at=as_at,
                months=months,
                source=form.cleaned_data["source"],
                seen=form.cleaned_data["seen"],
                by=request.user,
                now=timezone.now(),
            )
        except NotAllowed as refusal:
            form.add_error(None, refusal.reasons)
            before = CommitmentList.objects.filter(agreement=agreement, pk=form.cleaned_data["seen"]).first()
            form.look_again(seen, totals_of(cells_of(before), months))
        else:
            messages.success(request, f"Saved: commitments at {in_words(as_at)}.")
            return redirect(list_url(agreement))
    given_up = services.years_given_up(agreement, as_at, months)
    words = dict(period_choices(years))[period]
    title = f"Totals of {words[0].lower() + words[1:] if len(months) > 1 else words}"
    context = {
        "agreement": agreement,
        "form": form,
        "title": title,
        "as_at": as_at,
        "given_up_on": given_up[0],
        "given_up": given_up[1],
        "is_year": len(months) > 1,
        "theirs": [(label, each) for code, label in types.items() if (each := typed.get(code))] if form.errors else [],
        "in_part": [types[code] for code in known_in_part(cells, months) if code in types],
        "no_box": sorted({cell.provider_type for cell in cells if cell.month in months} - types.keys()),
        "cancel_url": list_url(agreement),
        "crumbs": trail(agreement, (TITLE, list_url(agreement)), (TYPE, "")),
    }
    return render(
        request,
        "dashboards/commitments/totals.html",
        context,
        status=422 if form.is_bound else 200,
    )


@requires(Permission.FINANCE_EDIT)
def commitments_basis(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Shares, weeks and the cost of a new plan; and the lines that commitments are held against."""
    agreement = get_agreement(request, agreement_slug)
    basis = CommitmentBasis.objects.filter(agreement=agreement).select_related("updated_by").first()
    types = provider_types(request.authority)
    form = BasisForm(request.POST or None, basis=basis or CommitmentBasis(agreement=agreement), types=types)
    outcome = Outcome(False)
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        outcome = attempt(
            form,
            lambda: services.set_basis(
                agreement,
                form.values(),
                revision=revision,
                by=request.user,
                now=timezone.now(),
            ),
        )
    if outcome.is_saved:
        messages.success(request, "Saved: how plans on the way are costed.")
        return redirect(list_url(agreement))
    return money_form(
        request,
        form,
        title=BASIS,
        intro="A stage without a share is not counted; with a share, the weeks are needed too. How many cases it has "
        "comes from the council’s measures.",
        button="Save",
        cancel_url=list_url(agreement),
        crumbs=trail(agreement, (TITLE, list_url(agreement)), (BASIS, "")),
        theirs=outcome.theirs,
    )
