"""Handing over files: what has come in so far, which sort of file somebody has, and the file itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dashboards.forms.imports import UploadForm, kept_of
from dashboards.forms.mapping import read_as_choices
from dashboards.imports import runs
from dashboards.imports.contract import Delivered
from dashboards.imports.kinds import KINDS, Kind
from dashboards.models import ImportBatch
from dashboards.views.imports.facts import Link
from dashboards.views.imports.history import Entries
from dashboards.views.imports.mapping import KIND as MAPPED
from dashboards.views.imports.mapping import after_reading, start_mapped
from dashboards.views.imports.runs import go_to
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.core.uploads import delivered_files, upload_refusal

PAGE_SIZE = 50


@dataclass(frozen=True)
class Way:
    """One way in, as a card."""

    label: str
    help: str
    kept: str
    url: str


@requires(Permission.SUBMISSION_VIEW)
def imports(request: CouncilRequest) -> HttpResponse:
    """Everything that came in, newest first: from files and typed, standing and undone."""
    entries = Entries(request.authority, timezone.now())
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    can_manage = Permission.MEASURE_MANAGE in request.permissions
    context = {"page": page, "rows": page.object_list, "can_manage": can_manage}
    return render(request, "dashboards/imports/imports.html", context)


@requires(Permission.MEASURE_MANAGE)
def import_new(request: CouncilRequest) -> HttpResponse:
    """Which sort of file somebody has."""
    is_published = {kind: kind.visibility == ImportBatch.Kind.PUBLISHED for kind in KINDS.values()}
    groups = [
        _group(request, "From your own systems", [kind for kind, published in is_published.items() if not published]),
        _group(request, "Published for every council", [kind for kind, published in is_published.items() if published]),
    ]
    return render(request, "dashboards/imports/new.html", {"groups": groups})


@requires(Permission.MEASURE_MANAGE)
def import_upload(request: CouncilRequest, kind: str) -> HttpResponse:
    """Take the files of one delivery and read them, or have them read. A script that sends them is told where to go."""
    if kind not in KINDS:
        raise Http404
    form = _form(request, KINDS[kind])
    if form.is_valid():
        if kind == MAPPED:
            return after_reading(request, start_mapped(request, form, form.options))
        files = [Delivered(file.name, file.content) for file in delivered_files(request, "files")]
        run = runs.start(
            request.authority,
            kind,
            files,
            as_at=form.described_day,
            options=form.options,
            by=request.user,
            now=timezone.now(),
        )
        return go_to(request, run)
    context = {
        "form": form,
        "kind": KINDS[kind],
        "kept": kept_of(KINDS[kind]),
        "template_links": _template_links(request) if kind == "grid" else [],
    }
    return render(request, "dashboards/imports/upload.html", context, status=422 if form.is_bound else 200)


def _form(request: CouncilRequest, kind: Kind) -> UploadForm:
    """The form with what was sent, and with why the files themselves were not taken in."""
    today = timezone.localdate()
    ways = read_as_choices(request.authority) if kind.key == MAPPED else ()
    if request.method != "POST":
        return UploadForm(kind=kind, today=today, ways=ways)
    refusal = upload_refusal(request)
    return UploadForm(request.POST, request.FILES, kind=kind, today=today, refusal=refusal, ways=ways)


def _group(request: CouncilRequest, title: str, kinds: Sequence[Kind]) -> dict[str, Any]:
    """A heading with its ways in; what is kept of all of them alike is said once."""
    ways = [_way(request, kind) for kind in kinds]
    kept = {way.kept for way in ways}
    return {"title": title, "ways": ways, "kept": next(iter(kept)) if len(kept) == 1 else ""}


def _way(request: CouncilRequest, kind: Kind) -> Way:
    url = reverse("dashboards:import-upload", args=[request.authority.la_code, kind.key])
    return Way(kind.label, kind.help, kept_of(kind), url)


def _template_links(request: CouncilRequest) -> list[Link]:
    labels = {"xlsx": "Excel", "csv": "CSV"}
    return [
        Link(label, reverse("dashboards:grid-template", args=[request.authority.la_code, ending]))
        for ending, label in labels.items()
    ]
