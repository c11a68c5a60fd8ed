"""Database constraints that several models share."""

from django.db.models import CheckConstraint, Q


def both_or_neither(one: str, other: str, *, name: str) -> CheckConstraint:
    """Two columns are filled together or not at all: a time and its person, a ratio's two parts."""
    empty = Q(**{f"{one}__isnull": True}, **{f"{other}__isnull": True})
    filled = Q(**{f"{one}__isnull": False}, **{f"{other}__isnull": False})
    return CheckConstraint(condition=empty | filled, name=name)
