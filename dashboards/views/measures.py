"""The catalogue of measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dashboards import words
from dashboards.catalogue import OWN, OWN_HEADING, SECTIONS, SHOWN, Wanted, in_sections, is_shown_elsewhere
from dashboards.latest import latest_figures
from dashboards.models import Indicator
from dashboards.points import Definition, MeasureSeries, Point
from dashboards.scope import for_request
from dashboards.series import describe, usable
from dashboards.views.seen import seen_until
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.render.data import Marker

POLARITY = {
    "higher": "Higher is better",
    "lower": "Lower is better",
    "target": "Close to target is better",
    "neutral": "Neutral: neither high nor low is good",
}
Latest = dict[str, tuple[MeasureSeries, Point]]


@dataclass(frozen=True)
class Entry:
    """A line of the catalogue."""

    indicator: Indicator
    definition: Definition
    latest: str
    when: str
    doubt: str
    url: str

    @property
    def polarity(self) -> str:
        return POLARITY[self.definition.polarity].partition(":")[0]


@dataclass(frozen=True)
class Section:
    """A heading of the catalogue with its lines."""

    key: str
    heading: str
    entries: Sequence[Entry]


def get_indicator(request: CouncilRequest, code: str) -> Indicator:
    """A measure this council may use, with its definitions; raises Http404."""
    found = usable(request.authority, [code])
    if not found:
        raise Http404
    return found[0]


@requires(Permission.DASHBOARD_VIEW)
def measures(request: CouncilRequest) -> HttpResponse:
    """What is counted, section by section, with the latest figure of each: those with figures, or as asked for."""
    scope = for_request(request)
    wanted = Wanted.read(request.GET.dict())
    every = [indicator for indicator in usable(request.authority) if not is_shown_elsewhere(indicator)]
    matching = [indicator for indicator in every if wanted.matches(indicator)]
    latest = latest_figures(request.authority, [indicator.code for indicator in matching], scope)
    chosen = [i for i in matching if i.code in latest] if wanted.shown == "figures" else matching
    context = {
        "sections": _sections(request, chosen, latest),
        "wanted": wanted,
        "section_choices": [("", "All sections"), *_section_choices(every)],
        "shown_choices": list(SHOWN.items()),
        "found": len(chosen),
        "without_figures": len(matching) - len(chosen),
        "all_query": urlencode({"words": wanted.words, "section": wanted.section, "shown": "all"}),
        "can_manage": Permission.MEASURE_MANAGE in request.permissions,
        "seen_until": seen_until(scope),
    }
    return render(request, "dashboards/measures.html", context)


def _section_choices(every: Sequence[Indicator]) -> list[tuple[str, str]]:
    own = [(OWN, OWN_HEADING)] if any(indicator.authority_id for indicator in every) else []
    return [*own, *SECTIONS.items()]


def _sections(request: CouncilRequest, indicators: Sequence[Indicator], latest: Latest) -> list[Section]:
    return [
        Section(key, heading, [_entry(request, indicator, latest.get(indicator.code)) for indicator in each])
        for key, heading, each in in_sections(indicators)
    ]


def _entry(request: CouncilRequest, indicator: Indicator, found: tuple[MeasureSeries, Point] | None) -> Entry:
    definition = describe(indicator)
    url = reverse("dashboards:measure", args=[request.authority.la_code, indicator.code])
    if found is None:
        return Entry(indicator, definition, "", "", "", url)
    series, point = found
    latest = words.figure_of(series.definition, point) if point.is_known else _letter(point.marker)
    return Entry(indicator, definition, latest, point.period.label, words.standing(point).strip(" ()"), url)


def _letter(marker: str) -> str:
    return f"{marker}: {Marker(marker).meaning}" if marker else "Not known"
