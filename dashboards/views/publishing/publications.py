"""Editions: the list, reading one as a member of the forum, and everything that a publisher does with one."""

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards.forms.publications import CorrectForm, EditionForm, WithdrawForm
from dashboards.models import Audience, Publication, PublicationAudience, PublishedContent
from dashboards.publishing import content as contents
from dashboards.publishing import editions
from dashboards.publishing.answers import answers_for
from dashboards.publishing.links import links_that_open
from dashboards.publishing.mail_progress import standing_of
from dashboards.publishing.of_month import Proposed, next_month, no_figures, others_of_month
from dashboards.publishing.offers import BY_KEY
from dashboards.publishing.public_page import has_public_page
from dashboards.publishing.succession import edition_now
from dashboards.publishing.twelve import small_months
from dashboards.views.publishing.leaving_out import asks_to_leave_out, left_out, ways_out
from dashboards.views.publishing.looking import looked_at
from dashboards.views.publishing.pack_links import for_members, for_preview, for_publisher
from dashboards.views.publishing.reported import asks_about_reported, settled, withheld_and_reported
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed

INSIDE = (Permission.PUBLICATION_MANAGE, Permission.SUBMISSION_VIEW)
PREVIEWS = {Audience.LINKS.value: "shared/edition.html", Audience.PUBLIC.value: "public/edition.html"}


@requires(Permission.DASHBOARD_VIEW)
def publications(request: CouncilRequest) -> HttpResponse:
    """Editions to read; inside the programme also those being prepared and withdrawn."""
    is_inside = bool(request.permissions.intersection(INSIDE))
    found = Publication.objects.filter(authority=request.authority)
    if is_inside:
        found = found.prefetch_related("corrections")
    else:
        found = found.live().filter(contents__audience=Audience.MEMBERS).named_for(Audience.MEMBERS)
    context = {
        "publications": list(found),
        "is_inside": is_inside,
        "can_manage": Permission.PUBLICATION_MANAGE in request.permissions,
        "can_answer": Permission.MEASURE_MANAGE in request.permissions,
    }
    return render(request, "dashboards/publications/publications.html", context)


@requires(Permission.DASHBOARD_VIEW)
def publication(request: CouncilRequest, publication_id: int) -> HttpResponse:
    """A published edition as members of the forum see it; a withdrawn one says so."""
    found = _get(request, publication_id)
    frozen = _content_of(found, Audience.MEMBERS)
    if found.is_prepared or frozen is None:
        raise Http404
    if not found.is_published:
        return gone(request, found)
    answers = answers_for(found, Audience.MEMBERS)
    context = {
        "publication": found,
        "edition": contents.shown(contents.read(frozen), answers),
        "pack": for_members(found),
        "ask_at": f"{request.path}ask/",
    }
    return render(request, "dashboards/publications/publication.html", context)


def gone(request: CouncilRequest, found: Publication) -> HttpResponse:
    """That an edition was withdrawn, or where its correction is, in its place and in that of its files."""
    stands = edition_now(found)
    is_theirs = stands.is_published and stands.contents.filter(audience=Audience.MEMBERS).exists()
    context = {"publication": found, "stands": stands, "is_theirs": is_theirs}
    return render(request, "dashboards/publications/withdrawn.html", context, status=410)


@requires(Permission.PUBLICATION_MANAGE)
def publication_create(request: CouncilRequest) -> HttpResponse:
    """Begin an edition."""
    return _edit(request, None)


@requires(Permission.PUBLICATION_MANAGE)
def publication_change(request: CouncilRequest, publication_id: int) -> HttpResponse:
    """Change one that is being prepared."""
    found = _get(request, publication_id)
    return _edit(request, found) if found.is_prepared else _refused(request, found, ["It has been published already."])


def _edit(request: CouncilRequest, found: Publication | None) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    data = request.POST if request.method == "POST" else None
    form = EditionForm(
        data,
        today=today,
        begins_with=Proposed(found.month) if found else next_month(request.authority, today),
        publication=found,
        last=None if found else editions.last_edition(request.authority),
        has_public_page=has_public_page(request.authority),
        small_months=small_months(request.authority, today),
    )
    if form.is_valid():
        month, title = form.cleaned_data["month"], form.cleaned_data["title"]
        if found is None:
            saved = editions.prepare(
                request.authority, month=month, title=title, choices=form.choices, by=request.user, now=now
            )
        else:
            try:
                saved = editions.change(found, month=month, title=title, choices=form.choices, by=request.user, now=now)
            except NotAllowed as refusal:
                return _refused(request, found, refusal.reasons)
        messages.success(request, "Saved. Nobody outside can see it until you publish it.")
        return redirect("dashboards:publication-manage", request.authority.la_code, saved.pk)
    context = {"form": form, "publication": found}
    return render(request, "dashboards/publications/edit.html", context, status=422 if form.is_bound else 200)


