"""The charts that an edition may hold: what each is read from, and how it is drawn from what may be shown.

Each is cut to what a reader will see before disclosure control looks at it, so that exactly the figures that are
published count as published.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from conditions.models import Agreement
from dashboards.board import Board
from dashboards.boards.divided import read_divided
from dashboards.boards.registry import CHART_BY_KEY
from dashboards.breakdowns import Breakdown
from dashboards.charts import demand
from dashboards.charts.lines import Frame
from dashboards.charts.parts import name_of, parts_chart, parts_table
from dashboards.charts.projection import behind
from dashboards.charts.top_ups import top_ups
from dashboards.few_plans import years_of_few_plans
from dashboards.health_register import known_by_year
from dashboards.points import MeasureSeries
from dashboards.positions import read_deficit
from dashboards.publishing.averages import of_nobody_knows_how_many, rate_parts
from dashboards.publishing.collecting import (
    NO_PARTS,
    Collected,
    RateParts,
    collect_breakdown,
    collect_series,
    hide,
)
from dashboards.publishing.knowledge import Key
from dashboards.publishing.material import Cut, Drawn, Material
from dashboards.publishing.meanings import OF_RISKS, OF_TOP_UPS, Meaning, of_balance
from dashboards.publishing.money import (
    BALANCES,
    HEALTH,
    in_whole_pounds,
    without_years,
)
from dashboards.publishing.offers import BY_KEY, PLACE_COSTS, Offer
from dashboards.publishing.place_costs import PLANS, collect_costs, hide_costs
from dashboards.publishing.protection import LEAST_THRESHOLD
from dashboards.publishing.risks import biggest_risks
from dashboards.publishing.savings import NO_SAVINGS, SAVINGS, Told, read_savings
from dashboards.publishing.twelve import collect_twelve, twelve_months
from dashboards.scope import OUTSIDE, as_at
from dashboards.series import read_series, usable
from dashboards.top_ups import read_top_ups
from safetyvalve.core.dates import month_end
from safetyvalve.core.models import Authority
from safetyvalve.render.data import ChartData

WINDOW = Frame()
AS_CUT = Frame(years=None)
UNIT_COST = "unit-cost-published"

Measures = dict[str, MeasureSeries]


BUILD: dict[str, Callable[[Measures, Frame], ChartData | None]] = {
    "plans": demand.plans,
    "requests-and-decisions": demand.requests_and_decisions,
    "timeliness": demand.timeliness,
    "refusal-rate": demand.refusal_rate,
    "mediation-and-appeals": demand.rights,
    "refusal-rate-month": demand.refusal_rate_month,
}
"""The others are built as on the dashboard that has them."""
ONE_OF: dict[str, Callable[[Measures], MeasureSeries | None]] = {
    "refusal-rate": demand.refusal_series,
    "refusal-rate-month": demand.refusal_month_series,
}
"""Charts of one measure, chosen by what is on record."""


def read_material(
    authority: Authority, agreement: Agreement | None, keys: Sequence[str], month: date, earlier: Sequence[Told] = ()
) -> Material:
    """Everything for these charts. ``earlier`` are the savings that readers have been shown.

    A fixed number of queries, however many charts.
    """
    last = month_end(month)
    scope = as_at(last)
    offers = [BY_KEY[key] for key in keys if key in BY_KEY]
    pairs = [(offer.codes[0], offer.by) for offer in offers if offer.by]
    pairs += [(PLANS, offer.by) for offer in offers if offer.key == PLACE_COSTS]
    codes = dict.fromkeys(code for offer in offers for code in offer.codes) | dict.fromkeys(code for code, _ in pairs)
    catalogue = usable(authority)
    measures = read_series(authority, list(codes), scope, found=catalogue) if codes else {}
    every_divided = read_divided(authority, pairs, catalogue, measures, scope)
    of_rates, cuts = rate_parts(catalogue), {}
    for offer in offers:
        divided = every_divided.get((offer.codes[0], offer.by)) if offer.by else None
        is_of_costs = divided is not None and offer.key == PLACE_COSTS
        plans = every_divided.get((PLANS, offer.by)) if is_of_costs else None
        cuts[offer.key] = cut(offer, measures, divided, of_rates, plans)
    threshold = max(authority.small_count_threshold, LEAST_THRESHOLD)
    wants_balance, wants_savings = (any(key in cuts for key in keys_of) for keys_of in (BALANCES, SAVINGS))
    return Material(
        cuts=cuts,
        parts=of_rates,
        threshold=threshold,
        deficit=read_deficit(agreement, replace(OUTSIDE, known_by=last), today=last)
        if agreement and wants_balance
        else None,
        savings=read_savings(agreement, cuts, threshold=threshold, earlier=earlier)
        if agreement and wants_savings
        else NO_SAVINGS,
        risks=biggest_risks(agreement, until=last) if "biggest-risks" in cuts else None,
        top_ups=top_ups(read_top_ups(agreement, until=last)) if agreement and "top-ups" in cuts else None,
        few_plans=years_of_few_plans(known_by_year(authority), threshold) if HEALTH in cuts else frozenset(),
        names={indicator.code: indicator.name for indicator in catalogue},
    )


def cut(
    offer: Offer,
    measures: Mapping[str, MeasureSeries],
    divided: Breakdown | None = None,
    of_rates: RateParts = NO_PARTS,
    plans: Breakdown | None = None,
) -> Cut:
    """Exactly what the chart will show, before anything is hidden."""
    if offer.by:
        if divided is None or divided.is_of_counts == (offer.key == PLACE_COSTS):
            return Cut(offer)
        whole, *parts = WINDOW.cut(divided.total, *divided.parts)
        return Cut(offer, divided=replace(divided, total=whole, parts=tuple(parts)), behind=plans)
    found = [measures[code] for code in offer.codes if code in measures and measures[code].points]
    if offer.drawn_as in ONE_OF:
        chosen = ONE_OF[offer.drawn_as]({series.code: series for series in found})
        found = [chosen] if chosen else []
    if offer.key == "projection":
        return Cut(offer, behind({series.code: series for series in found}, WINDOW))
    if offer.key == UNIT_COST:
        found = [of_nobody_knows_how_many(series) for series in found]
    if offer.key == HEALTH:
        found = [in_whole_pounds(series) for series in found]
    if offer.form_of:
        pairs = twelve_months(found, of_rates)
        return Cut(offer, tuple(sums for sums, _ in pairs), months=tuple(months for _, months in pairs))
    if offer.key == "plans" and found:
        series, beside = demand.counted(found[0], WINDOW)
        points = [*series.points, *(beside[1] if beside else ())]
        return Cut(offer, (series.with_points(sorted(points, key=lambda point: point.period.end)),))
    return Cut(offer, tuple(WINDOW.cut(*found)) if found else ())


def collect(material: Material, into: Collected) -> None:
    """The counts behind every chart, and what is shown without any."""
    into.shares |= {each.share for each in material.reported if each.is_shown}
    for key, each in material.cuts.items():
        if key == PLACE_COSTS:
            collect_costs(into, each.divided, each.behind, key)
        elif each.divided:
            divided = each.divided
            collect_breakdown(into, divided.total, divided.parts, divided.topic.code, key)
        for series in () if each.months else each.series:
            collect_series(into, series, key, material.parts)
        for sums, months in zip(each.series, each.months, strict=False):
            collect_twelve(into, sums, months, key, material.parts)


def draw(material: Material, key: str, hidden: frozenset[Key]) -> Drawn | None:
    """A chart without what is withheld; None where nothing is left to draw."""
    each = material.cuts.get(key)
    if each is None:
        return None
    if each.divided:
        return _draw_divided(material, each, each.divided, hidden)
    if each.offer.by:
        return None
    if key == "biggest-risks":
        return Drawn(key, material.risks, meanings=OF_RISKS) if material.risks else None
    if key == "top-ups":
        return Drawn(key, material.top_ups, meanings=OF_TOP_UPS) if material.top_ups else None
    if key in BALANCES or key in SAVINGS:
        of_deficit = BALANCES[key](material.deficit) if key in BALANCES and material.deficit else None
        chart = material.savings.charts.get(key, of_deficit)
        return Drawn(key, chart, meanings=of_balance(key)) if chart else None
    shown = [hide(series, hidden, material.parts, material.threshold) for series in each.series]
    if key == HEALTH:
        shown = [without_years(series, material.few_plans) for series in shown]
    chart = _built(each.offer.drawn_as, {series.code: series for series in shown})
    return Drawn(key, replace(chart, key=key), meanings=_meanings(shown)) if chart else None


def _built(key: str, measures: Measures) -> ChartData | None:
    if key in BUILD:
        return BUILD[key](measures, AS_CUT)
    return CHART_BY_KEY[key].build(Board(Authority(), OUTSIDE, measures), AS_CUT)


def _draw_divided(material: Material, each: Cut, divided: Breakdown, hidden: frozenset[Key]) -> Drawn | None:
    topic, threshold, offer = divided.topic.code, material.threshold, each.offer
    if offer.key == PLACE_COSTS:
        shown = hide_costs(divided, each.behind, hidden, threshold)
    else:
        shown = replace(
            divided,
            total=hide(divided.total, hidden, material.parts, threshold),
            parts=tuple(hide(part, hidden, material.parts, threshold, topic) for part in divided.parts),
        )
    chart = parts_chart(shown, AS_CUT)
    if chart is None:
        return None
    return Drawn(offer.key, replace(chart, key=offer.key), parts_table(shown, AS_CUT), _meanings([divided.total]))


def _meanings(shown: Sequence[MeasureSeries]) -> tuple[Meaning, ...]:
    found = (series.definition for series in shown)
    return tuple((each.name, each.definition) for each in found if each.definition)


def names_of(material: Material) -> dict[tuple[str, str, str], str]:
    """Measures and their headings as the publisher reads of them: by measure, topic and heading."""
    found = {}
    for each in material.cuts.values():
        for divided in filter(None, (each.divided, each.behind)):
            name = name_of(divided)
            for part in divided.parts:
                found[part.code, divided.topic.code, part.area_code] = f"{name}: {part.area_name}"
        for series in each.all_series:
            found.setdefault((series.code, "", ""), series.definition.name)
    return {(code, "", ""): name for code, name in material.names.items()} | found
