"""The list of dashboards: one headline for each, or what would have to be on record for it to show something."""

from dataclasses import dataclass
from datetime import date
from itertools import chain

from conditions.models import Agreement
from dashboards.board import HEADLINE_MEASURES, Board
from dashboards.boards.reading import Wanted, read_figures
from dashboards.boards.registry import DASHBOARDS, Dashboard
from dashboards.headlines import Headline, deficit_headline, measure_headline
from dashboards.scope import Scope
from safetyvalve.core.models import Authority


@dataclass(frozen=True)
class Entry:
    """A dashboard and what it says in one figure; None when it has nothing to show this reader."""

    dashboard: Dashboard
    headline: Headline | None


def read_everything(authority: Authority, agreement: Agreement | None, scope: Scope, *, today: date) -> Board:
    """The figures that the headlines of every dashboard are taken from, in as many queries as one dashboard."""
    charts = chain(*(each.charts for each in DASHBOARDS))
    codes = dict.fromkeys((*HEADLINE_MEASURES, *(code for kind in charts for code in kind.codes)))
    return read_figures(authority, agreement, Wanted(tuple(codes), (), frozenset({"deficit"})), scope, today=today)


def entries(board: Board) -> list[Entry]:
    """Every dashboard, in order."""
    return [Entry(each, _headline(board, each)) for each in DASHBOARDS]


def _headline(board: Board, dashboard: Dashboard) -> Headline | None:
    """The dashboard's own headline, or the first of its measures that has a figure."""
    if "dsg_deficit" in dashboard.headline and (found := deficit_headline(board)):
        return found
    codes = (*dashboard.headline, *(code for kind in dashboard.charts for code in kind.codes))
    series = (board.measures.get(code) for code in codes)
    first = next((each for each in series if each and any(p.is_known or p.marker for p in each.points)), None)
    return measure_headline(first.definition.name, first, "") if first else None
