"""Where a person lands, and what they owe."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from safetyvalve.core.access import CouncilRequest, SignedInRequest, requires, signed_in
from safetyvalve.core.home import home_tasks
from safetyvalve.core.models import Authority
from safetyvalve.core.roles import Permission, Role

# Whoever holds one of these may owe something; the others come here to read or to look after people.
OWING = frozenset(
    {
        Permission.SUBMISSION_EDIT,
        Permission.SUBMISSION_SEND,
        Permission.SUBMISSION_SIGN_OFF,
        Permission.SUBMISSION_SUBMIT,
        Permission.FINANCE_CONFIRM,
    }
)


@dataclass(frozen=True)
class Place:
    """Somewhere to go from home, and what is there."""

    label: str
    text: str
    url: str


# URL name, permission, label, what is there. In the order of the page.
PLACES: tuple[tuple[str, Permission, str, str], ...] = (
    ("dashboards:dashboards", Permission.DASHBOARD_VIEW, "Dashboards", "Plans, requests and the deficit over time."),
    ("conditions:submissions", Permission.SUBMISSION_VIEW, "Returns", "What was reported to DfE, and when."),
    ("conditions:agreements", Permission.AGREEMENT_VIEW, "Agreements", "Where we stand, condition by condition."),
    ("core:people", Permission.PEOPLE_MANAGE, "People", "Add somebody, give a role, end a role."),
    ("conditions:programmes", Permission.PROGRAMME_MANAGE, "Programmes", "The words and RAG levels of returns."),
    ("core:authority-edit", Permission.COUNCIL_EDIT, "Settings", "Name, colour and small-count threshold."),
    ("core:audit", Permission.AUDIT_VIEW, "Audit", "What happened, and proof that the record is whole."),
)


@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """Straight to the council of somebody who has one; otherwise a choice, or what to do about having none."""
    councils = list(Authority.objects.of(request.user, on=timezone.localdate()))
    if len(councils) == 1 and not request.user.is_superuser:
        return redirect("core:council-home", councils[0].la_code)
    context = {"councils": councils, "installed": _installed() if request.user.is_superuser else None}
    return render(request, "core/home.html", context)


@requires(Permission.COUNCIL_VIEW)
def council_home(request: CouncilRequest) -> HttpResponse:
    """The task list of this person in this council, soonest first."""
    now = timezone.now()
    can_owe = bool(request.permissions & OWING)
    groups = home_tasks(request.authority, request.user, request.permissions, now)
    context = {
        "title": "What you owe" if can_owe or any(group.is_owed for group in groups) else request.authority.name,
        "can_owe": can_owe,
        "groups": groups,
        "places": [] if can_owe else places(request),
        "roles": [role.label for role in Role if role in request.roles],
    }
    return render(request, "core/council_home.html", context)


def places(request: CouncilRequest) -> list[Place]:
    """Where this person may go, by what they may do."""
    code = request.authority.la_code
    return [
        Place(label, text, reverse(name, args=[code]))
        for name, permission, label, text in PLACES
        if permission in request.permissions
    ]


def _installed() -> list[Authority]:
    """Every council here, with the number of its administrators."""
    today = timezone.localdate()
    in_force = Q(memberships__starts_on__lte=today, memberships__user__is_active=True) & (
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today)
    )
    administrators = Count("memberships", filter=in_force & Q(memberships__role=Role.ADMINISTRATOR))
    return list(Authority.objects.annotate(administrators=administrators).order_by("name"))
