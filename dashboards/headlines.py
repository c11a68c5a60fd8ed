"""The row of figures at the top of a dashboard: the value, which way it has moved, and what to hold it against."""

from dataclasses import dataclass
from decimal import Decimal

from dashboards import words
from dashboards.board import Board
from dashboards.charts import deficit as deficit_charts
from dashboards.charts import demand
from dashboards.charts.lines import Frame
from dashboards.heat_map import HeatMap, in_words
from dashboards.points import MeasureSeries, Point
from safetyvalve.core import money
from safetyvalve.core.dates import FinancialYear


@dataclass(frozen=True)
class Headline:
    """One figure, ready to read. ``tone`` is "good", "bad" or "": always "" for a neutral measure."""

    label: str
    value: str
    change: str = ""
    tone: str = ""
    note: str = ""
    url: str = ""


def headlines(board: Board, heat_map: HeatMap | None) -> list[Headline]:
    """Plans, balance, refusals, timeliness and conditions, each when something is known of it."""
    found = [
        measure_headline("EHC plans", board.measures.get(demand.PLANS), "#chart-plans"),
        deficit_headline(board),
        measure_headline(_refusals_label(board), demand.refusal_series(board.measures), "#chart-refusal-rate"),
        measure_headline("Plans issued within 20 weeks", board.measures.get(demand.TIMELINESS), "#chart-timeliness"),
        _conditions(heat_map),
    ]
    return [headline for headline in found if headline is not None]


def measure_headline(label: str, series: MeasureSeries | None, url: str) -> Headline | None:
    if series is None:
        return None
    [cut] = Frame(years=None).cut(series)
    last = cut.points[-1] if cut.points else None
    if last is None:
        return None
    latest = last if last.is_reliable else cut.latest
    if latest is None:
        return Headline(label, "Not reliable", note=words.passed_over(cut), url=url)
    if latest.value is None:
        return Headline(label, "Hidden" if latest.marker == "c" else "Not known", note=_absent(latest), url=url)
    changes = words.changes_of(cut, latest)
    against = words.target_sentence(cut, latest)
    when = latest.period.label + words.standing(latest)
    return Headline(
        label=label,
        value=words.figure_of(cut.definition, latest),
        change=_capital(changes[-1]) if changes else "",
        tone=_tone(cut, latest),
        note=" ".join(filter(None, (f"{when}.", words.passed_over(cut), against))),
        url=url,
    )


def _tone(series: MeasureSeries, latest: Point) -> str:
    other = series.a_year_before(latest) or series.before(latest)
    if other is None or other.value is None or latest.value is None:
        return ""
    return words.direction(series.definition, latest.value, other.value)


def _absent(point: Point) -> str:
    if point.marker == "c":
        return f"{point.period.label}. c: hidden to protect children."
    return f"{point.period.label}."


def _refusals_label(board: Board) -> str:
    series = demand.refusal_series(board.measures)
    if series and series.code == demand.RATE_PUBLISHED:
        return "Requests refused an assessment, as published"
    return "Decisions that were not to assess"


def deficit_headline(board: Board) -> Headline | None:
    deficit = board.deficit
    label = deficit_charts.subject_year(deficit, "after") if deficit else None
    if deficit is None or deficit.latest is None or label is None:
        return None
    year = deficit.latest.year(label)
    latest = deficit_charts.balance_of(year, "after")
    planned = deficit_charts.balance_of(deficit.plan.year(label), "after") if deficit.plan else None
    kind = "Outturn" if year and year.is_settled else "Forecast"
    march = FinancialYear.parse(label).last_day.year
    return Headline(
        label="DSG balance after DfE payments",
        value=_short_balance(latest),
        change="" if planned is None else _capital(money.compared(latest, planned)),
        tone="" if latest is None or planned is None or latest == planned else "good" if latest > planned else "bad",
        note=f"{kind} for March {march}, reported in {deficit.latest.name}.",
        url="#chart-deficit-after-payments",
    )


def _short_balance(amount: Decimal | None) -> str:
    return _capital(money.balance(amount))


def _conditions(heat_map: HeatMap | None) -> Headline | None:
    column, levels = heat_map.latest() if heat_map else ("", [])
    if heat_map is None or not levels:
        return None
    on_course = sum(1 for level in levels if level.is_on_course)
    return Headline(
        label=f"{heat_map.row_heading}s on target or complete",
        value=f"{on_course} of {len(levels)}",
        change=in_words(levels),
        note=f"{column}.",
        url="#heat-map",
    )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
