"""One delivery, at one address for its whole life: being read, shown as a dry run, on record, undone."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from dashboards.imports import runs
from dashboards.imports.undo import NotUndoable, in_a_phrase, undo
from dashboards.models import ImportBatch, ImportRun
from dashboards.views.imports.outcomes import consequences_of_undoing
from dashboards.views.imports.page import page_of, progress_facts
from dashboards.views.imports.words import did, noun
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

MOVED = "The record has changed since you opened this page. Look at what the file would do now, then confirm again."


def get_run(request: CouncilRequest, run_id: int) -> ImportRun:
    """A run of this council; raises Http404."""
    found = (
        ImportRun.objects.of(request.authority)
        .select_related("batch__undone_by", "made_by", "confirmed_by")
        .filter(pk=run_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


@requires(Permission.SUBMISSION_VIEW)
def import_run(request: CouncilRequest, run_id: int) -> HttpResponse:
    """Where a delivery stands. A script that watches a reading asks for JSON."""
    run = get_run(request, run_id)
    if wants_json(request):
        return JsonResponse(progress_facts(run, timezone.now()))
    return _show(request, run)


@requires(Permission.MEASURE_MANAGE)
@require_POST
def import_confirm(request: CouncilRequest, run_id: int) -> HttpResponse:
    """Put the figures on record, if the record is still as it was when the person read the dry run."""
    run = get_run(request, run_id)
    expected = request.POST.get("expected", "")
    try:
        batch = runs.confirm(run, expected=expected, by=request.user, now=timezone.now())
    except runs.RecordMoved:
        messages.error(request, MOVED)
        return _show(request, get_run(request, run_id), status=409)
    except runs.NotPossible as why:
        messages.error(request, str(why))
        return _to(request, run)
    if batch is not None:
        words = did(batch.added, batch.changed, of=noun(run.importer))
        messages.success(request, f"{words}. Dashboards, checks and returns use them from now on.")
    return _to(request, run)


@requires(Permission.MEASURE_MANAGE)
@require_POST
def import_cancel(request: CouncilRequest, run_id: int) -> HttpResponse:
    """Stop reading, or throw the dry run away."""
    run = get_run(request, run_id)
    try:
        runs.cancel(run, by=request.user, now=timezone.now())
    except runs.NotPossible as why:
        messages.error(request, str(why))
    return _to(request, run)


@requires(Permission.MEASURE_MANAGE)
@require_POST
def import_restart(request: CouncilRequest, run_id: int) -> HttpResponse:
    """Start again what was interrupted."""
    run = get_run(request, run_id)
    try:
        runs.restart(run, by=request.user, now=timezone.now())
    except runs.NotPossible as why:
        messages.error(request, str(why))
    return _to(request, run)


@requires(Permission.MEASURE_MANAGE)
def import_undo(request: CouncilRequest, run_id: int) -> HttpResponse:
    """Ask once more, naming what will happen; then take the whole delivery back."""
    run = get_run(request, run_id)
    if run.batch is None:
        raise Http404
    return _undo(request, run.batch, _url(request, run))


@requires(Permission.MEASURE_MANAGE)
def batch_undo(request: CouncilRequest, batch_id: int) -> HttpResponse:
    """The same for figures that were typed, or loaded when the council was set up: those have no page of their own."""
    batch = ImportBatch.objects.filter(authority=request.authority, run__isnull=True, pk=batch_id).first()
    if batch is None:
        raise Http404
    return _undo(request, batch, reverse("dashboards:imports", args=[request.authority.la_code]))


def _undo(request: CouncilRequest, batch: ImportBatch, back: str) -> HttpResponse:
    if batch.is_undone:
        messages.info(request, "This import has been undone already.")
        return redirect(back)
    refused = ""
    if request.method == "POST":
        try:
            undo(batch, by=request.user, now=timezone.now())
        except NotUndoable as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "Undone. What stood before this import stands again.")
            return redirect(back)
    context = {
        "name": in_a_phrase(batch),
        "back_url": back,
        "refused": refused,
        "consequences": consequences_of_undoing(batch),
    }
    return render(request, "dashboards/imports/undo.html", context, status=409 if refused else 200)


def _show(request: CouncilRequest, run: ImportRun, *, status: int = 200) -> HttpResponse:
    context = page_of(run, can_manage=Permission.MEASURE_MANAGE in request.permissions, now=timezone.now())
    return render(request, "dashboards/imports/run.html", context, status=status)


def wants_json(request: CouncilRequest) -> bool:
    """Whether a script of ours is asking, which does not take a page."""
    return request.headers.get("Accept", "") == "application/json"


def go_to(request: CouncilRequest, run: ImportRun, *, name: str = "import-run") -> HttpResponse:
    """The page of a run that has just begun; a script is told its address."""
    url = reverse(f"dashboards:{name}", args=[request.authority.la_code, run.pk])
    return JsonResponse({"url": url}) if wants_json(request) else redirect(url)


def _url(request: CouncilRequest, run: ImportRun) -> str:
    return reverse("dashboards:import-run", args=[request.authority.la_code, run.pk])


def _to(request: CouncilRequest, run: ImportRun) -> HttpResponse:
    return redirect(_url(request, run))
