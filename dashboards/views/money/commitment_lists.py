"""Handing over a placement list: the file, its dry run, confirming it, and taking a list out of the count again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from conditions.models import Agreement
from conditions.views.record import get_agreement, refusal_page
from dashboards.finance.commitments.days import TIMES_A_YEAR
from dashboards.finance.commitments.reading import held
from dashboards.forms.commitments import ListForm
from dashboards.imports import problems as kept_problems
from dashboards.imports.contract import Delivered, Problem, UnusableDelivery
from dashboards.imports.placement_words import provider_types
from dashboards.models import CommitmentList
from dashboards.services import commitments as services
from dashboards.views.imports.shown import HINTS_BEFORE, problem_groups
from dashboards.views.money.commitments import TITLE, list_url, year_context
from dashboards.views.money.hub import trail
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import in_words
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed
from safetyvalve.core.uploads import delivered_files, upload_refusal

PROBLEMS_SHOWN = 100
UPLOAD = "Upload a placement list"


@requires(Permission.FINANCE_EDIT)
def commitments_upload(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Read a placement list in memory and show what it comes to; the file itself is never stored."""
    agreement = get_agreement(request, agreement_slug)
    today = timezone.localdate()
    problems: tuple[Problem, ...] = ()
    form = ListForm(today=today)
    if request.method == "POST":
        form = ListForm(request.POST, request.FILES, today=today, refusal=upload_refusal(request))
    if form.is_valid():
        data, [file] = form.cleaned_data, delivered_files(request, "files")
        try:
            draft = services.try_out(
                agreement,
                Delivered(file.name, file.content),
                as_at=data["as_at"],
                source=data["source"],
                by=request.user,
                now=timezone.now(),
            )
        except UnusableDelivery as unusable:
            problems = unusable.problems
            form.add_error("files", "This file cannot be used. Nothing of it was saved. The reasons are below.")
        except NotAllowed as refusal:
            form.add_error("as_at", refusal.reasons)
        else:
            return redirect("dashboards:commitments-draft", request.authority.la_code, agreement.slug, draft.pk)
    context = {
        "agreement": agreement,
        "form": form,
        "groups": _groups(problems),
        "times": TIMES_A_YEAR,
        "types": provider_types(request.authority).values(),
        "crumbs": trail(agreement, (TITLE, list_url(agreement)), (UPLOAD, "")),
    }
    return render(request, "dashboards/commitments/upload.html", context, status=422 if form.is_bound else 200)


@requires(Permission.FINANCE_EDIT)
def commitments_draft(request: CouncilRequest, agreement_slug: str, draft_id: int) -> HttpResponse:
    """What a list would put on record, and its problems; then confirm it or throw it away."""
    agreement = get_agreement(request, agreement_slug)
    rows = CommitmentList.objects.filter(agreement=agreement, confirmed_at__isnull=True).prefetch_related("cells")
    draft = get_object_or_404(rows, pk=draft_id)
    draft.agreement = agreement
    refusal: list[str] = []
    if request.method == "POST":
        if request.POST.get("action") == "throw-away":
            services.throw_away(draft)
            messages.success(request, "Thrown away. Nothing of the list was saved.")
            return redirect(list_url(agreement))
        try:
            seen = request.POST.get("seen", "")
            done = services.confirm(
                draft, seen=int(seen) if seen.isdecimal() else -1, by=request.user, now=timezone.now()
            )
        except NotAllowed as why:
            refusal = list(why.reasons)
        else:
            messages.success(request, f"Saved: commitments at {in_words(done.as_at)}.")
            return redirect(list_url(agreement))
    found = held(draft, provider_types(request.authority))
    replaces = CommitmentList.objects.filter(pk=services.standing_on(agreement, draft.as_at)).first()
    context = {
        "agreement": agreement,
        "found": found,
        "refusal": refusal,
        "replaces": replaces,
        "is_same_file": replaces is not None and replaces.file_sha256 == draft.file_sha256,
        "seen": replaces.pk if replaces else 0,
        "groups": _groups(kept_problems.from_json(draft.problems)),
        "crumbs": trail(agreement, (TITLE, list_url(agreement)), ("Check before saving", "")),
        **year_context(found, request.GET.get("year", "")),
    }
    return render(request, "dashboards/commitments/draft.html", context, status=422 if refusal else 200)


@requires(Permission.FINANCE_EDIT)
def commitments_remove(request: CouncilRequest, agreement_slug: str, list_id: int) -> HttpResponse:
    """Ask, then take a list out of the count. It stays readable, and what stood before it counts again."""
    agreement = get_agreement(request, agreement_slug)
    rows = CommitmentList.objects.filter(agreement=agreement).confirmed().select_related("agreement__authority")
    found = get_object_or_404(rows, pk=list_id)
    back, title = list_url(agreement), f"Remove the list of {in_words(found.as_at)}"
    crumbs = trail(agreement, (TITLE, back), (title, ""))
    if found.removed_at is not None:
        return refusal_page(request, ["This list was removed already."], title=title, back_url=back, crumbs=crumbs)
    if request.method == "POST":
        try:
            services.remove(found, by=request.user, now=timezone.now())
        except NotAllowed as refusal:
            return refusal_page(request, refusal.reasons, title=title, back_url=back, crumbs=crumbs)
        messages.success(request, "Removed. It no longer counts, and can still be read below.")
        return redirect(back)
    context = {
        "agreement": agreement,
        "found": found,
        "title": title,
        "next": _next(agreement, found),
        "cancel_url": back,
        "crumbs": crumbs,
    }
    return render(request, "dashboards/commitments/remove.html", context)


def _next(agreement: Agreement, found: CommitmentList) -> CommitmentList | None:
    """The list that would count without this one."""
    return CommitmentList.objects.filter(agreement=agreement).standing().exclude(pk=found.pk).first()


def _groups(problems: tuple[Problem, ...]) -> list[object]:
    return list(problem_groups(problems, most=PROBLEMS_SHOWN, hints=HINTS_BEFORE))
