"""What a source of alerts gives: how each thing it watches stands now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.module_loading import import_string

from safetyvalve.core.models import Authority
from safetyvalve.render.data import ChartData


@dataclass(frozen=True)
class Reading:
    """One thing watched, by the latest figure that can be used.

    ``key`` is the same for as long as the thing is watched. ``sentence`` can be read by itself, ``figures`` are its
    numbers in words for a small table, ``page`` the address under which everything about it stands. ``owner_id`` is
    the person who answers for it; with None the programme managers do. ``chart`` is drawn only when somebody is told.
    """

    key: str
    name: str
    period: str
    period_end: date
    is_off: bool
    sentence: str
    value: Decimal
    target: Decimal
    tolerance: Decimal | None
    figures: tuple[tuple[str, str], ...]
    page: str
    owner_id: int | None
    chart: Callable[[], ChartData | None]


AlertSource = Callable[[Authority, date], Iterable[Reading]]


def readings(authority: Authority, today: date) -> list[Reading]:
    """Everything watched in a council, from each of ``ALERT_SOURCES``. A fixed number of queries; writes nothing."""
    sources: list[AlertSource] = [import_string(dotted_path) for dotted_path in settings.ALERT_SOURCES]
    return [reading for source in sources for reading in source(authority, today)]
