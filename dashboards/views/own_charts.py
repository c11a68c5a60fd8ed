"""The charts of a dashboard that a council put together: each is kept, and only what has changed is drawn again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from django.urls import get_script_prefix, reverse
from django.utils import timezone

from dashboards.boards.own import OwnChart, measures_of, read_own
from dashboards.changed import AIMED_ANEW, changed_since, figures_told_since
from dashboards.looks import NOBODY, Asked
from dashboards.models import CouncilDashboard, Indicator
from dashboards.periods import Grain
from dashboards.scope import for_request
from dashboards.views.kept import Drawing, Kept, written
from dashboards.views.page import Choices, Shown, address_of, shown
from dashboards.views.seen import seen_until
from safetyvalve.core import kept, near
from safetyvalve.core.access import CouncilRequest
from safetyvalve.core.packing import pack
from safetyvalve.core.roles import Permission
from safetyvalve.render.html import to_html

Chart = dict[str, str]


def kept_own(request: CouncilRequest, found: CouncilDashboard) -> Kept:
    """Everything beneath the heading of one of them."""
    return Kept(
        "dashboards/own_dashboard.html",
        (found.pk, found.facts, address_of(request)),
        lambda drawing: _drawn(request, found, drawing),
        lambda: _keys_of(request, found),
    )


def _drawn(request: CouncilRequest, found: CouncilDashboard, drawing: Drawing) -> str:
    """The same for all who are inside the programme, or all outside."""
    asked, scope = address_of(request), for_request(request)
    grain = Grain(asked.grain) if asked.grain else None
    chosen = Choices(asked.years, None, (), Asked(asked.by, asked.against), asked.is_rolling, grain)
    keys = _keys_of(request, found)
    markup = _still_good(request, keys, found.charts, drawing) if scope.is_inside else {}
    missing = [number for number, key in enumerate(keys) if key not in markup]
    charts = [found.charts[number] for number in missing]
    measures = _measures(request, found, drawing) if charts else []
    today = timezone.localdate()
    read = read_own(request.authority, charts, scope, chosen.frame, today=today, found=measures) if charts else []
    for number, each in zip(missing, read, strict=True):
        one = {"council": request.authority, "each": each, "shown": _shown(request, each, number + 1, chosen)}
        chart = markup[keys[number]] = written("dashboards/_own_chart.html", one)
        reads = ",".join(map(str, sorted(each.reads)))
        # Only ever read back here, never sent: what matters is how soon it is packed.
        drawing.also[keys[number]] = pack(f"{reads}\n{chart}".encode(), level=1)
    url = reverse("dashboards:own-dashboard", args=[request.authority.la_code, found.pk])
    context = {
        "council": request.authority,
        "year_links": chosen.year_links(url),
        "rolling_links": chosen.rolling_links(url),
        "seen_until": seen_until(scope),
    }
    return written("dashboards/_own_charts.html", context) + "".join(markup[key] for key in keys)


def _keys_of(request: CouncilRequest, found: CouncilDashboard) -> list[str]:
    """Under which its charts are kept, for readers like this one."""
    facts = ("own chart", Permission.SUBMISSION_VIEW in request.permissions, address_of(request), get_script_prefix())
    return [kept.key_of(*facts, number, chart) for number, chart in enumerate(found.charts)]


def _measures(request: CouncilRequest, found: CouncilDashboard, drawing: Drawing) -> list[Indicator]:
    """The measures of the dashboard with what was agreed for each, from this process's memory unless one of them may
    have been defined anew or something been agreed."""
    authority, state = request.authority, drawing.state
    place = ("measures", authority.pk, tuple(chart["code"] for chart in found.charts))
    events, data_version, measures = near.take(place) or (0, 0, None)
    told = figures_told_since(authority, events, data_version, state) if measures is not None else None
    if told is None or any(each.action == AIMED_ANEW for each in told):
        measures = measures_of(authority, found.charts)
    near.put(place, (state.events, state.data_version, measures))
    return cast("list[Indicator]", measures)


def _still_good(request: CouncilRequest, keys: list[str], charts: Sequence[Chart], drawing: Drawing) -> dict[str, str]:
    """Markup of the charts whose measures have not changed since they were drawn, on this day and release.

    One that stands beside other places is always drawn again: a list of neighbours changes it too.
    """
    known = ((key, drawing.known[key]) for key in keys if key in drawing.known)
    rows = {key: row for key, row in known if row.stamp == drawing.state.stamp}
    if not rows:
        return {}
    oldest = min(rows.values(), key=lambda row: (row.events, row.data_version))
    changed = changed_since(request.authority, oldest.events, oldest.data_version, drawing.state)
    if changed is None:
        return {}
    good: dict[str, str] = {}
    for key, chart in zip(keys, charts, strict=True):
        row = rows.get(key)
        is_beside_others = chart.get("against", "") not in ("", NOBODY)
        if row is None or (is_beside_others and row.data_version != drawing.state.data_version):
            continue
        reads, markup = _unpacked(row)
        if changed.isdisjoint(reads) and reads:
            good[key] = markup
    drawing.still, drawing.since = list(good), oldest
    return good


def _unpacked(part: kept.Part) -> tuple[frozenset[int], str]:
    reads, _, markup = part.packed.unpacked().decode().partition("\n")
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
