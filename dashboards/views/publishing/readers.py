"""The council's mailing list."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from dashboards.forms.mailing import ReaderForm, ReadersForm, RemoveReaderForm
from dashboards.models import Audience, EditionReader
from dashboards.publishing.readers import Entry, Outcome, add_readers, open_links, remove_reader
from dashboards.publishing.recipients import recipients
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed

ADDED = (Outcome.ADDED, Outcome.AGAIN)


@requires(Permission.PUBLICATION_MANAGE)
def readers(request: CouncilRequest) -> HttpResponse:
    """Everybody on the list, and who is e-mailed besides because they have an account."""
    listed = EditionReader.objects.filter(authority=request.authority).listed().select_related("added_by")
    members = recipients(request.authority, {Audience.MEMBERS}, timezone.localdate()).members
    context = {
        "readers": sorted(listed, key=lambda each: each.called.casefold()),
        "members": members,
        "as_members": {each.email.lower() for each in members},
    }
    return render(request, "dashboards/readers/readers.html", context)


@requires(Permission.PUBLICATION_MANAGE)
def reader_add(request: CouncilRequest) -> HttpResponse:
    """Put one person on the list."""
    form = ReaderForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        now = timezone.now()
        [(entry, outcome)] = add_readers(request.authority, [form.entry], by=request.user, now=now)
        tell = messages.success if outcome in ADDED else messages.info
        tell(request, f"{entry.name}: {outcome[0].lower()}{outcome[1:]}.")
        return redirect("dashboards:readers", request.authority.la_code)
    return render(request, "dashboards/readers/add.html", {"form": form}, status=422 if form.is_bound else 200)


@requires(Permission.PUBLICATION_MANAGE)
def readers_add(request: CouncilRequest) -> HttpResponse:
    """Put many people on the list: all of them, or none while a line cannot be read. Answers line by line."""
    form = ReadersForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = add_readers(request.authority, form.entries, by=request.user, now=timezone.now())
        return render(request, "dashboards/readers/added.html", {"outcomes": _by_outcome(told)})
    return render(request, "dashboards/readers/add_many.html", {"form": form}, status=422 if form.is_bound else 200)


def _by_outcome(told: list[tuple[Entry, Outcome]]) -> list[tuple[str, list[Entry]]]:
    order = list(Outcome)
    rows = sorted(told, key=lambda each: order.index(each[1]))
    return [(outcome, [entry for entry, _ in found]) for outcome, found in groupby(rows, key=lambda each: each[1])]


@requires(Permission.PUBLICATION_MANAGE)
def reader_remove(request: CouncilRequest, reader_id: int) -> HttpResponse:
    """Take somebody off the list, when asked."""
    reader = get_object_or_404(EditionReader.objects.filter(authority=request.authority).listed(), pk=reader_id)
    form = RemoveReaderForm(request.POST if request.method == "POST" else None)
    if request.POST.get("remove") == "yes" and form.is_valid():
        closes_links = form.cleaned_data["closes_links"]
        try:
            closed = remove_reader(reader, closes_links=closes_links, by=request.user, now=timezone.now())
        except NotAllowed as refusal:
            messages.error(request, " ".join(refusal.reasons))
        else:
            messages.success(request, _removed(reader, closed))
        return redirect("dashboards:readers", request.authority.la_code)
    links = open_links(reader).count()
    context = {"reader": reader, "form": form if links else None, "links": links}
    status = 422 if request.method == "POST" else 200
    return render(request, "dashboards/readers/remove.html", context, status=status)


def _removed(reader: EditionReader, closed: int) -> str:
    links = f" {closed} link{'' if closed == 1 else 's'} revoked." if closed else ""
    return f"Removed: {reader.called}.{links}"
