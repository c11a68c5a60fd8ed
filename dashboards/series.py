"""Reading measures out of the record: a fixed number of queries, however many measures, months or areas."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q

from dashboards import income_points
from dashboards.formulas import GROWTH, RESIDUAL, growth_points, ratio_points, residual_points
from dashboards.models import Indicator, IndicatorVersion, Measurement, Target
from dashboards.periods import Period
from dashboards.points import Definition, MeasureSeries, Point, Trajectory
from dashboards.rows import Row, point_in, rows_of, wholes_of
from dashboards.scope import INSIDE, Scope
from dashboards.trajectories import AIMS, Aim, read_trajectories
from safetyvalve.core.joined import with_children
from safetyvalve.core.models import Authority

ENGLAND = "E92000001"
STOCK_AND_FLOW = ("plans_maintained", "plans_new", "plans_ceased")
"""The measures of which the residual is what remains."""


@dataclass
class Record:
    """What was read: points by measure and area, the areas' names, and the units of the measures."""

    points: dict[tuple[int, str], dict[Period, Point]] = field(default_factory=lambda: defaultdict(dict))
    areas: dict[str, str] = field(default_factory=dict)
    stock_and_flow: tuple[int, ...] = ()
    units: dict[int, str] = field(default_factory=dict)
    stocks: set[int] = field(default_factory=set)


def read_series(
    authority: Authority,
    codes: Sequence[str],
    scope: Scope,
    *,
    areas: Sequence[str] = (ENGLAND,),
    as_published: bool = False,
    found: Sequence[Indicator] | None = None,
) -> dict[str, MeasureSeries]:
    """The council's series of each measure by code, as far as ``scope`` lets them be seen. Three queries, or two.

    A derived measure is worked out from its parts period by period. A stored rate is shown as it was reported;
    where the source gave its two counts and no rate, it is their ratio. Unknown codes are left out. ``areas`` are
    those whose figures are read beside the council's. ``as_published`` reads published statistics only, as they were.
    ``found``: the measures, with ``STOCK_AND_FLOW``, where they have been read already.
    """
    found = usable(authority, [*codes, *STOCK_AND_FLOW]) if found is None else found
    indicators = [indicator for indicator in found if indicator.code in codes]
    by_code = {indicator.code: indicator.pk for indicator in found}
    record = Record(stock_and_flow=tuple(by_code[code] for code in STOCK_AND_FLOW if code in by_code))
    wanted = {indicator.pk for indicator in indicators} | parts_of(indicators, record)
    read_rows(record, authority, wanted, scope, (authority.gss_code, *areas), as_published=as_published)
    if not as_published:
        income_points.put_into(record.points, authority, indicators, scope)
    trajectories = read_trajectories(authority, indicators, scope)
    return {
        indicator.code: _series(authority, indicator, record, trajectories.get(indicator.pk, ()))
        for indicator in indicators
    }


def parts_of(indicators: Iterable[Indicator], record: Record) -> set[int]:
    """The measures that these are worked out from."""
    versions = [version for indicator in indicators for version in indicator.versions.all()]
    parts = {pk for version in versions for pk in (version.numerator_id, version.denominator_id) if pk is not None}
    if any(version.is_derived and version.formula == RESIDUAL for version in versions):
        parts |= set(record.stock_and_flow)
    return parts


def usable(
    authority: Authority, codes: Sequence[str] | None = None, *, with_aims: bool = False, and_aimed_at: bool = False
) -> list[Indicator]:
    """Measures with their versions; a council's own stands before a shipped one of the same code. One query.

    ``with_aims``: each with what this council agreed for it. ``and_aimed_at``: besides these codes all that it agreed
    something for.
    """
    wanted = Indicator.objects.usable_by(authority).filter(is_retired=False)
    if codes is not None:
        aimed_at = Target.objects.filter(authority=authority, indicator__is_retired=False).order_by()
        also = Q(code__in=aimed_at.values("indicator__code")) if and_aimed_at else Q()
        wanted = wanted.filter(Q(code__in=codes) | also)
    ordered = wanted.order_by("order", "name", "pk", "versions__number", *(["targets__on"] if with_aims else []))
    agreed = {"targets": Q(targets__authority=authority)} if with_aims else {}
    ordered = ordered.defer("breakdown_topics") if with_aims else ordered  # JSON, that would be read with every aim.
    found = with_children(ordered, "versions", only=agreed, plain={AIMS: ("targets", Aim)} if with_aims else {})
    chosen = {each.code: each for each in sorted(found, key=lambda each: each.authority_id is not None)}
    return sorted(chosen.values(), key=lambda indicator: (indicator.order, indicator.name))


def read_rows(
    record: Record,
    authority: Authority,
    indicators: set[int],
    scope: Scope,
    areas: Sequence[str],
    *,
    as_published: bool = False,
) -> None:
    """Put the undivided figures of these measures and areas into the record. One query."""
    for row in _rows(authority, indicators, scope, areas, as_published=as_published):
        point = scope.seen(row, point_in(row))
        if point is None:
            continue
        points = record.points[row.indicator_id, row.area_code]
        standing = points.get(point.period)
        if standing is None or standing.version <= point.version:
            points[point.period] = point
        record.units[row.indicator_id] = row.unit
        if row.is_stock:
            record.stocks.add(row.indicator_id)
        record.areas[row.area_code] = record.areas.get(row.area_code) or row.area_name


