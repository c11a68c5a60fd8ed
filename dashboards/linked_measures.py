"""The council's measures as an app below sees them: what they are called, and their latest figures in words."""

from collections.abc import Collection

from django.urls import reverse

from dashboards.models import Indicator
from dashboards.scope import INSIDE
from dashboards.series import read_series
from dashboards.words import figure_of
from safetyvalve.core.models import Authority
from workstreams.linked_measures import LinkedMeasure


def read(authority: Authority, codes: Collection[str] | None) -> list[LinkedMeasure]:
    """Every measure in use, by name alone; or those with these codes, each with its latest known figure."""
    if codes is None:
        usable = Indicator.objects.usable_by(authority).filter(is_retired=False)
        return [LinkedMeasure(each.code, each.name) for each in usable]
    found = []
    for code, series in read_series(authority, list(codes), INSIDE).items():
        known = [point for point in series.points if point.is_known]
        latest = figure_of(series.definition, known[-1]) if known else ""
        url = reverse("dashboards:measure", args=[authority.la_code, code])
        when = known[-1].period.exactly if known else ""
        found.append(LinkedMeasure(code, series.definition.name, latest, when, url))
    return found
