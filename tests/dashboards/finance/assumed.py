"""Assumptions and what happened, for tests."""

from conditions.models import Assumption

LIST = "/c/999/finance/safety-valve/assumptions/"


def page_of(assumption: Assumption, rest: str = "") -> str:
    return f"{LIST}{assumption.pk}/{rest}"
