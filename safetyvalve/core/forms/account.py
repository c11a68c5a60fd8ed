"""allauth's forms with plain labels and messages. Wired up by ``ACCOUNT_FORMS`` in the settings."""

from typing import Any

from allauth.account import forms as allauth_forms

from safetyvalve.core.forms.base import GovFormMixin


class _PlainWords(GovFormMixin):
    """``labels`` replaces labels by field name, where the field is there."""

    labels: dict[str, str] = {}

    def relabel(self, name: str, label: str) -> None:
        super().relabel(name, self.labels.get(name, label))


class SignInForm(_PlainWords, allauth_forms.LoginForm):
    """The link for a forgotten password is the page's, not the hint of a field."""

    labels = {"login": "E-mail address"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ResetPasswordForm(_PlainWords, allauth_forms.ResetPasswordForm):
    labels = {"email": "E-mail address"}


class ResetPasswordKeyForm(_PlainWords, allauth_forms.ResetPasswordKeyForm):
    labels = {"password1": "New password", "password2": "New password again"}


class ChangePasswordForm(_PlainWords, allauth_forms.ChangePasswordForm):
    labels = {"oldpassword": "Your password now", "password1": "New password", "password2": "New password again"}


class ReauthenticateForm(_PlainWords, allauth_forms.ReauthenticateForm):
    labels = {"password": "Password"}
