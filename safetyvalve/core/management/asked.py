"""What commands are asked with, read in one way: a council by its code, a month; and what they exit with."""

import argparse
from datetime import date, datetime

from django.core.management.base import CommandError

from safetyvalve.core.models import Authority

REFUSED, WRONGLY_ASKED = 1, 2
COUNCILS_NAMED = 20


def find_authority(code: str, *, returncode: int = WRONGLY_ASKED) -> Authority:
    """By GSS code or LA code. Raises CommandError, which names the councils that are on record."""
    try:
        return Authority.objects.by_code(code.strip())
    except Authority.DoesNotExist:
        there = Authority.objects.all()[:COUNCILS_NAMED]
        known = ", ".join(f"{each.name} ({each.gss_code}, {each.la_code})" for each in there)
        words = f"There is no council with the code {code}. On record: {known or 'none'}."
        raise CommandError(words, returncode=returncode) from None


def month(typed: str) -> date:
    """The first day of a month such as 2024-05. Raises ArgumentTypeError."""
    try:
        return datetime.strptime(typed, "%Y-%m").date()  # noqa: DTZ007 - a month has no time
    except ValueError:
        raise argparse.ArgumentTypeError("must be a month such as 2024-05") from None
