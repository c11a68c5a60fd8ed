"""Whether to be e-mailed about editions: for people with an account, and by the link in each e-mail without one."""

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from dashboards.forms.mailing import MailPreferenceForm
from dashboards.models import EditionPreference
from dashboards.publishing.mail_choices import choose, choose_as_member, find
from dashboards.publishing.recipients import wants
from dashboards.views.publishing.shared import NO_SCRIPT, private
from safetyvalve.core.access import CouncilRequest, public, requires
from safetyvalve.core.roles import Permission

ONE_CLICK = ("List-Unsubscribe", "One-Click")
"""What a mail program posts when somebody stops the e-mails from there (RFC 8058)."""


@requires(Permission.DASHBOARD_VIEW)
def mail_preference(request: CouncilRequest) -> HttpResponse:
    """Yes or no, for oneself."""
    authority = request.authority
    said = EditionPreference.objects.filter(user=request.user, authority=authority).first()
    receives = wants(said.wants if said else None, request.roles)
    data = request.POST if request.method == "POST" else None
    form = MailPreferenceForm(data, initial={"wants": "yes" if receives else "no"})
    if form.is_valid():
        answer = form.cleaned_data["wants"] == "yes"
        choose_as_member(request.user, authority, wants=answer, by=request.user, now=timezone.now())
        messages.success(request, "You are e-mailed." if answer else "You are not e-mailed about editions.")
        return redirect("dashboards:publications", authority.la_code)
    return render(request, "dashboards/readers/preference.html", {"form": form}, status=422 if form.is_bound else 200)


@public  # type: ignore[arg-type]
@csrf_exempt
@csp_replace(NO_SCRIPT)  # type: ignore[arg-type]
def mail_choice(request: HttpRequest, mail_token: str) -> HttpResponse:
    """Stop the e-mails, or get them again. Looking changes nothing: mail servers look at every link.

    A mail program stops them without having been here, so nothing but the link itself is asked for.
    """
    choice = find(mail_token)
    if choice is None:
        return private(render(request, "dashboards/readers/choice_unknown.html", status=404))
    answer = _answer(request)
    if answer is not None:
        choice = choose(choice, receives=answer, now=timezone.now())
    context = {"choice": choice, "host": choice.authority, "has_answered": answer is not None}
    return private(render(request, "dashboards/readers/choice.html", context))


def _answer(request: HttpRequest) -> bool | None:
    """What was asked for, if anything."""
    if request.method != "POST":
        return None
    name, value = ONE_CLICK
    if request.POST.get(name) == value or request.POST.get("receives") == "no":
        return False
    return True if request.POST.get("receives") == "yes" else None
