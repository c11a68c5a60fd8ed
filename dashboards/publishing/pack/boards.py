"""A dashboard as a pack: the charts that its page shows to the same reader, in the same frame."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from conditions.models import Agreement
from dashboards.board import CHARTS, Board, ChartKind
from dashboards.boards.own import OwnChart, read_own
from dashboards.boards.reading import charts_from, chosen_held, read_figures, wanted_by
from dashboards.boards.registry import BY_SLUG
from dashboards.charts.lines import Frame
from dashboards.charts.parts import parts_table
from dashboards.models import CouncilDashboard
from dashboards.publishing.pack.packs import Item, Pack
from dashboards.scope import Scope
from safetyvalve.core.dates import in_words
from safetyvalve.core.models import Authority
from safetyvalve.render.data import ChartData

INTERNAL = "For use inside the council: small numbers are not hidden"
OVERVIEW, OVERVIEW_NAME, OVERVIEW_ABOUT = "overview", "Programme overview", "The charts of the programme overview."
MEANINGS = 3
"""As many measures of a chart are explained, as on its page."""


@dataclass(frozen=True)
class View:
    """How a dashboard is looked at: by whom, in which frame, of which agreement, divided or held against what.

    ``has_statuses``: tables say after their figures how each of them stands, for a file that programs read.
    """

    scope: Scope
    frame: Frame
    agreement: Agreement | None = None
    by: str = ""
    against: str = ""
    has_statuses: bool = False


def names() -> list[str]:
    """What a dashboard that every council has is called in an address."""
    return [OVERVIEW, *BY_SLUG]


def of_dashboard(authority: Authority, slug: str, view: View, *, today: date, now: datetime) -> Pack | None:
    """One of the dashboards that every council has; None for a name that none has."""
    charts: Sequence[ChartKind] = CHARTS
    name, about, held = OVERVIEW_NAME, OVERVIEW_ABOUT, None
    if slug in BY_SLUG:
        dashboard = BY_SLUG[slug]
        charts, name, about = dashboard.every_chart, dashboard.name, dashboard.about
        held = chosen_held(authority, view.against)[1] if dashboard.is_compared else None
    elif slug != OVERVIEW:
        return None
    figures = read_figures(authority, view.agreement, wanted_by(charts), view.scope, today=today, held=held)
    has_parts = any(topic == view.by for _, topic in figures.divided)
    drawn = charts_from(figures, _divided(charts, view.by if has_parts else ""), view.frame)
    items = [_item(figures, kind, chart, view) for kind, chart in drawn]
    return _pack(authority, name, about, items, view, today=today, now=now)


def of_own(authority: Authority, found: CouncilDashboard, view: View, *, today: date, now: datetime) -> Pack:
    """One that somebody in the council put together, with what they wrote beside its charts."""
    read = read_own(authority, found.charts, view.scope, view.frame, today=today, has_statuses=view.has_statuses)
    items = [item for each in read if (item := _own_item(each))]
    about = "\n\n".join(filter(None, (found.about, *map(_left_out, read))))
    return _pack(authority, found.name, about, items, view, today=today, now=now)


def _divided(kinds: Iterable[ChartKind], by: str) -> list[ChartKind]:
    """All charts; with a division chosen, only those of the divided that are divided so."""
    return [kind for kind in kinds if not by or kind.by is None or kind.by[1] == by]


def _item(figures: Board, kind: ChartKind, chart: ChartData, view: View) -> Item:
    series = [figures.measures[code] for code in kind.codes if code in figures.measures]
    meanings = [(each.definition.name, each.definition.definition) for each in series if each.points]
    divided = figures.divided[kind.by] if kind.by and chart.kind == "across" else None
    table = parts_table(divided, view.frame, has_statuses=view.has_statuses) if divided else None
    return Item(chart, table, tuple((name, meaning) for name, meaning in meanings[:MEANINGS] if meaning))


def _own_item(each: OwnChart) -> Item | None:
    if each.chart is None:
        return None
    meaning = each.definition.definition if each.definition else ""
    meanings = ((each.definition.name, meaning),) if each.definition and meaning else ()
    return Item(each.chart, each.table, meanings, "\n".join(filter(None, (each.undivided, each.words))))


def _left_out(each: OwnChart) -> str:
    """What is said of a chart that is not in the pack, as its page says it; nothing of one that is."""
    if each.chart is not None:
        return ""
    if each.definition is None:
        return "Not shown: a measure that is no longer kept."
    return f"Not shown: {each.definition.name}. Nothing on record yet that you can see in the way that was chosen."


def _pack(
    authority: Authority, name: str, about: str, items: Sequence[Item], view: View, *, today: date, now: datetime
) -> Pack:
    known = view.scope.known_by
    return Pack(
        council=authority.name,
        colour=authority.colour,
        title=name,
        time=f"figures up to {in_words(known)}" if known else f"as on record on {in_words(today)}",
        items=tuple(items),
        at=now,
        about=about,
        notice=authority.notice,
        is_illustrative=authority.is_illustrative,
        standing=INTERNAL if view.scope.is_inside else "",
    )


def narrowed(scope: Scope, last: date | None) -> Scope:
    """The same reader, who knows figures up to this day only."""
    return replace(scope, known_by=last) if last else scope
