"""Versions of an agreement's terms, and the plan of each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from conditions import overview
from conditions.forms.agreements import ChangedVersionForm, PlannedPositionsForm, VersionForm
from conditions.models import Agreement, AgreementVersion
from conditions.services import agreements as services
from conditions.views.record import back_to, form_page, get_agreement, refusal_page, saved, trail
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

CARRIED_OVER = (
    "standing",
    "first_year",
    "last_year",
    "balanced_in_year_by",
    "total_dfe_funding",
    "stability_grant_counts",
)


@requires(Permission.AGREEMENT_MANAGE)
def version_create(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """A change of the agreement: dated, with its reason; the plan is copied forward to be edited next."""
    agreement = get_agreement(request, agreement_slug)
    last = agreement.versions.order_by("-number").first()
    initial = {name: getattr(last, name) for name in CARRIED_OVER} if last else {}
    version = AgreementVersion(agreement=agreement, number=last.number + 1 if last else 1)
    form = ChangedVersionForm(request.POST or None, instance=version, initial=initial)
    if saved(form, lambda: services.add_version(form.instance, by=request.user, now=timezone.now())):
        messages.success(
            request, f"Version {version.number} added. Its plan is copied from the version before: change what differs."
        )
        return redirect("conditions:planned-positions-edit", request.authority.la_code, agreement.slug, version.number)
    return form_page(
        request,
        form,
        title="Record a change to the agreement",
        intro="What DfE and the council agreed anew. Earlier versions stay in view; returns already sent keep theirs.",
        button="Add this version",
        cancel_url=agreement.get_absolute_url(),
        crumbs=trail(request, agreement, here="Record a change"),
    )


@requires(Permission.AGREEMENT_MANAGE)
def version_edit(request: CouncilRequest, agreement_slug: str, number: int) -> HttpResponse:
    """Put a mistyped version right, while no sent return stands on it."""
    agreement, version = _get(request, agreement_slug, number)
    title, crumbs = f"Correct version {number}", trail(request, agreement, here=f"Version {number}")
    reasons = services.why_fixed(version)
    if reasons:
        return refusal_page(request, reasons, title=title, back_url=agreement.get_absolute_url(), crumbs=crumbs)
    form_class = VersionForm if number == 1 else ChangedVersionForm
    form = form_class(request.POST or None, instance=version)
    if saved(form, lambda: services.change_version(form.instance, by=request.user, now=timezone.now())):
        messages.success(request, f"Version {number} corrected.")
        return back_to(agreement, "versions")
    return form_page(
        request,
        form,
        title=title,
        intro="Only to put a mistake right. What DfE agreed later is a new version.",
        button="Save the correction",
        cancel_url=agreement.get_absolute_url(),
        crumbs=crumbs,
    )


@requires(Permission.AGREEMENT_MANAGE)
def planned_positions_edit(request: CouncilRequest, agreement_slug: str, number: int) -> HttpResponse:
    """The plan of a version as a grid of years and amounts."""
    agreement, version = _get(request, agreement_slug, number)
    title = f"Planned positions, version {number}"
    crumbs = trail(request, agreement, here="Planned positions")
    reasons = services.why_fixed(version)
    if reasons:
        return refusal_page(request, reasons, title=title, back_url=agreement.get_absolute_url(), crumbs=crumbs)
    form = PlannedPositionsForm(request.POST or None, version=version)
    if saved(
        form,
        lambda: services.set_planned_positions(version, form.positions(), by=request.user, now=timezone.now()),
    ):
        messages.success(request, "Planned positions saved.")
        for doubt in overview.doubts(version):
            messages.info(request, f"Please look again: {doubt}")
        return back_to(agreement, "plan")
    context = {"form": form, "title": title, "agreement": agreement, "version": version, "crumbs": crumbs}
    return render(request, "conditions/record/planned_positions.html", context)


def _get(request: CouncilRequest, agreement_slug: str, number: int) -> tuple[Agreement, AgreementVersion]:
    agreement = get_agreement(request, agreement_slug)
    version = get_object_or_404(agreement.versions.all(), number=number)
    version.agreement = agreement
    return agreement, version
