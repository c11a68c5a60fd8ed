"""The latest figure of every measure, without reading whole series."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from dashboards.board import read_measures
from dashboards.models import Measurement
from dashboards.models.measurement import MeasurementQuerySet
from dashboards.points import MeasureSeries, Point
from dashboards.scope import Scope
from dashboards.series import read_series
from safetyvalve.core.models import Authority

RECENT = 14
"""Figures of a measure that are enough for its latest: a year of months before it for its growth, and one spare."""


@dataclass(frozen=True)
class RecentScope(Scope):
    """What a reader inside the programme sees, the newest figures of each measure only."""

    def narrow(self, measurements: MeasurementQuerySet) -> MeasurementQuerySet:
        numbered = (
            super()
            .narrow(measurements)
            .annotate(
                place=Window(
                    RowNumber(),
                    partition_by=[F("version__indicator"), F("area_code")],
                    order_by=[F("period_end").desc(), F("period_start").desc()],
                )
            )
        )
        return Measurement.objects.filter(pk__in=numbered.filter(place__lte=RECENT).values("pk"))


def latest_figures(authority: Authority, codes: Sequence[str], scope: Scope) -> dict[str, tuple[MeasureSeries, Point]]:
    """The last figure of each measure that has one: of several that end on a day, the one for the shortest time.

    Four queries. Readers outside the programme are given what disclosure control leaves of the whole series, since
    a figure can be hidden for the sake of an earlier one.
    """
    if scope.is_inside:
        read = read_series(authority, codes, RecentScope(is_inside=True, known_by=scope.known_by), areas=())
    else:
        read = read_measures(authority, tuple(codes), scope)
    return {
        code: (series, max(series.points, key=lambda point: (point.period.end, point.period.start)))
        for code, series in read.items()
        if series.points
    }
