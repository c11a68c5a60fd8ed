"""Which measures have changed since something was drawn, as the audit tells it."""

from django.conf import settings

from dashboards.models import ImportBatch, Indicator, IndicatorVersion, Measurement
from dashboards.series import STOCK_AND_FLOW
from safetyvalve.core.kept import State
from safetyvalve.core.models import AuditEvent, Authority

MOST_EVENTS = 50
_BATCH, _INDICATOR = ImportBatch._meta.label_lower, Indicator._meta.label_lower


def changed_since(authority: Authority, events: int, data_version: int, state: State) -> frozenset[int] | None:
    """The measures whose own figures or trajectories may be others; None when anything may. Two queries at most.

    Figures that came or went, and trajectories, concern their measures. Whatever else can change a figure concerns
    everything, and so does what no event of this council tells of.
    """
    if data_version == state.data_version:
        return frozenset()
    if state.events - events > MOST_EVENTS:
        return None
    rows = AuditEvent.objects.filter(authority=authority, sequence__gt=events, sequence__lte=state.events)
    told = rows.exclude(subject_type__in=settings.SUBJECTS_WITHOUT_FIGURES)
    found = list(told.order_by("sequence").values_list("subject_type", "action", "subject_id"))
    if len(found) != state.data_version - data_version:
        return None
    batches = {int(subject) for kind, _, subject in found if kind == _BATCH}
    aimed = {int(subject) for kind, action, subject in found if (kind, action) == (_INDICATOR, "targets_changed")}
    if len(found) != sum(kind == _BATCH or action == "targets_changed" for kind, action, _ in found):
        return None
    in_batches = Measurement.objects.filter(batch__in=batches).order_by()
    return frozenset(aimed.union(in_batches.values_list("version__indicator", flat=True).distinct() if batches else ()))


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
