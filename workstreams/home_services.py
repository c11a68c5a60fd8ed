"""What finance owes for commissioned services: notices, ends and reviews that come up within six months."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from safetyvalve.core.dates import in_words
from safetyvalve.core.home import HomeTasks, Task
from safetyvalve.core.models import Authority, User
from safetyvalve.core.roles import Permission
from workstreams.commissioned import terms_of
from workstreams.models import CommissionedService
from workstreams.rules.notice import SOON_MONTHS, ComingUp, moved, soon


def tasks(authority: Authority, user: User, permissions: frozenset[Permission], now: datetime) -> Iterator[HomeTasks]:
    """One group, soonest first, for whoever confirms for finance. One query."""
    if Permission.FINANCE_CONFIRM not in permissions:
        return
    today = timezone.localdate(now)
    services = CommissionedService.objects.of(authority).select_related("agreement__authority", "owner")
    due = [(each, service) for service in services for each in soon(terms_of(service), today)]
    found = tuple(
        Task(
            f"{each.what}: {service}",
            service.get_absolute_url(),
            "Overdue" if each.is_past(today) else in_words(each.on),
            hint=_hint(each, service, today),
        )
        for each, service in sorted(due, key=lambda pair: (pair[0].on, str(pair[1])))
    )
    if found:
        until = in_words(moved(today, SOON_MONTHS, "months"))
        # After returns that are due: these are known long before.
        yield HomeTasks(f"Commissioned services: what is due by {until}", found, (date.max, 2))


def _hint(each: ComingUp, service: CommissionedService, today: date) -> str:
    since = f"It was due on {in_words(each.on)}. " if each.is_past(today) else ""
    return f"{since}{service.owner} answers for it." if service.owner else since.strip()
