"""The charts of a dashboard that a council put together: each is kept, and only what has changed is drawn again."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from dashboards.boards.own import OwnChart, measures_of, read_own
from dashboards.changed import changed_since
from dashboards.looks import NOBODY, Asked
from dashboards.models import CouncilDashboard, Indicator
from dashboards.periods import Grain
from dashboards.scope import for_request
from dashboards.views.kept import Drawing
from dashboards.views.page import Choices, Shown, address_of, shown
from dashboards.views.seen import seen_until
from safetyvalve.core import kept, near
from safetyvalve.core.access import CouncilRequest
from safetyvalve.core.models import KeptMarkup
from safetyvalve.core.packing import Packed, pack
from safetyvalve.core.roles import Permission
from safetyvalve.render.html import to_html

Chart = dict[str, str]


def own_charts(request: CouncilRequest, found: CouncilDashboard, drawing: Drawing) -> str:
    """Everything beneath the heading: the same for all who are inside the programme, or all outside."""
    asked, scope = address_of(request), for_request(request)
    grain = Grain(asked.grain) if asked.grain else None
    chosen = Choices(asked.years, None, (), Asked(asked.by, asked.against), asked.is_rolling, grain)
    keys = keys_of(request, found)
    still = _still_good(request, keys, found.charts, drawing) if scope.is_inside else Still()
    written = still.written
    missing = [number for number, key in enumerate(keys) if key not in written]
    charts = [found.charts[number] for number in missing]
    measures = _measures(request, found, drawing, still) if charts else []
    today = timezone.localdate()
    read = read_own(request.authority, charts, scope, chosen.frame, today=today, found=measures) if charts else []
    for number, each in zip(missing, read, strict=True):
        one = {"council": request.authority, "each": each, "shown": _shown(request, each, number + 1, chosen)}
        markup = render_to_string("dashboards/_own_chart.html", one)
        reads = ",".join(map(str, sorted(each.reads)))
        written[keys[number]] = markup
        drawing.also[keys[number]] = pack(f"{reads}\n{markup}".encode())
    url = reverse("dashboards:own-dashboard", args=[request.authority.la_code, found.pk])
    context = {
        "council": request.authority,
        "charts": [written[key] for key in keys],
        "year_links": chosen.year_links(url),
        "rolling_links": chosen.rolling_links(url),
        "seen_until": seen_until(scope),
    }
    return render_to_string("dashboards/_own_charts.html", context)


def keys_of(request: CouncilRequest, found: CouncilDashboard) -> list[str]:
    """Under which its charts are kept, for readers like this one."""
    is_inside = Permission.SUBMISSION_VIEW in request.permissions
    asked = address_of(request)
    return [kept.key_of("own chart", is_inside, number, chart, asked) for number, chart in enumerate(found.charts)]


@dataclass
class Still:
    """What need not be drawn again: markup by key. Since the state ``since`` nothing has happened but to figures and
    trajectories; None where that is not known."""

    written: dict[str, str] = field(default_factory=dict)
    since: KeptMarkup | None = None


def _measures(request: CouncilRequest, found: CouncilDashboard, drawing: Drawing, still: Still) -> list[Indicator]:
    """The measures of the dashboard, from this process's memory unless one of them may have been defined anew."""
    authority, state, since = request.authority, drawing.state, still.since
    place = ("measures", authority.pk, tuple(chart["code"] for chart in found.charts))
    events, data_version, measures = near.take(place) or (0, -1, [])
    is_since = since is not None and events >= since.events and data_version >= since.data_version
    if data_version != state.data_version and not is_since:
        measures = measures_of(authority, found.charts)
    near.put(place, (state.events, state.data_version, measures))
    return cast("list[Indicator]", measures)


def _still_good(request: CouncilRequest, keys: list[str], charts: Sequence[Chart], drawing: Drawing) -> Still:
    """Markup of the charts whose measures have not changed since they were drawn, on this day and release.

    One that stands beside other places is always drawn again: a list of neighbours changes it too.
    """
    known = ((key, drawing.known[key]) for key in keys if key in drawing.known)
    rows = {key: row for key, row in known if row.stamp == drawing.state.stamp}
    if not rows:
        return Still()
    oldest = min(rows.values(), key=lambda row: row.events)
    changed = changed_since(request.authority, oldest.events, oldest.data_version, drawing.state)
    if changed is None:
        return Still()
    good = {}
    for key, chart in zip(keys, charts, strict=True):
        row = rows.get(key)
        is_beside_others = chart.get("against", "") not in ("", NOBODY)
        if row is None or (is_beside_others and row.data_version != drawing.state.data_version):
            continue
        reads, markup = _unpacked(row)
        if changed.isdisjoint(reads) and reads:
            good[key] = markup
            drawing.also[key] = Packed.of(bytes(row.markup))
    return Still(good, oldest)


def _unpacked(row: KeptMarkup) -> tuple[frozenset[int], str]:
    reads, _, markup = Packed.of(bytes(row.markup)).unpacked().decode().partition("\n")
    return frozenset(map(int, reads.split(","))) if reads else frozenset(), markup


def _shown(request: CouncilRequest, each: OwnChart, number: int, chosen: Choices) -> Shown | None:
    """The chart under a name of its own: a measure can stand on the page twice."""
    if each.chart is None:
        return None
    key = each.chart.key
    return shown(
        replace(each.chart, key=f"{key}-{number}"),
        la_code=request.authority.la_code,
        query=chosen.query(asked=each.asked),
        definitions=[each.definition] if each.definition else [],
        download_key=key,
        table=to_html(each.table, caption_hidden=True) if each.table else "",
        level=2,
    )
