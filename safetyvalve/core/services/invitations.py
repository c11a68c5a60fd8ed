"""The e-mail by which a person chooses their first password: the same as for a forgotten one."""

from functools import partial

from allauth.account.forms import ResetPasswordForm
from allauth.core.context import request_context
from django.http import HttpRequest

from safetyvalve.core.models import User
from safetyvalve.core.services.memberships import Invite


def sender(request: HttpRequest) -> Invite:
    """A function for services to call once everything is saved. ``request`` supplies the site's address."""
    return partial(_send, request)


def _send(request: HttpRequest, user: User) -> None:
    form = ResetPasswordForm({"email": user.email})
    with request_context(request):
        if form.is_valid():
            form.save(request)
