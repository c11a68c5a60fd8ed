"""Undoing a finance delivery: a page that says which figures go back to what, then all of them or none."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards.finance import blocks as reading
from dashboards.services import finance_undo as services
from dashboards.services.finance_deliveries import RecordMoved
from dashboards.views.money.delivery import carried_row, groups_of, month_row, row_of
from dashboards.views.money.edited_workbook import delivery_url, get_delivery
from dashboards.views.money.grid import grid_url
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed

MOVED = "The record has changed since you opened this page. Look at what would go back now, then undo it again."


@requires(Permission.FINANCE_EDIT)
def finance_delivery_undo(request: CouncilRequest, agreement_slug: str, saved_id: int) -> HttpResponse:
    """Ask once more, naming every figure; then take the whole delivery back."""
    delivery = get_delivery(request, agreement_slug, saved_id)
    status = 200
    if request.method == "POST":
        try:
            count = services.undo(
                delivery, expected=request.POST.get("expected", ""), by=request.user, now=timezone.now()
            )
        except RecordMoved:
            messages.error(request, MOVED)
            status = 409
        except NotAllowed as refusal:
            messages.error(request, " ".join(refusal.reasons))
            return redirect(delivery_url(delivery))
        else:
            words = f"{count} figure{'' if count == 1 else 's'}"
            messages.success(request, f"Undone. {words} stand{'s' if count == 1 else ''} again as before “{delivery}”.")
            return redirect(delivery_url(delivery))
    book = reading.read(delivery.agreement)
    try:
        found = services.seen(delivery, book)
    except NotAllowed as refusal:
        messages.info(request, " ".join(refusal.reasons))
        return redirect(delivery_url(delivery))
    sheet = book.sheet(delivery.sheet)
    context: dict[str, Any] = {
        "delivery": delivery,
        "found": found,
        "sheet_name": book.name(sheet) if sheet else delivery.sheet,
        "groups": list(groups_of(found.years)),
        "months": [month_row(each) for each in found.months],
        "decided": [row_of(each) for each in found.decided],
        "carried": [carried_row(each) for each in found.carried],
        "back_url": delivery_url(delivery),
        "grid_url": grid_url(delivery.agreement, sheet),
        "ways_url": reverse("dashboards:finance-in", args=[request.authority.la_code, agreement_slug]),
    }
    return render(request, "dashboards/finance/delivery_undo.html", context, status=status)
