"""Which measures have changed since something was drawn, as the audit tells it."""

from typing import NamedTuple

from django.conf import settings

from dashboards.models import ImportBatch, Indicator, IndicatorVersion, Measurement
from dashboards.series import STOCK_AND_FLOW
from safetyvalve.core import near
from safetyvalve.core.asking import Question
from safetyvalve.core.kept import State
from safetyvalve.core.models import AuditEvent, Authority

MOST_EVENTS = 50
AIMED_ANEW = "targets_changed"
_BATCH, _INDICATOR = ImportBatch._meta.label_lower, Indicator._meta.label_lower


class Told(NamedTuple):
    """What an event of the audit is about."""

    sequence: int
    kind: str
    action: str
    subject: str


_EVENTS = Question(
    lambda council, after, until: (
        AuditEvent.objects.filter(authority=council, sequence__gt=after, sequence__lte=until)
        .order_by("sequence")
        .values_list("sequence", "subject_type", "action", "subject_id")
    )
)
_MEASURES = Question(
    lambda batches: (
        Measurement.objects.filter(batch__in=batches).order_by().values_list("version__indicator", flat=True).distinct()
    )
)


def told_since(authority: Authority, events: int, state: State) -> list[Told] | None:
    """What has happened since the audit was ``events`` long; None when that is too much. One query in one state."""
    if state.events - events > MOST_EVENTS:
        return None
    if state.events <= events:
        return []
    place = ("told", authority.pk, state.events)
    latest = near.take(place)
    if latest is None:
        found = _EVENTS.ask(council=authority.pk, after=max(state.events - MOST_EVENTS, 0), until=state.events)
        latest = near.put(place, list(map(Told._make, found)))
    return [each for each in latest if each.sequence > events]


def changed_since(authority: Authority, events: int, data_version: int, state: State) -> frozenset[int] | None:
    """The measures whose own figures or trajectories may be others; None when anything may. Two queries at most.

    Figures that came or went, and trajectories, concern their measures. Whatever else can change a figure concerns
    everything, and so does what no event of this council tells of.
    """
    told = figures_told_since(authority, events, data_version, state)
    if told is None:
        return None
    batches = sorted({int(each.subject) for each in told if each.kind == _BATCH})
    aimed = {int(each.subject) for each in told if each.kind == _INDICATOR}
    return frozenset(aimed.union(measure for (measure,) in _MEASURES.ask(batches=batches)))


def figures_told_since(authority: Authority, events: int, data_version: int, state: State) -> list[Told] | None:
    """What moved the data version since, where each event says which figures or trajectories; None where any does not.

    One query in one state.
    """
    if data_version == state.data_version:
        return []
    told = told_since(authority, events, state)
    found = [each for each in told or () if each.kind not in settings.SUBJECTS_WITHOUT_FIGURES]
    if told is None or len(found) != state.data_version - data_version:
        return None
    return found if all(each.kind == _BATCH or each.action == AIMED_ANEW for each in found) else None


def read_by(code: str, by_code: dict[str, Indicator]) -> frozenset[int]:
    """The measures that a chart of this one is drawn from; none for an unknown one. Versions have been read before."""
    indicator = by_code.get(code)
    if indicator is None:
        return frozenset()
    versions: list[IndicatorVersion] = list(indicator.versions.all())
    parts = {pk for version in versions for pk in (version.numerator_id, version.denominator_id) if pk is not None}
    if any(version.formula == IndicatorVersion.Formula.RESIDUAL for version in versions):
        parts |= {by_code[code].pk for code in STOCK_AND_FLOW if code in by_code}
    return frozenset({indicator.pk, *parts})