def _rows(
    authority: Authority, indicators: set[int], scope: Scope, areas: Sequence[str], *, as_published: bool
) -> Iterator[Row]:
    if scope == INSIDE and not as_published:
        return wholes_of(authority, indicators, areas)
    rows = Measurement.objects.filter(authority=authority, version__indicator__in=indicators, area_code__in=areas)
    return rows_of(scope.narrow_published(rows.total()) if as_published else scope.narrow(rows.total()))


def _series(
    authority: Authority, indicator: Indicator, record: Record, trajectories: tuple[Trajectory, ...]
) -> MeasureSeries:
    version = current_version(indicator)
    definition = replace(
        describe(indicator), parts_unit=record.units.get(version.numerator_id or 0, "count") if version else "count"
    )
    own = authority.gss_code
    elsewhere = tuple(
        MeasureSeries(definition, tuple(points), area, record.areas[area] or area)
        for area in sorted(record.areas)
        if area != own and (points := points_in(indicator, record, area))
    )
    trajectories = tuple(replace(each, decimals=definition.decimals) for each in trajectories)
    ours = tuple(points_in(indicator, record, own))
    return MeasureSeries(definition, ours, own, authority.name, trajectories, elsewhere)


def points_in(indicator: Indicator, record: Record, area: str) -> list[Point]:
    """Every period once, in order, in the newest definition that has it."""
    version = current_version(indicator)
    reported = dict(record.points.get((indicator.pk, area), {}))
    if version is None or not _has_parts(version):
        return [reported[period] for period in sorted(reported)]
    computed = _computed(indicator, record, area)
    if not version.is_typed:
        chosen = {**reported, **computed}
        return [chosen[period] for period in sorted(chosen)]
    chosen = {period: point._replace(version=version.number) for period, point in computed.items()}
    for period, point in reported.items():
        known = chosen.get(period)
        if point.is_known or known is None or not known.is_known:
            chosen[period] = _with_counts(point, version, record, area)
    return [chosen[period] for period in sorted(chosen)]


def _with_counts(point: Point, version: IndicatorVersion, record: Record, area: str) -> Point:
    """A stored rate with what is known of its two counts; it is no more reliable than they are.

    One count alone as well: with the rate it gives the other away, which disclosure control must know.
    """
    parts = [
        record.points.get((part or 0, area), {}).get(point.period)
        for part in (version.numerator_id, version.denominator_id)
    ]
    doubtful = next((part for part in parts if part and not part.is_reliable), None)
    if doubtful and point.is_known:
        point = point._replace(status=doubtful.status, note=doubtful.note)
    top, bottom = parts
    return point._replace(numerator=top.value if top else None, denominator=bottom.value if bottom else None)


def _computed(indicator: Indicator, record: Record, area: str) -> dict[Period, Point]:
    """What the measure's formulas give, each definition for the periods in which it is in force."""
    versions = sorted(indicator.versions.all(), key=lambda version: version.number)
    found = {}
    for version in versions:
        if not _has_parts(version):
            continue
        for point in compute(version, lambda pk: record.points.get((pk, area), {}), record):
            if in_force(versions, point.period) == version:
                mark = (version.pk, version.change_note)
                number = point.version + version.number - 1
                found[point.period] = point._replace(version=number, marks=(mark, *point.marks))
    return found


def compute(
    version: IndicatorVersion, points: Callable[[int], Mapping[Period, Point]], record: Record
) -> Iterable[Point]:
    """The formula of a definition over the points of its parts."""
    if version.formula == RESIDUAL:
        known = len(record.stock_and_flow) == len(STOCK_AND_FLOW)
        return residual_points(*map(points, record.stock_and_flow)) if known else ()
    top, bottom = version.numerator_id, version.denominator_id
    if top is None or bottom is None:
        return ()
    if version.formula == GROWTH:
        return growth_points(points(top))
    of_a_stock = bottom in record.stocks and top not in record.stocks
    return ratio_points(points(top), points(bottom), version.formula, of_a_stock=of_a_stock)


def in_force(versions: Sequence[IndicatorVersion], period: Period) -> IndicatorVersion:
    """The definition that counts at the end of the period; the first one for the time before any."""
    begun = [version for version in versions if version.valid_from is None or version.valid_from <= period.end]
    return begun[-1] if begun else versions[0]


def _has_parts(version: IndicatorVersion) -> bool:
    return version.numerator_id is not None or (version.is_derived and version.formula == RESIDUAL)


def current_version(indicator: Indicator) -> IndicatorVersion | None:
    """The latest definition, from prefetched versions."""
    return max(indicator.versions.all(), key=lambda version: version.number, default=None)


def describe(indicator: Indicator) -> Definition:
    """The measure's words, from prefetched versions."""
    version = current_version(indicator)
    if version is None:
        return Definition(indicator.code, indicator.name, "count")
    later = (each for each in indicator.versions.all() if each.number > 1)
    breaks = tuple((each.number, each.change_note or "the definition changed") for each in later)
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
        formula=version.formula if _has_parts(version) else "",
        breaks=breaks,
    )
