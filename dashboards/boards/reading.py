"""Reading what a dashboard is drawn from: a fixed number of queries, however many charts, months or headings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from conditions.models import Agreement
from conditions.positions import OnRecord, read_on_record
from dashboards.board import Board, ChartKind
from dashboards.boards.divided import Pair, read_divided
from dashboards.boards.registry import CHART_BY_KEY
from dashboards.charts.lines import Frame
from dashboards.comparators import Held, held_against
from dashboards.comparisons import comparison
from dashboards.disclosure import suppress
from dashboards.looks import Look, divided_look
from dashboards.models import Indicator
from dashboards.payments import Payments, read_payments
from dashboards.points import MeasureSeries
from dashboards.positions import Deficit, read_deficit
from dashboards.scope import Scope
from dashboards.series import ENGLAND, STOCK_AND_FLOW, read_series, usable
from dashboards.top_ups import read_top_ups
from safetyvalve.core.models import Authority
from safetyvalve.render.data import ChartData

USUAL = "england"


@dataclass(frozen=True)
class Wanted:
    """What to read: measures by code, measures divided by a topic, and what is not a measure."""

    codes: tuple[str, ...]
    pairs: tuple[Pair, ...] = ()
    needs: frozenset[str] = frozenset()


def wanted_by(kinds: Iterable[ChartKind]) -> Wanted:
    """What these charts are drawn from."""
    found = list(kinds)
    return Wanted(
        tuple(dict.fromkeys(code for kind in found for code in kind.codes)),
        tuple(dict.fromkeys(kind.by for kind in found if kind.by)),
        frozenset(kind.needs for kind in found if kind.needs),
    )


def read_figures(
    authority: Authority,
    agreement: Agreement | None,
    wanted: Wanted,
    scope: Scope,
    *,
    today: date,
    held: Held | None = None,
    areas: tuple[str, ...] = (),
    found: Sequence[Indicator] | None = None,
    on_record: OnRecord | None = None,
) -> Board:
    """The figures this reader may see. ``held``: whom rates stand beside instead of England; ``areas``: others to read.
    ``found``: the measures, with those of stock and flow, and ``on_record``: what money is read from, where they have
    been read already.

    Small counts are hidden from readers outside the programme before anything is drawn or worked out.
    """
    areas = (ENGLAND, *areas, *(held.areas if held else ()))
    found = usable(authority, [*wanted.codes, *STOCK_AND_FLOW]) if found is None else list(found)
    raw = read_series(authority, wanted.codes, scope, areas=tuple(dict.fromkeys(areas)), found=found)
    divided = read_divided(authority, wanted.pairs, found, raw, scope)
    measures = {code: _seen(series, scope, held) for code, series in raw.items()}
    deficit, money = _money(agreement, wanted.needs, scope, today, on_record) if agreement else (None, None)
    has_top_ups = "top-ups" in wanted.needs and scope.is_inside
    top_ups = read_top_ups(agreement, until=today) if agreement and has_top_ups else None
    return Board(authority, scope, measures, deficit, divided, money, top_ups)


def _money(
    agreement: Agreement, needs: frozenset[str], scope: Scope, today: date, on_record: OnRecord | None
) -> tuple[Deficit | None, Payments | None]:
    if scope.is_inside and {"deficit", "money"} <= needs:
        on_record = on_record or read_on_record(agreement)
    deficit = read_deficit(agreement, scope, today=today, on_record=on_record) if "deficit" in needs else None
    has_money = "money" in needs and scope.is_inside
    return deficit, read_payments(agreement, today=today, on_record=on_record) if has_money else None


def _seen(series: MeasureSeries, scope: Scope, held: Held | None) -> MeasureSeries:
    shown = series if scope.is_inside else suppress(series, scope.threshold)
    if held is None:
        return shown
    found = comparison(shown, held) if shown.definition.is_relative else None
    line = found.line if found else None
    if found is None or line is None:
        return shown.with_comparators(())
    # A rate elsewhere comes by year: the council's own months are put together to stand beside it.
    return replace(found.own if found.own.known() else shown, comparators=(line,))


def charts_from(board: Board, kinds: Sequence[ChartKind], frame: Frame) -> list[tuple[ChartKind, ChartData]]:
    """Every chart that there are figures for, in the order given."""
    drawn = [(kind, kind.build(board, frame)) for kind in kinds]
    return [(kind, chart) for kind, chart in drawn if chart is not None]


def chosen_held(authority: Authority, key: str) -> tuple[list[Held], Held | None]:
    """Whom the council can be held against, and the one the address names; None for the usual: England."""
    found = held_against(authority)
    return found, next((each for each in found if each.key == key and key != USUAL), None)


def look_by_key(
    authority: Authority,
    agreement: Agreement | None,
    key: str,
    scope: Scope,
    frame: Frame,
    *,
    today: date,
    against: str = "",
) -> Look | None:
    """One chart of any dashboard in the frame of its page, a divided one with its whole table; None without such."""
    kind = CHART_BY_KEY.get(key)
    if kind is None:
        return None
    held = chosen_held(authority, against)[1] if against else None
    board = read_figures(authority, agreement, wanted_by([kind]), scope, today=today, held=held)
    breakdown = board.divided.get(kind.by) if kind.by else None
    chart = kind.build(board, frame)
    return divided_look(breakdown, frame, chart) if breakdown else Look(chart)
