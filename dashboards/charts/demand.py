"""Plans, requests and refusals. Requests and refusals are neutral: decisions about children's rights, not targets."""

from collections.abc import Sequence
from dataclasses import replace

from dashboards import words
from dashboards.charts.around import as_at_of, breaks_of_all, notes_together, source_of, with_trajectories_sources
from dashboards.charts.lines import Frame, aimed, drawn, line_chart, render_unit, tolerance_band, usable_trajectories
from dashboards.periods import Grain, Period, without_holes
from dashboards.points import MeasureSeries, Point, Trajectory, first_day_of_window
from dashboards.rolling import BASIS, TwelveMonths
from safetyvalve.render.data import MAXIMUM_LINES, ChartData

PLANS = "plans_maintained"
REQUESTS, DECISIONS, REFUSALS = "requests_received", "decisions_to_assess_made", "refusals_to_assess"
REFUSALS_PUBLISHED = "refusals_published"
RATE_DECISIONS, RATE_PUBLISHED = "refusal_rate_decisions", "refusal_rate_published"
RATE_REQUESTS, RATE_MONTH = "refusal_rate_requests", "refusal_rate_month_reported"
TIMELINESS = "timeliness_20_weeks"
FEW = 4
"""Fewer month ends than this are told beside the census; more make a line of their own."""

Measures = dict[str, MeasureSeries]


def plans(measures: Measures, frame: Frame) -> ChartData | None:
    """EHC plans against what was agreed."""
    if PLANS not in measures:
        return None
    series, beside = counted(measures[PLANS], frame)
    return line_chart(
        "plans",
        series,
        title=words.finding(series, "EHC plans"),
        summary=words.summary(series, "EHC plans maintained", beside[1] if beside else ()),
        name="EHC plans",
        beside=beside,
    )


def counted(series: MeasureSeries, frame: Frame) -> tuple[MeasureSeries, tuple[str, list[Point]] | None]:
    """Plans on the census and the few that the council told at a month's end: the newer first, the others beside.

    Where a council counts its plans every month, those are the line and there is nothing beside it.
    """
    months, census = series.of_grain(Grain.MONTH), series.of_grain(Grain.CENSUS)
    is_chosen = frame.grain is not None or frame.is_rolling
    if is_chosen or not months.latest or not census.latest or len(months.known()) >= FEW:
        return frame.cut(series)[0], None
    last = max(months.latest.period.end, census.latest.period.end)
    first = first_day_of_window(last, frame.years)
    told, published = months.since(first), census.since(first)
    if months.latest.period.end > census.latest.period.end:
        return told, ("On the January census", list(published.points))
    return published, ("As the council told at a month’s end", list(told.points))


def refusal_series(measures: Measures) -> MeasureSeries | None:
    """The rate on the basis the council's figures allow: of decisions when monthly, else as published yearly."""
    monthly = measures.get(RATE_DECISIONS)
    if monthly and Grain.MONTH in monthly.grains():
        return monthly
    published = measures.get(RATE_PUBLISHED)
    return published if published and published.points else monthly


def refusal_rate(measures: Measures, frame: Frame) -> ChartData | None:
    """Refusals to assess as a share, with its basis in the title; no colour, no cheer."""
    found = refusal_series(measures)
    if found is None:
        return None
    [series] = frame.cut(found)
    return line_chart(
        "refusal-rate",
        series,
        title=refusal_title(series),
        summary=words.summary(series, refusal_subject(series)),
        name=series.area_name,
        with_trajectories=False,
    )


def refusal_month_series(measures: Measures) -> MeasureSeries | None:
    """Refusals against the requests of the same month: from the counts where they are on record, else as reported."""
    found = [measures[code].of_grain(Grain.MONTH) for code in (RATE_REQUESTS, RATE_MONTH) if code in measures]
    return next((series for series in found if series.known()), None)


def refusal_rate_month(measures: Measures, frame: Frame) -> ChartData | None:
    """The same on the council's own monthly basis, which is said in the title; no target, no cheer."""
    found = next((measures[code] for code in (RATE_REQUESTS, RATE_MONTH) if code in measures), None)
    if found is None:
        return None
    [series] = frame.cut(found)
    subject = "Refusals to assess as a share of the month’s requests"
    latest = series.latest
    title = words.nothing(series, subject)
    if latest:
        rate = words.figure_of(series.definition, latest)
        title = f"Refusals to assess {latest.phrase} were {rate} of the requests received in the month"
    return line_chart(
        "refusal-rate-month",
        series,
        title=title,
        summary=words.summary(series, subject),
        name=series.area_name,
        with_trajectories=False,
    )


def refusal_subject(series: MeasureSeries) -> str:
    """The measure with its basis, to begin a sentence."""
    if series.code == RATE_PUBLISHED:
        return "Requests refused an assessment, as published"
    return "Decisions that were refusals to assess"


