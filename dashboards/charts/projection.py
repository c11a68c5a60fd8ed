"""Plans as they will stand once those about to be issued and about to cease are counted."""

from decimal import Decimal

from dashboards import words
from dashboards.charts.around import as_at_of, breaks_of, source_of
from dashboards.charts.demand import PLANS, Measures
from dashboards.charts.lines import Frame, drawn
from dashboards.formulas import added, worked_out
from dashboards.periods import without_holes
from dashboards.points import MeasureSeries, Point
from safetyvalve.render.data import ChartData
from safetyvalve.render.format import count

ISSUING, CEASING = "plans_about_to_be_issued", "plans_about_to_cease"
CODES = (PLANS, ISSUING, CEASING)


def projected(measures: Measures) -> MeasureSeries | None:
    """Plans now, plus about to be issued, minus about to cease: only of periods that have all three, or say why not."""
    plans, issuing, ceasing = (measures.get(code) for code in CODES)
    if plans is None or issuing is None or ceasing is None:
        return None
    points = [point for each in plans.points if (point := _sum(each, issuing, ceasing))]
    return MeasureSeries(plans.definition, tuple(points), plans.area_code, plans.area_name) if points else None


def _sum(now: Point, issuing: MeasureSeries, ceasing: MeasureSeries) -> Point | None:
    more, fewer = issuing.at(now.period), ceasing.at(now.period)
    if more is None or fewer is None:
        return None
    both, ending = added((now, more)), added((fewer,))
    value = None if both is None or ending is None else both - ending
    parts = (now, more, fewer)
    found = worked_out(now.period, value, parts, counts=tuple(each.value for each in parts))
    return found if found.is_known or found.marker else None


def behind(measures: Measures, frame: Frame) -> tuple[MeasureSeries, ...]:
    """Exactly the counts that the chart gives away: the plans of its time, and of its projections the other two."""
    found = projected(measures)
    if found is None:
        return ()
    ahead, plans = frame.cut(*_in_one_grain(found, measures[PLANS]))
    periods = {point.period for point in ahead.points}
    others = (measures[code] for code in (ISSUING, CEASING))
    return plans, *(each.with_points(p for p in each.points if p.period in periods) for each in others)


def _in_one_grain(found: MeasureSeries, plans: MeasureSeries) -> tuple[MeasureSeries, MeasureSeries]:
    grain = found.points[-1].period.grain
    return found.of_grain(grain), plans.of_grain(grain)


def projection(measures: Measures, frame: Frame) -> ChartData | None:
    """Each month's plans beside what was about to become of them."""
    found = projected(measures)
    if found is None:
        return None
    ahead, plans = frame.cut(*_in_one_grain(found, measures[PLANS]))
    periods = list(without_holes(point.period for each in (plans, ahead) for point in each.points))
    title, summary = _words(ahead, plans, measures)
    return ChartData(
        key="projection",
        title=title,
        subtitle="Plans now, plus plans about to be issued, minus plans about to cease. Number, on the last day. "
        f"{periods[0].label} to {periods[-1].label}.",
        kind="line",
        unit="count",
        categories=tuple(period.label for period in periods),
        series=(
            drawn("EHC plans", plans.points, periods),
            drawn("With those about to begin or end", ahead.points, periods, role="forecast"),
        ),
        summary=summary,
        source=source_of(plans, measures[ISSUING]),
        as_at=as_at_of(plans),
        breaks=breaks_of(plans, periods),
        axis_from_zero=False,
        category_name=periods[0].grain.word,
    )


def _words(ahead: MeasureSeries, plans: MeasureSeries, measures: Measures) -> tuple[str, str]:
    """Title and summary: of the last period of which all is known, or else that there is none."""
    latest = ahead.latest
    now = plans.at(latest.period) if latest else None
    if latest is None or now is None or latest.value is None or now.value is None:
        told = words.nothing(ahead, "EHC plans once those in the pipeline are counted")
        return told, f"{told}."
    change = words.change(plans.definition, latest.value, now.value, "without them")
    title = f"{count(now.value)} EHC plans {now.phrase}, {count(latest.value)} once those in the pipeline are counted"
    more, fewer = (words.figure(plans.definition, _value(measures[code], latest)) for code in (ISSUING, CEASING))
    return f"{title}: {change}", (
        f"{latest.period.label}: {words.figure(plans.definition, now.value)} plans, {more} about to be issued "
        f"and {fewer} about to cease. This says nothing of requests still to come."
    )


def _value(series: MeasureSeries, latest: Point) -> Decimal | None:
    point = series.at(latest.period)
    return point.value if point else None
