"""Reading measures out of the record: a fixed number of queries, however many measures, months or areas."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from dashboards.models import Indicator, IndicatorVersion, Measurement, Target
from dashboards.periods import Period, stock_period
from dashboards.points import Definition, MeasureSeries, Point, Trajectory, ratio_points
from dashboards.scope import Scope
from safetyvalve.core.models import Authority

Rows = dict[tuple[int, str], list[Point]]


def read_series(authority: Authority, codes: Sequence[str], scope: Scope) -> dict[str, MeasureSeries]:
    """The council's series of each measure by code, as far as ``scope`` lets them be seen. Four queries.

    A derived measure is worked out from its parts period by period. A stored rate is shown as it was reported;
    where the source gave its two counts and no rate, it is their ratio. Unknown codes are left out.
    """
    indicators = usable(authority, codes)
    versions = [version for indicator in indicators for version in indicator.versions.all()]
    parts = {pk for version in versions for pk in (version.numerator_id, version.denominator_id) if pk is not None}
    rows, areas = _rows(authority, {indicator.pk for indicator in indicators} | parts, scope)
    trajectories = _trajectories(authority, indicators)
    return {
        indicator.code: _series(authority, indicator, rows, areas, trajectories.get(indicator.pk, ()))
        for indicator in indicators
    }


def usable(authority: Authority, codes: Sequence[str] | None = None) -> list[Indicator]:
    """Measures with their versions; a council's own stands before a shipped one of the same code. Two queries."""
    queryset = Indicator.objects.usable_by(authority).filter(is_retired=False).prefetch_related("versions")
    chosen: dict[str, Indicator] = {}
    for indicator in queryset if codes is None else queryset.filter(code__in=codes):
        if indicator.code not in chosen or indicator.authority_id is not None:
            chosen[indicator.code] = indicator
    return sorted(chosen.values(), key=lambda indicator: (indicator.order, indicator.name))


def _rows(authority: Authority, indicators: set[int], scope: Scope) -> tuple[Rows, dict[str, str]]:
    """Undivided figures by indicator and area, and the areas' names. One query."""
    rows: Rows = defaultdict(list)
    areas: dict[str, str] = {}
    found = scope.narrow(
        Measurement.objects.filter(authority=authority, version__indicator__in=indicators).current().total()
    )
    for row in found.select_related("version").order_by("period_end", "period_start", "version__number"):
        version = row.version
        is_stock = version.period_basis == IndicatorVersion.PeriodBasis.SNAPSHOT
        rows[version.indicator_id, row.area_code].append(
            Point(
                period=stock_period(row.period_end) if is_stock else Period(row.period_start, row.period_end),
                value=None if row.value is None else plain(row.value),
                marker=row.marker,
                status=row.status,
                version=version.number,
                as_at=row.as_at,
                source=row.source,
            )
        )
        areas.setdefault(row.area_code, row.area_name)
    return rows, areas


def plain(value: Decimal) -> Decimal:
    """The figure without the column's trailing zeros: 29, not 29.0000."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def _series(
    authority: Authority, indicator: Indicator, rows: Rows, areas: dict[str, str], trajectories: tuple[Trajectory, ...]
) -> MeasureSeries:
    definition = describe(indicator)
    own = authority.gss_code
    elsewhere = tuple(
        MeasureSeries(definition, tuple(points), area, areas[area] or area)
        for area in sorted(areas)
        if area != own and (points := _points(indicator, rows, area))
    )
    trajectories = tuple(replace(each, decimals=definition.decimals) for each in trajectories)
    return MeasureSeries(definition, tuple(_points(indicator, rows, own)), own, authority.name, trajectories, elsewhere)


def _points(indicator: Indicator, rows: Rows, area: str) -> list[Point]:
    """Every period once, in order, in the newest definition that has it."""
    version = current_version(indicator)
    reported = {point.period: point for point in rows.get((indicator.pk, area), ())}
    if version is None or version.numerator_id is None or version.denominator_id is None:
        return [reported[period] for period in sorted(reported)]
    tops = {point.period: point for point in rows.get((version.numerator_id, area), ())}
    bottoms = {point.period: point for point in rows.get((version.denominator_id, area), ())}
    worked_out = {point.period: point for point in ratio_points(tops.values(), bottoms.values())}
    chosen = {**worked_out, **reported} if version.is_typed else {**reported, **worked_out}
    for period, point in chosen.items():
        known = worked_out.get(period)
        if known and not point.is_known and known.is_known:
            chosen[period] = known
        else:
            # One count alone as well: with the rate it gives the other away, which disclosure control must know.
            top, bottom = tops.get(period), bottoms.get(period)
            chosen[period] = replace(
                point, numerator=top.value if top else None, denominator=bottom.value if bottom else None
            )
    return [chosen[period] for period in sorted(chosen)]


def current_version(indicator: Indicator) -> IndicatorVersion | None:
    """The latest definition, from prefetched versions."""
    return max(indicator.versions.all(), key=lambda version: version.number, default=None)


def describe(indicator: Indicator) -> Definition:
    """The measure's words, from prefetched versions."""
    version = current_version(indicator)
    if version is None:
        return Definition(indicator.code, indicator.name, "count")
    breaks = tuple(
        (each.number, each.change_note or "the definition changed")
        for each in indicator.versions.all()
        if each.number > 1
    )
    return Definition(
        code=indicator.code,
        name=indicator.name,
        unit=version.unit,
        decimals=version.decimals,
        polarity=version.polarity,
        basis=version.basis_label,
        definition=version.definition,
        source=version.source,
        period_basis=version.period_basis,
        kind=version.kind,
        breaks=breaks,
    )


def _trajectories(authority: Authority, indicators: list[Indicator]) -> dict[int, tuple[Trajectory, ...]]:
    """Targets gathered by name into trajectories, the one begun first in front. One query."""
    gathered: dict[tuple[int, str], list[Target]] = defaultdict(list)
    for target in Target.objects.filter(authority=authority, indicator__in=indicators).order_by("on"):
        gathered[target.indicator_id, target.name].append(target)
    found: dict[int, list[Trajectory]] = defaultdict(list)
    for (indicator, name), targets in gathered.items():
        tolerance = next((t.tolerance for t in reversed(targets) if t.tolerance is not None), None)
        source = next((t.source for t in targets if t.source), "")
        points = tuple((t.on, plain(t.value)) for t in targets)
        found[indicator].append(Trajectory(name, points, tolerance, source=source))
    return {
        indicator: tuple(sorted(lines, key=lambda line: (line.starts_on, line.name)))
        for indicator, lines in found.items()
    }
