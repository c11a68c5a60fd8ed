"""Finding what went off and what came back, and writing it down with the e-mails that tell of it.

``raise_due`` is one of ``settings.BEFORE_SENDING``: ``manage.py send_due`` looks at every council whose figures moved
since it looked last, however they moved, and at each once a day. Only how things stand now is looked at, never how they
stood on the way: the first load of many years raises at most one alert for each thing that is watched.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dashboards.alerts.mailing import tell
from dashboards.alerts.watching import Reading, readings
from dashboards.data_version import version_of
from dashboards.models import Alert, AlertWatch
from safetyvalve.core import audit
from safetyvalve.core.models import Authority

Direction = Alert.Direction
log = logging.getLogger(__name__)


class NotLookedAt(Exception):
    """The alerts of these councils could not be looked at; the next round tries again."""


def raise_due(*, now: datetime) -> int:
    """Look at every council whose figures moved. Returns how many alerts were raised.

    What goes wrong in one council keeps no other from being looked at; then it raises ``NotLookedAt``.
    """
    watched = dict(AlertWatch.objects.values_list("authority", "stamp"))
    moved = [each for each in Authority.objects.all() if _stamp(each, now) != watched.get(each.pk)]
    raised, failed = 0, []
    for authority in moved:
        try:
            raised += len(look(authority, now=now))
        except Exception:
            log.exception("The alerts of %s could not be looked at", authority)
            failed.append(str(authority))
    if failed:
        raise NotLookedAt(", ".join(failed))
    return raised


def _stamp(authority: Authority, now: datetime) -> str:
    return f"{version_of(authority)} on {timezone.localdate(now).isoformat()}"


@transaction.atomic
def look(authority: Authority, *, now: datetime) -> list[Alert]:
    """Raise and close what is to be, and write its e-mails down, all of it or nothing. Twice is the same as once.

    Alerts, e-mails and what was looked at stand or fall together, so nobody is told twice when a process dies.
    """
    authority = Authority.objects.select_for_update().get(pk=authority.pk)
    stamp = _stamp(authority, now)
    found = readings(authority, timezone.localdate(now))
    raised = _raise(authority, found, now)
    if raised:
        tell(authority, raised, now=now)
    AlertWatch.objects.update_or_create(authority=authority, defaults={"stamp": stamp})
    return [alert for alert, _ in raised]


def _raise(authority: Authority, found: Iterable[Reading], now: datetime) -> list[tuple[Alert, Reading]]:
    open_ones = {alert.key: alert for alert in Alert.objects.of(authority).open()}
    raised = []
    for reading in found:
        standing = open_ones.pop(reading.key, None)
        if standing is not None and standing.owner_id != reading.owner_id:
            standing.owner_id = reading.owner_id
            standing.save(update_fields=["owner"])
        if reading.is_off == (standing is not None):
            continue
        if standing is not None:
            _close(standing, now)
        alert, is_new = _written(authority, reading, now)
        if is_new:
            raised.append((alert, reading))
            audit.record(
                authority=authority,
                by=None,
                action="alert_raised" if alert.is_off else "alert_closed",
                subject=alert,
                changes={"sentence": [None, alert.sentence]},
                now=now,
            )
    for alert in open_ones.values():
        _close(alert, now)
    return raised


def _written(authority: Authority, reading: Reading, now: datetime) -> tuple[Alert, bool]:
    """The alert of this reading. One of the same period that was closed before is open again, and nobody is told."""
    direction = Direction.OFF if reading.is_off else Direction.BACK
    values = {
        "name": reading.name[:200],
        "period": reading.period[:80],
        "sentence": reading.sentence,
        "value": reading.value,
        "target": reading.target,
        "tolerance": reading.tolerance,
        "page": reading.page,
        "owner_id": reading.owner_id,
        "raised_at": now,
    }
    alert, is_new = Alert.objects.get_or_create(
        authority=authority, key=reading.key, period_end=reading.period_end, direction=direction, defaults=values
    )
    if not is_new and alert.closed_at is not None:
        alert.closed_at = None
        alert.save(update_fields=["closed_at"])
    return alert, is_new


def _close(alert: Alert, now: datetime) -> None:
    alert.closed_at = now
    alert.save(update_fields=["closed_at"])
