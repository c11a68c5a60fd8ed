"""The way into an agreement's money, and what its registers' pages have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from conditions.models import Agreement
from conditions.views.record import get_agreement
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from workstreams.views.saving import Theirs


@dataclass(frozen=True)
class Part:
    """One of the places where money is kept: its name, its page and what is found there."""

    name: str
    url: str
    about: str


def parts_of(agreement: Agreement) -> list[Part]:
    """Everything about the agreement's money, in the order in which it is usually needed."""
    council, both = [agreement.authority.la_code], [agreement.authority.la_code, agreement.slug]
    return [
        Part(
            "Finance grid",
            reverse("dashboards:finance-grid", args=both),
            "Budget, forecasts and outturn line by line, rolled forward from year to year, beside what was agreed.",
        ),
        Part(
            "Finance summary",
            reverse("dashboards:finance-summary", args=both),
            "The agreement’s tests, balances, trajectory, savings and payments on one sheet of paper.",
        ),
        Part(
            "Forecasts",
            reverse("dashboards:forecasts", args=both),
            "Every forecast kept, why it moved, and how near it came to the outturn by how early it was made.",
        ),
        Part(
            "Spending against budget",
            reverse("dashboards:spending", args=both),
            "High needs spending of a year by line, over or under its budget.",
        ),
        Part(
            "With and without the plan’s savings",
            reverse("dashboards:plan-effect", args=both),
            "What the plan does to the balance of a year, by block and group of lines.",
        ),
        Part(
            "DfE payments",
            reverse("conditions:payments", args=both),
            "Each instalment, the return it depends on, and the balance with and without what is still to come.",
        ),
        Part(
            "Savings",
            reverse("workstreams:savings", args=council),
            "What the workstreams save, avoid or move, planned, forecast and delivered.",
        ),
        Part(
            "Commitments",
            reverse("dashboards:commitments", args=both),
            "What placements in force and plans on the way will cost, by provider type and month, beside the forecast.",
        ),
        Part(
            "Assumptions",
            reverse("dashboards:assumptions", args=both),
            "What the forecasts take for granted, held against what really happened.",
        ),
        Part(
            "Third-party income",
            reverse("dashboards:income", args=both),
            "What health and social care are to pay towards plans: sought, agreed, invoiced, received, and what is "
            "overdue.",
        ),
        Part(
            "Reconciliation",
            reverse("dashboards:reconciliations", args=both),
            "The deficit at each year end held against section 251, the DSG note, Revenue Outturn and the accounts, "
            "and attested by the Section 151 officer.",
        ),
        Part(
            "Capital schemes",
            reverse("workstreams:capital-schemes", args=both),
            "What is built so that there are places: opening, money, places, and the savings that wait for it.",
        ),
        Part(
            "Commissioned services and SLAs",
            reverse("workstreams:commissioned-services", args=both),
            "What others provide and high needs pays for: value, indicators, and the last day to give notice.",
        ),
        Part(
            "Top-up bands",
            reverse("workstreams:top-ups", args=both),
            "What each band is worth, how many are on it, and what that comes to beside the outturn.",
        ),
    ]


@requires(Permission.AGREEMENT_VIEW)
def money_hub(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Where each part of the agreement's money is kept."""
    agreement = get_agreement(request, agreement_slug)
    context = {"agreement": agreement, "parts": parts_of(agreement), "crumbs": trail(agreement)}
    return render(request, "dashboards/money/hub.html", context)


def trail(agreement: Agreement, *steps: tuple[str, str]) -> list[dict[str, str]]:
    """Agreements, the agreement, its money, then these pages; the last of them is the page itself."""
    la_code = agreement.authority.la_code
    hub = ("Money", reverse("dashboards:money-hub", args=[la_code, agreement.slug]))
    first = [("Agreements", reverse("conditions:agreements", args=[la_code]))]
    found = [*first, (agreement.title, agreement.get_absolute_url()), hub, *steps]
    return [{"label": label, "url": url if n < len(found) else ""} for n, (label, url) in enumerate(found, start=1)]


def money_form(
    request: CouncilRequest,
    form: BaseForm,
    *,
    title: str,
    button: str,
    cancel_url: str,
    crumbs: Sequence[dict[str, str]],
    intro: str = "",
    theirs: Sequence[Theirs] = (),
    **more: Any,
) -> HttpResponse:
    """A title, what somebody else saved meanwhile, the fields, a button and a way back."""
    context = {
        "form": form,
        "title": title,
        "button": button,
        "cancel_url": cancel_url,
        "crumbs": crumbs,
        "intro": intro,
        "theirs": theirs,
        **more,
    }
    return render(request, "dashboards/money/form.html", context, status=422 if form.is_bound else 200)
