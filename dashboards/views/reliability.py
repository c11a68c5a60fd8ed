"""Marking a measure's figures as unreliable, with a reason, and taking the mark away again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dashboards.forms.reliability import MarkForm, PeriodsForm, RestoreForm
from dashboards.models import Measurement
from dashboards.series import current_version, describe
from dashboards.services import reliability
from dashboards.services.reliability import StaleFigures
from dashboards.views.measures import get_indicator
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

RESTORE = "restore"


@requires(Permission.MEASURE_MANAGE)
def reliability_edit(request: CouncilRequest, code: str) -> HttpResponse:
    """Two lists: figures that are relied on, to be marked, and those marked, to be relied on again."""
    indicator = get_indicator(request, code)
    version = current_version(indicator)
    if version is None or not version.is_typed:
        raise Http404
    rows = reliability.marked_rows(request.authority, indicator)
    doubtful = [row for row in rows if row.status == Measurement.Status.UNRELIABLE]
    definition = describe(indicator)
    asked = request.POST.get("action", "") if request.method == "POST" else None
    mark = MarkForm(
        request.POST if asked is not None and asked != RESTORE else None,
        rows=[row for row in rows if row not in doubtful],
        definition=definition,
        prefix="mark",
    )
    restore = RestoreForm(
        request.POST if asked == RESTORE else None, rows=doubtful, definition=definition, prefix=RESTORE
    )
    sent: PeriodsForm = restore if asked == RESTORE else mark
    if sent.is_valid():
        try:
            _save(request, indicator, sent)
        except StaleFigures as stale:
            sent.add_error("periods", str(stale))
        else:
            return redirect("dashboards:measure", request.authority.la_code, indicator.code)
    context = {
        "indicator": indicator,
        "form": sent,
        "mark": mark,
        "restore": restore,
        "has_reliable": len(doubtful) < len(rows),
        "has_doubtful": bool(doubtful),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "dashboards/reliability.html", context, status=status)


def _save(request: CouncilRequest, indicator: object, form: PeriodsForm) -> None:
    who = {"by": request.user, "now": timezone.now()}
    if isinstance(form, MarkForm):
        number = reliability.mark(
            request.authority, indicator, form.chosen, reason=form.cleaned_data["reason"], **who  # type: ignore[arg-type]
        )  # fmt: skip
        words = "marked as unreliable. They are still shown, and nothing is concluded from them."
    else:
        number = reliability.restore(request.authority, indicator, form.chosen, **who)  # type: ignore[arg-type]
        words = "marked as reliable again."
    messages.success(request, f"{number} figure{'' if number == 1 else 's'} {words}")
