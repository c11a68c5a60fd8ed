"""A member who has signed in asks about a chart of an edition."""

from allauth.core.internal.ratelimit import consume
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards.forms.questions import AskForm
from dashboards.models import Audience, Publication
from dashboards.publishing import content as contents
from dashboards.publishing.questions import AskedChart, Asker, ask, chart_in
from dashboards.publishing.succession import edition_now
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed

QUESTIONS = {"question": "20/h/user"}
"""More than anybody asks by hand."""
TOO_MANY = "You have sent many questions in the last hour. Keep your words, and try again later"


@requires(Permission.DASHBOARD_VIEW)
def question_ask(request: CouncilRequest, publication_id: int, chart: str) -> HttpResponse:
    """The form beneath a chart. What was typed about an edition that is withdrawn meanwhile is given back."""
    edition, found = _chart_of(request, publication_id, chart)
    if not edition.is_published:
        return _gone(request, edition)
    form = AskForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid() and not consume(request, app="dashboards", action="question", config=QUESTIONS):
        form.add_error("text", TOO_MANY)
        status = 429
    elif form.is_valid():
        try:
            ask(
                edition,
                found,
                audience=Audience.MEMBERS,
                text=form.cleaned_data["text"],
                nonce=form.cleaned_data["nonce"],
                asker=Asker(user=request.user),
                now=timezone.now(),
            )
        except NotAllowed:
            return _gone(request, edition)
        return redirect("dashboards:question-sent", request.authority.la_code, edition.pk, chart)
    context = {"publication": edition, "chart": found, "form": form, "edition_url": _edition_url(edition, chart)}
    return render(request, "dashboards/questions/ask.html", context, status=status)


@requires(Permission.DASHBOARD_VIEW)
def question_sent(request: CouncilRequest, publication_id: int, chart: str) -> HttpResponse:
    """What happens with a question now."""
    edition, found = _chart_of(request, publication_id, chart)
    context = {"publication": edition, "chart": found, "edition_url": _edition_url(edition, chart)}
    return render(request, "dashboards/questions/sent.html", context)


def _chart_of(request: CouncilRequest, publication_id: int, chart: str) -> tuple[Publication, AskedChart]:
    """A chart that members have been shown, whatever has become of its edition."""
    editions = Publication.objects.filter(authority=request.authority).named_for(Audience.MEMBERS)
    edition = get_object_or_404(editions.select_related("authority"), pk=publication_id)
    frozen = edition.contents.filter(audience=Audience.MEMBERS).first()
    found = chart_in(contents.read(frozen), chart) if frozen else None
    if found is None:
        raise Http404
    return edition, found


def _gone(request: CouncilRequest, edition: Publication) -> HttpResponse:
    """Withdrawn: not sent, and why; the correction where one took its place."""
    now = edition_now(edition)
    context = {"publication": edition, "replaced": now if now.is_published else None, "kept": request.POST.get("text")}
    return render(request, "dashboards/questions/gone.html", context, status=410)


def _edition_url(edition: Publication, chart: str) -> str:
    return f"{reverse('dashboards:publication', args=[edition.authority.la_code, edition.pk])}#about-{chart}"
