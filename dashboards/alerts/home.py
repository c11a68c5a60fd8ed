"""Alerts that nobody has answered yet: lines of the home page of whoever answers for them."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse

from dashboards.models import Alert
from safetyvalve.core.home import HomeTasks, Task
from safetyvalve.core.models import Authority, User
from safetyvalve.core.roles import Permission


def tasks(authority: Authority, user: User, permissions: frozenset[Permission], now: datetime) -> Iterator[HomeTasks]:
    """Open alerts not seen, of what this person answers for, or nobody does and they run the programme. One query."""
    if Permission.MEASURE_MANAGE not in permissions:
        return
    answers_for = Q(owner=user)
    if Permission.AGREEMENT_MANAGE in permissions:
        answers_for |= Q(owner=None)
    mine = list(Alert.objects.of(authority).open().filter(answers_for, seen_at__isnull=True))
    if mine:
        noun = "1 figure is" if len(mine) == 1 else f"{len(mine)} figures are"
        listed = tuple(
            Task(
                f"{each.name}: {each.period}",
                reverse("dashboards:alert", args=[authority.la_code, each.pk]),
                "Outside its tolerance",
                hint=each.sentence,
            )
            for each in mine
        )
        yield HomeTasks(f"{noun} outside what was agreed: say what is done about it", listed, (date.max, -2))
