"""The agreements of a council, where one stands, and recording it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from conditions import overview
from conditions.forms.agreements import AgreementForm, VersionForm
from conditions.models import Agreement, AgreementVersion, Condition
from conditions.rules.movement import rule
from conditions.rules.tolerances import savings_rule
from conditions.services import agreements as services
from conditions.views.record import back_to, form_page, get_agreement, saved, trail
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission


@dataclass(frozen=True)
class AgreementLine:
    """An agreement in the list, with the version in force."""

    agreement: Agreement
    version: AgreementVersion | None
    conditions: int


@requires(Permission.AGREEMENT_VIEW)
def agreements(request: CouncilRequest) -> HttpResponse:
    """Every agreement of the council; four queries."""
    found = (
        Agreement.objects.of(request.authority)
        .select_related("programme", "authority")
        .prefetch_related("versions", "conditions")
    )
    today = timezone.localdate()
    lines = []
    for agreement in found:
        newest_first = sorted(agreement.versions.all(), key=lambda version: -version.number)
        current = [c for c in agreement.conditions.all() if c.effective_to is None or c.effective_to >= today]
        lines.append(AgreementLine(agreement, overview.in_force(newest_first), len(current)))
    context = {"lines": lines, "can_manage": Permission.AGREEMENT_MANAGE in request.permissions}
    return render(request, "conditions/record/agreements.html", context)


@requires(Permission.AGREEMENT_VIEW)
def agreement(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Where we stand in five figures; conditions, versions, plan, payments, periods."""
    agreement = get_agreement(request, agreement_slug)
    versions = overview.versions_of(agreement)
    version = overview.in_force(versions)
    today = timezone.localdate()
    conditions = list(agreement.conditions.select_related("owner"))
    context: dict[str, Any] = {
        "agreement": agreement,
        "version": version,
        "versions": versions,
        "newest_version": versions[0] if versions else None,
        "plan": overview.plan_table(versions),
        "plan_columns": ("In-year position", "Before payments", "After payments"),
        "conditions": [condition for condition in conditions if not _has_ended(condition, today)],
        "ended_conditions": [condition for condition in conditions if _has_ended(condition, today)],
        "calendars": overview.calendars_of(agreement),
        "movement_rule": rule(agreement.movement_tolerance),
        "savings_rule": savings_rule(agreement.savings_margin),
        "can_manage": Permission.AGREEMENT_MANAGE in request.permissions,
        "can_view_returns": Permission.SUBMISSION_VIEW in request.permissions,
    }
    if version:
        context |= {
            "overview": overview.of(agreement, version),
            "doubts": overview.doubts(versions[0]),
            "payments": overview.payment_lines(version),
        }
    return render(request, "conditions/record/agreement.html", context)


@requires(Permission.AGREEMENT_MANAGE)
def agreement_create(request: CouncilRequest) -> HttpResponse:
    """A new agreement with its first version: the terms as signed."""
    agreement = Agreement(authority=request.authority)
    form = AgreementForm(request.POST or None, instance=agreement, authority=request.authority)
    terms = VersionForm(request.POST or None, instance=AgreementVersion(number=1), prefix="terms")
    if terms.is_valid() & form.is_valid():
        services.create(form.instance, terms.instance, by=request.user, now=timezone.now())
        messages.success(request, "Agreement added. Now enter its planned positions, year by year.")
        return redirect("conditions:planned-positions-edit", request.authority.la_code, agreement.slug, 1)
    context = {
        "forms": [form, terms],
        "form": form,
        "terms": terms,
        "crumbs": trail(request, here="Add an agreement"),
        "cancel_url": reverse("conditions:agreements", args=[request.authority.la_code]),
    }
    return render(request, "conditions/record/agreement_create.html", context)


@requires(Permission.AGREEMENT_MANAGE)
def agreement_edit(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Title, programme, date of signing and tolerances; the terms are in the versions."""
    agreement = get_agreement(request, agreement_slug)
    form = AgreementForm(request.POST or None, instance=agreement, authority=request.authority)
    if saved(form, lambda: services.change(form.instance, by=request.user, now=timezone.now())):
        messages.success(request, "Agreement saved.")
        return back_to(agreement)
    shown = get_agreement(request, agreement_slug)
    return form_page(
        request,
        form,
        title="Change the agreement’s details",
        intro="Years, plan and standing are terms: record a change to them as a new version.",
        button="Save",
        cancel_url=shown.get_absolute_url(),
        crumbs=trail(request, shown, here="Details"),
    )


def _has_ended(condition: Condition, today: Any) -> bool:
    return condition.effective_to is not None and condition.effective_to < today
