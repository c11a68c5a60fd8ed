"""A dashboard to take away: the charts of its page, in its frame, as that reader sees them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards.models import CouncilDashboard
from dashboards.publishing.pack import tidy
from dashboards.publishing.pack.boards import View, of_dashboard, of_own
from dashboards.publishing.pack.elsewhere import Busy, NotMade, make_elsewhere
from dashboards.publishing.pack.files import CONTENT_TYPES, MadeFile, file_name
from dashboards.publishing.pack.packs import Pack
from dashboards.scope import for_request
from dashboards.views.page import choices
from dashboards.views.publishing.publication_files import attached, not_made
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

CSV = "csv"


@requires(Permission.DASHBOARD_VIEW)
@require_safe
def dashboard_file(request: CouncilRequest, slug: str, format: str) -> HttpResponse:
    """One of the dashboards that every council has."""
    view = _view(request, format)
    pack = of_dashboard(request.authority, slug, view, today=timezone.localdate(), now=timezone.now())
    if pack is None:
        raise Http404
    name = "dashboard" if slug == "overview" else "board"
    parts = [request.authority.la_code] if name == "dashboard" else [request.authority.la_code, slug]
    return _file(request, pack, format, back=reverse(f"dashboards:{name}", args=parts))


@requires(Permission.DASHBOARD_VIEW)
@require_safe
def own_dashboard_file(request: CouncilRequest, dashboard_id: int, format: str) -> HttpResponse:
    """One that somebody in the council put together."""
    visible = CouncilDashboard.objects.visible_to(request.user, request.authority)
    found = get_object_or_404(visible, pk=dashboard_id)
    pack = of_own(request.authority, found, _view(request, format), today=timezone.localdate(), now=timezone.now())
    back = reverse("dashboards:own-dashboard", args=[request.authority.la_code, found.pk])
    return _file(request, pack, format, back=back)


def _view(request: CouncilRequest, format: str) -> View:
    """What the address asks for, for whoever asks. Raises Http404 for a format that there is none of."""
    if format not in (*CONTENT_TYPES, CSV):
        raise Http404
    chosen = choices(request)
    return View(for_request(request), chosen.frame, chosen.agreement, *chosen.asked, has_statuses=format == CSV)


def _file(request: CouncilRequest, pack: Pack, kind: str, *, back: str) -> HttpResponse:
    if not pack.items:
        why = "There is nothing to draw yet: charts appear when there are figures."
        return not_made(request, why, back=back, status=409)
    try:
        made = MadeFile(CSV, file_name(pack, CSV), tidy.to_csv(pack)) if kind == CSV else make_elsewhere(pack, kind)
    except (Busy, NotMade) as why:
        return not_made(request, str(why), back=back)
    response = attached(made)
    response["Cache-Control"] = "private, no-store"
    return response
