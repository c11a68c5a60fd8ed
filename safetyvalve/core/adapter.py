"""How sign-in differs from allauth's defaults."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs themselves up: an administrator adds people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
