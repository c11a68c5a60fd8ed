"""Somebody with a link asks about a chart of its edition, without an account."""

from allauth.core.internal.ratelimit import consume
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards.forms.questions import AskByLinkForm
from dashboards.publishing import content as contents
from dashboards.publishing.questions import Asker, ask, chart_in
from dashboards.views.publishing.shared import NO_SCRIPT, Opened, open_link, private
from safetyvalve.core.access import public
from safetyvalve.core.services.refusals import NotAllowed

QUESTIONS = {"shared_question": "10/h/ip,60/h/key"}
"""How many one visitor may send, and how many may come by one link whoever sends them."""
TOO_MANY = "Too many questions have been sent from here in the last hour. Keep your words, and try again later"


@public  # type: ignore[arg-type]
@csp_replace(NO_SCRIPT)  # type: ignore[arg-type]
def shared_question_ask(request: HttpRequest, token: str, chart: str) -> HttpResponse:
    """The form beneath a chart. It has to say whence it comes, so that a forged one is known."""
    opened = open_link(request, token)
    if isinstance(opened, HttpResponse):
        return opened
    found = chart_in(opened.content, chart)
    if found is None:
        return private(redirect("dashboards:shared-edition", token))
    form = AskByLinkForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        if _may_ask(request, opened):
            data = form.cleaned_data
            asker = Asker(link=opened.link, name=data["name"], email=data["email"])
            audience, now = opened.content["audience"], timezone.now()
            try:
                ask(
                    opened.publication,
                    found,
                    audience=audience,
                    text=data["text"],
                    nonce=data["nonce"],
                    asker=asker,
                    now=now,
                )
            except NotAllowed:
                return private(redirect("dashboards:shared-edition", token))
            return private(redirect("dashboards:shared-question-sent", token, chart))
        form.add_error("text", TOO_MANY)
        status = 429
    context = {**_frame(opened, token, chart), "chart": found, "form": form}
    return private(render(request, "shared/ask.html", context, status=status), referrer="same-origin")


@public  # type: ignore[arg-type]
@csp_replace(NO_SCRIPT)  # type: ignore[arg-type]
def shared_question_sent(request: HttpRequest, token: str, chart: str) -> HttpResponse:
    """What happens with a question now."""
    opened = open_link(request, token)
    if isinstance(opened, HttpResponse):
        return opened
    return private(render(request, "shared/asked.html", _frame(opened, token, chart)))


def _may_ask(request: HttpRequest, opened: Opened) -> bool:
    limited = {"app": "dashboards", "action": "shared_question", "config": QUESTIONS}
    return bool(consume(request, key=f"share-link:{opened.link.pk}", **limited))


def _frame(opened: Opened, token: str, chart: str) -> dict[str, object]:
    """The council's name and notice around the page, and the way back to the chart."""
    edition_url = f"{reverse('dashboards:shared-edition', args=[token])}#about-{chart}"
    edition = contents.headed(opened.content)
    return {"edition": edition, "edition_name": f"{edition.title}, {edition.month}", "edition_url": edition_url}