@requires(*INSIDE)
def publication_manage(request: CouncilRequest, publication_id: int) -> HttpResponse:
    """Where an edition stands: what would be published and what is withheld, or who has opened what was."""
    found, form = _get(request, publication_id), None
    try:
        if asks_to_leave_out(request):
            return left_out(request, found)
        if asks_about_reported(request):
            form = settled(request, found)
    except NotAllowed as refusal:
        return _refused(request, found, refusal.reasons)
    if isinstance(form, HttpResponse):
        return form
    built = looked_at(request, found) if found.is_prepared else None
    if isinstance(built, HttpResponse):
        return built
    audiences = [
        {
            "key": choice.audience,
            "name": choice.get_audience_display(),
            "title": choice.title,
            "charts": [BY_KEY[key].label for key in choice.charts if key in BY_KEY],
            "since": editions.since_last(found, choice.audience, built.contents[choice.audience]) if built else None,
        }
        for choice in found.audiences.all()
    ]
    can_manage = Permission.PUBLICATION_MANAGE in request.permissions
    context = {
        "publication": found,
        "audiences": audiences,
        "built": built,
        "ways_out": ways_out(found, built),
        "no_figures": no_figures(found) if built else "",
        "others_of_month": others_of_month(found) if built else [],
        "files": for_publisher(found),
        **(withheld_and_reported(found, built, form) if can_manage else {}),
        "links": list(links_that_open(found)),
        "stands": edition_now(found),
        "today": timezone.localdate(),
        "can_manage": can_manage,
        "mail": standing_of(found, timezone.now()) if can_manage and not found.is_prepared else None,
        "can_link": can_manage and found.is_published and any(each["key"] == Audience.LINKS for each in audiences),
        "for_members": any(each["key"] == Audience.MEMBERS for each in audiences),
        "for_everybody": any(each["key"] == Audience.PUBLIC for each in audiences)
        and ("open" if has_public_page(request.authority) else "closed"),
    }
    return render(request, "dashboards/publications/manage.html", context, status=422 if form else 200)


@requires(*INSIDE)
def publication_preview(request: CouncilRequest, publication_id: int, audience: str) -> HttpResponse:
    """Exactly what an audience will see, or sees: drawn from the same content by the same template."""
    found = _get(request, publication_id)
    if audience not in {choice.audience for choice in found.audiences.all()}:
        raise Http404
    if found.is_prepared:
        built = looked_at(request, found)
        if isinstance(built, HttpResponse):
            return built
        content = built.contents[audience]
    else:
        frozen = _content_of(found, audience)
        if frozen is None:
            raise Http404
        content = contents.read(frozen)
    edition, pack = contents.shown(content, answers_for(found, audience)), for_preview(found, audience)
    context = {"publication": found, "edition": edition, "pack": pack, "is_preview": True}
    template = PREVIEWS.get(audience, "dashboards/publications/publication.html")
    return render(request, template, context)


@requires(Permission.PUBLICATION_MANAGE)
def publication_withdraw(request: CouncilRequest, publication_id: int) -> HttpResponse:
    """Take an edition from its readers, with a reason."""
    found = _get(request, publication_id)
    if found.state == Publication.State.WITHDRAWN:
        return _refused(request, found, ["This edition has been withdrawn already."])
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            editions.withdraw(found, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        except NotAllowed as refusal:
            return _refused(request, found, refusal.reasons)
        told = f"Given up: {found}." if found.is_prepared else f"Withdrawn: {found}. Its links no longer open."
        messages.success(request, told)
        return redirect("dashboards:publications", request.authority.la_code)
    context = {"publication": found, "form": form, "cancel_url": _manage_url(found)}
    return render(request, "dashboards/publications/withdraw.html", context, status=422 if form.is_bound else 200)


@requires(Permission.PUBLICATION_MANAGE)
def publication_correct(request: CouncilRequest, publication_id: int) -> HttpResponse:
    """Prepare an edition that takes this one's place, with a note for its readers."""
    found = _get(request, publication_id)
    if not found.is_published:
        return _refused(request, found, ["Only an edition that is published can be corrected."])
    form = CorrectForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            correction = editions.correct(found, note=form.cleaned_data["note"], by=request.user, now=timezone.now())
        except NotAllowed as refusal:
            return _refused(request, found, refusal.reasons)
        messages.success(request, "The correction is prepared. The edition stays as it is until you publish it.")
        return redirect("dashboards:publication-manage", request.authority.la_code, correction.pk)
    context = {"publication": found, "form": form, "cancel_url": _manage_url(found)}
    return render(request, "dashboards/publications/correct.html", context, status=422 if form.is_bound else 200)


def _refused(request: CouncilRequest, found: Publication, reasons: list[str]) -> HttpResponse:
    context = {"publication": found, "reasons": reasons, "back_url": _manage_url(found)}
    return render(request, "dashboards/publications/refused.html", context, status=409)


def _manage_url(found: Publication) -> str:
    return reverse("dashboards:publication-manage", args=[found.authority.la_code, found.pk])


def _content_of(found: Publication, audience: str) -> PublishedContent | None:
    """What was frozen for an audience, out of what has been read with the edition."""
    return next((each for each in found.contents.all() if each.audience == audience), None)


def _get(request: CouncilRequest, publication_id: int) -> Publication:
    of_council: QuerySet[Publication] = Publication.objects.filter(authority=request.authority)
    related = ("authority", "corrects", "prepared_by", "published_by", "withdrawn_by", "counts")
    audiences = Prefetch("audiences", PublicationAudience.objects.order_by(Audience.in_order()))
    frozen = Prefetch("contents", PublishedContent.objects.order_by(Audience.in_order()))
    return get_object_or_404(of_council.select_related(*related).prefetch_related(audiences, frozen), pk=publication_id)
