"""The words of a council's programmes: what it calls things, and what its RAG levels mean."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from conditions.forms.programmes import ProgrammePage
from conditions.models import Programme
from conditions.services import programmes as services
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission


@requires(Permission.PROGRAMME_MANAGE)
def programmes(request: CouncilRequest) -> HttpResponse:
    """The shipped programmes and the council's own."""
    found = Programme.objects.usable_by(request.authority).prefetch_related("rag_levels").order_by("authority", "name")
    context = {
        "own": [programme for programme in found if programme.authority_id],
        "shipped": [programme for programme in found if not programme.authority_id],
    }
    return render(request, "conditions/record/programmes.html", context)


@requires(Permission.PROGRAMME_MANAGE)
def programme(request: CouncilRequest, programme_slug: str) -> HttpResponse:
    """Read a programme; change its words if it is the council's own."""
    programme = _get(request, programme_slug)
    why_read_only = services.why_read_only(programme, request.authority, by=request.user)
    if why_read_only:
        context = {"programme": programme, "why_read_only": why_read_only, "levels": programme.rag_levels.all()}
        status = 403 if request.method == "POST" else 200
        return render(request, "conditions/record/programme.html", context, status=status)
    page = ProgrammePage(request.POST or None, programme)
    if page.is_valid():
        services.change(
            page.words.instance,
            [form.instance for form in page.levels],
            authority=request.authority,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, "Programme saved. Returns already sent keep the words they were sent with.")
        return redirect("conditions:programme", request.authority.la_code, programme.slug)
    context = {"programme": _get(request, programme_slug), "page": page, "forms": page.forms}
    return render(request, "conditions/record/programme_edit.html", context)


@requires(Permission.PROGRAMME_MANAGE)
def programme_copy(request: CouncilRequest, programme_slug: str) -> HttpResponse:
    """A copy of a programme whose words the council may change."""
    programme = _get(request, programme_slug)
    if request.method == "POST":
        own = services.copy(programme, authority=request.authority, by=request.user, now=timezone.now())
        messages.success(request, f"{own} is your council’s own. Change its words here.")
        return redirect("conditions:programme", request.authority.la_code, own.slug)
    return render(request, "conditions/record/programme_copy.html", {"programme": programme})


def _get(request: CouncilRequest, programme_slug: str) -> Programme:
    return get_object_or_404(Programme.objects.usable_by(request.authority), slug=programme_slug)
