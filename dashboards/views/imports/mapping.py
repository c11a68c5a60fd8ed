"""A council's own spreadsheet: which column holds what, chosen once and remembered. The file itself is never kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dashboards.forms.imports import NOT_KEPT, UploadForm
from dashboards.forms.mapping import MappingForm, proposed_of
from dashboards.imports import mapped, runs
from dashboards.imports.contract import Delivered, Delivery
from dashboards.imports.kinds import KINDS
from dashboards.imports.mapping_words import Shape
from dashboards.models import ImportRun
from dashboards.services.mappings import remember
from dashboards.views.imports.runs import get_run, go_to, wants_json
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.core.uploads import delivered_files, upload_refusal

KIND = "mapped"
ROWS = {Shape.CASES: "a case", Shape.LONG: "a figure", Shape.WIDE: "a period"}


@dataclass(frozen=True)
class Column:
    """One column's question, with those about its words."""

    field: Any
    words: list[Any]


@requires(Permission.MEASURE_MANAGE)
def import_mapping(request: CouncilRequest, run_id: int) -> HttpResponse:
    """Say what the columns hold, and hand the file over again. What was read before gives way to the new reading.

    Other ways in have nothing to say: their run is shown.
    """
    run = get_run(request, run_id)
    proposed = proposed_of(run.options) if run.importer == KIND else None
    if proposed is None:
        return go_to(request, run)
    posted = request.POST if request.method == "POST" else None
    form = MappingForm(posted, authority=request.authority, proposed=proposed)
    upload = _upload_form(request, run)
    if posted is not None and all([upload.is_valid(), form.is_valid()]):
        if form.cleaned_data["remember_as"]:
            name, now = form.cleaned_data["remember_as"], timezone.now()
            remember(request.authority, name, form.mapping_spec, by=request.user, now=now)
        options = {**upload.options, "mapping_spec": form.mapping_spec.as_json()}
        again = start_mapped(request, upload, options)
        if run.state == ImportRun.State.READY:
            runs.cancel(run, by=request.user, now=timezone.now())
        return go_to(request, again)
    return show_mapping(request, run, form, upload, status=422 if posted is not None else 200)


def start_mapped(request: CouncilRequest, form: UploadForm, options: Mapping[str, Any]) -> ImportRun:
    """Read the file, and keep with the run how it was read."""
    files = tuple(Delivered(file.name, file.content) for file in delivered_files(request, "files"))
    delivery = Delivery(request.authority, files, form.described_day, options)
    return runs.start(
        request.authority,
        KIND,
        files,
        as_at=form.described_day,
        options=mapped.settled(delivery),
        by=request.user,
        now=timezone.now(),
    )


def after_reading(request: CouncilRequest, run: ImportRun) -> HttpResponse:
    """The dry run; or, when something must be chosen first, the columns.

    A script gets the page itself for that: it still has the file, which need not be chosen again.
    """
    proposed = proposed_of(run.options)
    if proposed is None or proposed.is_complete:
        return go_to(request, run)
    if not wants_json(request):
        return go_to(request, run, name="import-mapping")
    form = MappingForm(authority=request.authority, proposed=proposed)
    return show_mapping(request, run, form, _upload_form(request, run, is_new=True))


def show_mapping(
    request: CouncilRequest, run: ImportRun, form: MappingForm, upload: UploadForm, *, status: int = 200
) -> HttpResponse:
    words: dict[str, list[Any]] = {name: [] for name in form.columns}
    for key in form.words:
        words[f"column_{key.split('_')[1]}"].append(form[key])
    context = {
        "run": run,
        "file_label": run.file_name,
        "form": form,
        "upload": upload,
        "forms": [form, upload],
        "columns": [Column(form[name], found) for name, found in words.items()],
        "missing": form.proposed.missing if not form.is_bound else (),
        "sheet": form.proposed.sheet if len(form.proposed.sheets) > 1 else "",
        "kept": NOT_KEPT,
        "each_row": ROWS[Shape(form.proposed.shape)],
        "again_url": reverse("dashboards:import-upload", args=[request.authority.la_code, KIND]),
        "mapping_url": reverse("dashboards:import-mapping", args=[request.authority.la_code, run.pk]),
    }
    return render(request, "dashboards/imports/mapping.html", context, status=status)


def _upload_form(request: CouncilRequest, run: ImportRun, *, is_new: bool = False) -> UploadForm:
    """The file again, with the days that were given the first time."""
    kind, today = KINDS[KIND], timezone.localdate()
    if request.method == "POST" and not is_new:
        return UploadForm(request.POST, request.FILES, kind=kind, today=today, refusal=upload_refusal(request))
    since = run.options.get("since")
    initial = {"as_at": run.as_at, "since": date.fromisoformat(since) if since else None}
    return UploadForm(kind=kind, today=today, initial=initial)
