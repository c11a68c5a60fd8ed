"""What happened, readable, and whether the record of it is whole."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from safetyvalve.core import audit_reading
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.audit import broken_link
from safetyvalve.core.models import AuditEvent
from safetyvalve.core.roles import Permission

PAGE_SIZE = 50


@requires(Permission.AUDIT_VIEW)
def audit(request: CouncilRequest) -> HttpResponse:
    """The newest first, narrowed by ``kind`` of record and by ``record``; ``check=yes`` reads the whole chain."""
    every = AuditEvent.objects.filter(authority=request.authority)
    kind, record = request.GET.get("kind", ""), request.GET.get("record", "")
    chosen = every.filter(subject_type=kind) if kind else every
    chosen = chosen.filter(subject_id=record) if kind and record else chosen
    page = Paginator(chosen.order_by("-sequence"), PAGE_SIZE).get_page(request.GET.get("page"))
    sees_drafts = Permission.SUBMISSION_VIEW in request.permissions
    events = audit_reading.read(list(page.object_list), sees_drafts=sees_drafts)
    kept = {name: value for name, value in (("kind", kind), ("record", record)) if value}
    context = {
        "page": page,
        "events": events,
        "kinds": audit_reading.kinds(every),
        "kind": kind,
        "one_record": events[0].subject if record and events else "",
        "query": f"{urlencode(kept)}&" if kept else "",
        "checked": request.GET.get("check") == "yes",
    }
    if context["checked"]:
        context["broken_link"] = broken_link(request.authority)
    return render(request, "core/audit.html", context)
