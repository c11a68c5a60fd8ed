"""The catalogue of measures."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dashboards import words
from dashboards.board import read_measures
from dashboards.charts.lines import Frame
from dashboards.models import Indicator, IndicatorVersion
from dashboards.points import Definition, MeasureSeries
from dashboards.scope import for_request
from dashboards.series import current_version, usable
from dashboards.views.dashboards import seen_until
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.render.data import Marker

POLARITY = {
    "higher": "Higher is better",
    "lower": "Lower is better",
    "target": "Close to target is better",
    "neutral": "Neutral: neither high nor low is good",
}


@dataclass(frozen=True)
class Entry:
    """A line of the catalogue."""

    indicator: Indicator
    definition: Definition
    latest: str
    when: str
    url: str

    @property
    def polarity(self) -> str:
        return POLARITY[self.definition.polarity]


def get_indicator(request: CouncilRequest, code: str) -> Indicator:
    """A measure this council may use, with its definitions; raises Http404."""
    found = usable(request.authority, [code])
    if not found:
        raise Http404
    return found[0]


@requires(Permission.DASHBOARD_VIEW)
def measures(request: CouncilRequest) -> HttpResponse:
    """Every measure: what it counts, on what basis, and its latest figure."""
    scope = for_request(request)
    indicators = [i for i in usable(request.authority) if not is_shown_elsewhere(i)]
    read = read_measures(request.authority, tuple(i.code for i in indicators), scope)
    entries = [_entry(request, indicator, read[indicator.code]) for indicator in indicators]
    context = {
        "own": [entry for entry in entries if entry.indicator.authority_id],
        "shipped": [entry for entry in entries if not entry.indicator.authority_id],
        "can_manage": Permission.MEASURE_MANAGE in request.permissions,
        "seen_until": seen_until(scope),
    }
    return render(request, "dashboards/measures.html", context)


def is_shown_elsewhere(indicator: Indicator) -> bool:
    """Whether its figures are another part of the record, so that it has no page here."""
    version = current_version(indicator)
    return version is None or version.kind == IndicatorVersion.Kind.DISPLAY


def _one_grain(series: MeasureSeries) -> MeasureSeries:
    return Frame(years=None).cut(series)[0]


def _entry(request: CouncilRequest, indicator: Indicator, series: MeasureSeries) -> Entry:
    cut = _one_grain(series)
    last = cut.points[-1] if cut.points else None
    latest = "No figure yet"
    if last is not None:
        latest = words.figure(series.definition, last.value) if last.is_known else _letter(last.marker)
    url = reverse("dashboards:measure", args=[request.authority.la_code, indicator.code])
    return Entry(indicator, series.definition, latest, last.period.label if last else "", url)


def _letter(marker: str) -> str:
    return f"{marker}: {Marker(marker).meaning}" if marker else "Not known"
