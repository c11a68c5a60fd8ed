"""The register of assumptions: what forecasts take for granted, who answers for it and how it turned out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from conditions import assumptions as register
from conditions.line_list import lines
from conditions.models import Agreement, Assumption
from conditions.rules.assumptions import distance
from conditions.services import assumptions as services
from conditions.views.record import get_agreement, refusal_page, saved
from conditions.years import years_of
from dashboards.finance.assumptions import held_against, mix_off, url_of
from dashboards.forms.assumptions import AssumptionAboutForm, AssumptionForm, VersionForm
from dashboards.views.money.hub import money_form, trail
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed
from workstreams.views.saving import Outcome, attempt


@requires(Permission.AGREEMENT_VIEW)
def assumptions(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Every assumption with its value of this year and its latest drift. As many queries for many as for few."""
    agreement = get_agreement(request, agreement_slug)
    today = timezone.localdate()
    found = register.of_agreement(agreement)
    held = held_against(found, request.authority, today)
    year = FinancialYear.of(today).label
    context = {
        "agreement": agreement,
        "year": year,
        "rows": [(each, next((y for y in each.years if y.financial_year == year), None)) for each in held],
        "drifted": [each for each in held if each.latest and each.latest.drift.is_flagged],
        "mix_off": mix_off(found, today),
        "can_edit": Permission.FINANCE_EDIT in request.permissions,
        "crumbs": trail(agreement, ("Assumptions", "")),
    }
    return render(request, "dashboards/money/assumptions.html", context)


@requires(Permission.AGREEMENT_VIEW)
def assumption(request: CouncilRequest, agreement_slug: str, assumption_id: int) -> HttpResponse:
    """One assumption: every version beside what happened, who made it and why, and which forecasts used it."""
    found = _get(request, agreement_slug, assumption_id)
    today = timezone.localdate()
    [held] = held_against([found], request.authority, today)
    known = lines()
    context = {
        "agreement": found.agreement,
        "assumption": found,
        "held": held,
        "tolerance": None if found.tolerance is None else distance(found.tolerance, found.unit),
        "lines": [known[code].name for code in found.lines if code in known],
        "forecasts": register.forecasts_using(found),
        "can_edit": Permission.FINANCE_EDIT in request.permissions,
        "crumbs": trail(found.agreement, ("Assumptions", list_url(found.agreement)), (found.name, "")),
    }
    return render(request, "dashboards/money/assumption.html", context)


@requires(Permission.FINANCE_EDIT)
def assumption_create(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Put an assumption on the register."""
    agreement = get_agreement(request, agreement_slug)
    years, title = years_of(agreement), "Add an assumption"
    crumbs = trail(agreement, ("Assumptions", list_url(agreement)), (title, ""))
    if not years:
        reasons = ["The agreement has no terms yet, so it has no financial years. Record them first."]
        return refusal_page(request, reasons, title=title, back_url=list_url(agreement), crumbs=crumbs)
    form = AssumptionForm(request.POST or None, authority=request.authority, years=years, today=timezone.localdate())
    made: list[Assumption] = []

    def create() -> None:
        made.append(
            services.create(
                agreement,
                {**form.about, "unit": form.cleaned_data["unit"]},
                form.assumed,
                by=request.user,
                now=timezone.now(),
            )
        )

    if saved(form, create):
        messages.success(request, f"Assumption added: {made[0].name}.")
        return redirect(url_of(made[0]))
    return money_form(
        request,
        form,
        title=title,
        intro="Leave a year blank where nobody has said what is assumed: it is never taken for nothing.",
        button="Add this assumption",
        cancel_url=list_url(agreement),
        crumbs=crumbs,
    )


@requires(Permission.FINANCE_EDIT)
def assumption_edit(request: CouncilRequest, agreement_slug: str, assumption_id: int) -> HttpResponse:
    """Change what an assumption is called, who answers for it and what it is held against."""
    found = _get(request, agreement_slug, assumption_id)
    form = AssumptionAboutForm(request.POST or None, assumption=found, today=timezone.localdate())
    outcome = Outcome(False)
    if form.is_valid():
        current, revision = _get(request, agreement_slug, assumption_id), form.cleaned_data["revision"]
        outcome = attempt(
            form,
            lambda: services.change(current, form.about, revision=revision, by=request.user, now=timezone.now()),
        )
        if outcome.is_saved:
            messages.success(request, f"Assumption changed: {form.cleaned_data['name']}.")
            return redirect(url_of(found))
    return money_form(
        request,
        form,
        title="Change what it is held against",
        intro="What is assumed, year by year, changes with a new version.",
        button="Save",
        cancel_url=url_of(found),
        crumbs=_crumbs(found, "Change"),
        theirs=outcome.theirs,
    )


@requires(Permission.FINANCE_EDIT)
def assumption_version(request: CouncilRequest, agreement_slug: str, assumption_id: int) -> HttpResponse:
    """Assume something else from a date. The version before stays readable."""
    found = _get(request, agreement_slug, assumption_id)
    latest = register.versions_of(found)[-1]
    years = sorted({*years_of(found.agreement), *latest.by_year})
    form = VersionForm(request.POST or None, latest=latest, years=years, today=timezone.localdate())
    if form.is_valid():
        try:
            version = services.add_version(
                found, form.assumed, after=form.cleaned_data["after"], by=request.user, now=timezone.now()
            )
        except NotAllowed as refusal:
            form.add_error(None, refusal.reasons)
            form.seen(latest.number)
        else:
            done = f"Version {version.number} saved." if version else "Nothing was different, so nothing was saved."
            messages.success(request, done)
            return redirect(url_of(found))
    return money_form(
        request,
        form,
        title=f"Assume something else: {found.name}",
        intro=f"It becomes version {latest.number + 1}. Version {latest.number} stays readable, and forecasts that "
        "used it keep saying so.",
        button=f"Save as version {latest.number + 1}",
        cancel_url=url_of(found),
        crumbs=_crumbs(found, "New version"),
    )


def list_url(agreement: Agreement) -> str:
    return reverse("dashboards:assumptions", args=[agreement.authority.la_code, agreement.slug])


def _crumbs(found: Assumption, here: str) -> list[dict[str, str]]:
    return trail(found.agreement, ("Assumptions", list_url(found.agreement)), (found.name, url_of(found)), (here, ""))


def _get(request: CouncilRequest, agreement_slug: str, assumption_id: int) -> Assumption:
    """The assumption with its versions, or 404."""
    found: Any = (
        Assumption.objects.of(request.authority)
        .select_related("owner", "updated_by", "agreement__authority", "agreement__programme")
        .prefetch_related("versions__values", "versions__created_by")
    )
    assumption: Assumption = get_object_or_404(found, pk=assumption_id, agreement__slug=agreement_slug)
    return assumption
