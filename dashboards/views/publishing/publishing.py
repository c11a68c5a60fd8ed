"""Publishing an edition and e-mailing it: in one step, or the e-mails later; and those that did not go."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards.forms.mailing import EmailingForm
from dashboards.forms.publications import WordsForm
from dashboards.models import Audience, EditionEmail, EditionMailing, Publication
from dashboards.publishing.editions import publish
from dashboards.publishing.links import suggested_expiry
from dashboards.publishing.mail_progress import leave, note_arrival, progress, send_again
from dashboards.publishing.mailing import Emailing, announce, send_trial, whom
from dashboards.publishing.of_month import no_figures, others_of_month
from dashboards.views.publishing.looking import looked_at
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed

SETTLED = {
    "again": (send_again, "Sent again to {}."),
    "arrived": (note_arrival, "Noted: {} has the e-mail."),
    "leave": (leave, "Left at that: nothing more is sent to {} about this edition."),
}
"""What can be done about an e-mail that did not go, and what is said when it was."""


@requires(Permission.PUBLICATION_MANAGE)
def publication_publish(request: CouncilRequest, publication_id: int) -> HttpResponse:
    """Asked once more, then published: to each audience what was looked at, and nothing else. E-mailed unless unticked;
    before that, to the publisher alone if asked."""
    found = _get(request, publication_id)
    if not found.is_prepared:
        return _refused(request, found, ["This edition has been published already."])
    now = timezone.now()
    built = looked_at(request, found)
    if isinstance(built, HttpResponse):
        return built
    if request.POST.get("do") == "trial":
        return _trial(request, found)
    people = whom(found, now)
    form = EmailingForm(request.POST if request.method == "POST" else None, people=people)
    refused: list[str] = []
    if form.is_valid():
        emailing = Emailing(pin=form.cleaned_data.get("pin", "")) if form.cleaned_data.get("emails") else None
        try:
            publish(
                found,
                seen=request.POST.get("seen", ""),
                by=request.user,
                now=now,
                emailing=emailing,
                why_words_stay=request.POST.get("why_words_stay", ""),
            )
        except NotAllowed as refusal:
            refused = refusal.reasons
        else:
            messages.success(request, f"Published: {found}.{_emailed(found)}")
            return redirect("dashboards:publication-manage", request.authority.la_code, found.pk)
    context = {
        "publication": found,
        "built": built,
        "refused": refused,
        "no_figures": no_figures(found),
        "others_of_month": others_of_month(found),
        "audiences": found.audiences.order_by(Audience.in_order()),
        "form": form,
        "words": WordsForm(initial={"why_words_stay": request.POST.get("why_words_stay", "")}),
        "people": people,
        "expires_on": suggested_expiry(request.authority, timezone.localdate(now)) if people.readers else None,
    }
    status = 409 if refused else 422 if form.errors else 200
    return render(request, "dashboards/publications/publish.html", context, status=status)


def _trial(request: CouncilRequest, found: Publication) -> HttpResponse:
    count = send_trial(found, by=request.user, now=timezone.now())
    what = "Nothing to send: this edition is e-mailed to nobody."
    if count:
        what = "A trial is on its way to you. No link in it opens anything."
    messages.info(request, what)
    return redirect("dashboards:publication-publish", request.authority.la_code, found.pk)


@requires(Permission.PUBLICATION_MANAGE)
def publication_email(request: CouncilRequest, publication_id: int) -> HttpResponse:
    """E-mail an edition that was published without, once."""
    found = _get(request, publication_id)
    now = timezone.now()
    people = whom(found, now)
    form = EmailingForm(request.POST if request.method == "POST" else None, people=people, is_asked=False)
    if reasons := _not_now(found, bool(people.everybody)):
        return _refused(request, found, reasons)
    if form.is_valid():
        try:
            announce(found, pin=form.cleaned_data.get("pin", ""), by=request.user, now=now)
        except NotAllowed as refusal:
            return _refused(request, found, refusal.reasons)
        messages.success(request, f"{found}.{_emailed(found)}")
        return redirect("dashboards:publication-manage", request.authority.la_code, found.pk)
    context = {
        "publication": found,
        "form": form,
        "people": people,
        "expires_on": suggested_expiry(request.authority, timezone.localdate(now)) if people.readers else None,
    }
    return render(request, "dashboards/publications/email.html", context, status=422 if form.is_bound else 200)


def _not_now(found: Publication, has_people: bool) -> list[str]:
    if not found.is_published:
        return ["Only an edition that is published can be e-mailed."]
    if EditionMailing.objects.filter(publication=found).exists():
        return ["This edition has been e-mailed already."]
    return [] if has_people else ["There is nobody to e-mail: put people on the mailing list first."]


@requires(Permission.PUBLICATION_MANAGE)
def email_again(request: CouncilRequest, publication_id: int, email_id: int) -> HttpResponse:
    """One that did not go, or of which nobody knows: sent again, noted as arrived, or left."""
    found = _get(request, publication_id)
    emails = EditionEmail.objects.filter(mailing__publication=found)
    email = get_object_or_404(emails.select_related("outgoing", "reader", "user", "mailing__publication"), pk=email_id)
    now, asked = timezone.now(), request.POST.get("do", "")
    if asked in SETTLED:
        settle, words = SETTLED[asked]
        try:
            settle(email, by=request.user, now=now)
        except NotAllowed as refusal:
            return _refused(request, found, refusal.reasons)
        messages.success(request, words.format(progress(email, now).name))
        return redirect("dashboards:publication-manage", request.authority.la_code, found.pk)
    where = progress(email, now)
    if not where.is_open:
        return _refused(request, found, ["This e-mail has gone, or is on its way."])
    context = {"publication": found, "where": where}
    status = 422 if request.method == "POST" else 200
    return render(request, "dashboards/publications/email_again.html", context, status=status)


def _emailed(found: Publication) -> str:
    """The end of a message: how many people are e-mailed."""
    count = EditionEmail.objects.filter(mailing__publication=found).count()
    return f" It is e-mailed to {count} {'person' if count == 1 else 'people'}." if count else ""


def _refused(request: CouncilRequest, found: Publication, reasons: list[str]) -> HttpResponse:
    back_url = reverse("dashboards:publication-manage", args=[found.authority.la_code, found.pk])
    context = {"publication": found, "reasons": reasons, "back_url": back_url}
    return render(request, "dashboards/publications/refused.html", context, status=409)


def _get(request: CouncilRequest, publication_id: int) -> Publication:
    editions = Publication.objects.filter(authority=request.authority).select_related("authority", "corrects")
    return get_object_or_404(editions.prefetch_related("audiences"), pk=publication_id)