def refusal_title(series: MeasureSeries) -> str:
    latest = series.latest
    if latest is None:
        return words.nothing(series, refusal_subject(series))
    rate = words.figure_of(series.definition, latest)
    if series.code == RATE_PUBLISHED:
        return f"{rate} of requests received {latest.period.phrase} were refused an assessment"
    return f"{rate} of decisions {latest.period.phrase} were not to assess"


def requests_and_decisions(measures: Measures, frame: Frame) -> ChartData | None:
    """The counts behind the refusal rate: requests received, decisions made, refusals."""
    names = {
        REQUESTS: "Requests received",
        DECISIONS: "Decisions made",
        REFUSALS: "Decisions not to assess",
        REFUSALS_PUBLISHED: "Requests refused",
    }
    what = "Requests for an EHC needs assessment, and what was decided. Number, each by its own date"
    return several("requests-and-decisions", measures, names, frame, what)


def rights(measures: Measures, frame: Frame) -> ChartData | None:
    """Mediation and appeals: what families do about decisions they disagree with."""
    names = {"mediation_cases": "Mediation cases", "appeals_registered": "Appeals registered"}
    what = "Cases that went to mediation, and appeals to the tribunal. Number"
    return several("mediation-and-appeals", measures, names, frame, what)


def several(
    key: str, measures: Measures, names: dict[str, str], frame: Frame, what: str, *, subject: str = ""
) -> ChartData | None:
    """Several measures of one unit on one chart, each with its own line and sentence; and what was agreed for them, as
    far as there is room. ``subject`` begins the title where the names alone do not say what is told."""
    wanted = [measures[code] for code in names if code in measures and measures[code].points]
    cut = [series for series in frame.cut(*wanted) if series.points]
    if not cut:
        return None
    periods = list(without_holes(point.period for series in cut for point in series.points))
    is_rolling = any(isinstance(period, TwelveMonths) for period in periods)
    span = f"{periods[0].label} to {periods[-1].label}" if len(periods) > 1 else periods[0].label
    aims = _aims(cut, names, periods)
    return ChartData(
        key=key,
        title=title_of_several(cut, names, subject),
        subtitle=". ".join(filter(None, (what, BASIS if is_rolling else "", span))) + ".",
        kind="line",
        unit=render_unit(cut[0]),
        categories=tuple(period.label for period in periods),
        series=(
            *(drawn(names[series.code], series.points, periods) for series in cut),
            *(aimed(each, periods) for each in aims),
        ),
        summary=" ".join(words.summary(series, names[series.code]) for series in cut),
        source=with_trajectories_sources(source_of(*cut), aims),
        as_at=as_at_of(*cut),
        breaks=breaks_of_all(cut, periods),
        band=tolerance_band(aims, periods) if len(aims) == 1 else None,
        category_name=periods[0].grain.word,
        notes=notes_together(cut),
    )


def _aims(cut: Sequence[MeasureSeries], names: dict[str, str], periods: Sequence[Period]) -> list[Trajectory]:
    """What is answered to for each measure now, named after it, where the chart has a line to spare."""
    found = []
    for series in cut:
        reaching = [each for each in usable_trajectories(series) if any(each.in_period(p) is not None for p in periods)]
        found += [replace(each, name=f"{names[series.code]}: {words.in_sentence(each.name)}") for each in reaching[-1:]]
    return found[: MAXIMUM_LINES - len(cut)]


def title_of_several(cut: list[MeasureSeries], names: dict[str, str], subject: str = "") -> str:
    latest = max((s.latest for s in cut if s.latest), key=lambda point: point.period, default=None)
    if latest is None:
        return f"{subject or ' and '.join(names.values())}: no figure that can be shown"
    parts = []
    for series in cut:
        point = series.at(latest.period)
        if point and (point.is_comparable or point.is_so_far):
            told = f"{words.figure(series.definition, point.value)} {words.in_sentence(names[series.code])}"
            parts.append(f"{told} so far" if point.is_so_far else told)
    return f"{subject}{': ' if subject else ''}{', '.join(parts)} {latest.period.phrase}"


def timeliness(measures: Measures, frame: Frame) -> ChartData | None:
    """Plans issued within 20 weeks: what the law promises, beside what is refused."""
    if TIMELINESS not in measures:
        return None
    [series] = frame.cut(measures[TIMELINESS])
    latest = series.latest
    title = words.nothing(series, "Plans issued within 20 weeks")
    if latest:
        rate = words.figure_of(series.definition, latest)
        title = f"{rate} of plans {latest.period.phrase} came within 20 weeks"
    return line_chart(
        "timeliness",
        series,
        title=title,
        summary=words.summary(series, "Plans issued within 20 weeks, exceptions left out"),
        name=series.area_name,
    )
