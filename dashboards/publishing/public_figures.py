"""A percentage that a council reported without its counts, and that anybody can read already in a public paper.

Printing it tells readers nothing new, so whoever may publish can say that it is public, and where. It counts among what
readers know from then on: with it, the number of requests of its month would give the number of refusals, and a count
that is hidden for being small might be the only one that comes to that percentage. So every count behind such a figure
is withheld, small or not; and the figure itself is printed only while the record has no counts from which its own might
be worked out: none of a time shorter than a year, within a year of it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from django.db.models import Q

from dashboards.models import ImportBatch, Measurement, Publication, PublicFigure
from dashboards.periods import Period
from dashboards.points import MeasureSeries, Point
from dashboards.publishing.collecting import Collected, CountKey
from dashboards.publishing.knowledge import Key
from dashboards.publishing.material import Material
from dashboards.publishing.shares import BEHIND, Reported, Share
from safetyvalve.core.models import Authority

A_YEAR = timedelta(days=366)


def said_of(authority: Authority) -> dict[Share, PublicFigure]:
    """What somebody answers for now. One query."""
    found = PublicFigure.objects.filter(authority=authority).standing().select_related("indicator", "said_by")
    return {_share_of(each): each for each in found}


def with_public(
    material: Material, authority: Authority, said: Mapping[Share, PublicFigure], told: Collection[Key]
) -> Material:
    """The material with every percentage without counts in ``reported``, and those that are public already as public as
    what the Department publishes; and whatever else somebody vouches for. ``told`` are counts of earlier editions.

    No query where there is none, and one for each measure otherwise.
    """
    alone = {each.code: each for cut in material.cuts.values() for each in cut.series if each.code in BEHIND}
    reported = [found for series in alone.values() for found in _reported(authority, series, said, told)]
    shown = {each.share for each in reported if each.is_shown}
    there = {each.share for each in reported}
    reported += [
        Reported(figure.indicator.name, share, figure, is_elsewhere=True)
        for share, figure in said.items()
        if share not in there
    ]
    cuts = {
        key: replace(cut, series=tuple(_marked(series, shown) for series in cut.series)) if shown else cut
        for key, cut in material.cuts.items()
    }
    return replace(material, cuts=cuts, reported=tuple(reported))


def shown_in(publication: Publication, shares: Collection[Sequence[str]]) -> list[Reported]:
    """Those that a published edition shows, with who vouched for each by then. No query without any."""
    if not shares:
        return []
    said = PublicFigure.objects.filter(authority=publication.authority_id, said_at__lte=publication.published_at)
    last = {_share_of(each): each for each in said.select_related("indicator", "said_by").order_by("pk")}
    found = ((Share(*each), last.get(Share(*each))) for each in shares)
    return [Reported(figure.indicator.name, share, figure) for share, figure in found if figure]


def _share_of(figure: PublicFigure) -> Share:
    return Share.of(figure.indicator.code, Period(figure.period_start, figure.period_end), figure.value)


def _reported(
    authority: Authority, series: MeasureSeries, said: Mapping[Share, PublicFigure], told: Collection[Key]
) -> list[Reported]:
    points = [point for point in series.points if _is_alone(series, point)]
    times = _times_counted(authority, series.code, told) if points else set()
    shares = [_share(series, point) for point in points]
    return [
        Reported(
            series.definition.name,
            each,
            said.get(each),
            has_counts=any(_is_near(time, each.period) for time in times),
            is_finer=Decimal(each.value) != round(Decimal(each.value), series.definition.decimals),
        )
        for each in shares
    ]


def _marked(series: MeasureSeries, shown: Collection[Share]) -> MeasureSeries:
    def marked() -> Iterator[Point]:
        for point in series.points:
            is_shown = _is_alone(series, point) and _share(series, point) in shown
            yield point._replace(is_published=True) if is_shown else point

    return series.with_points(marked())


def keep_apart(into: Collected, said: Iterable[Share]) -> None:
    """Mark every count behind a percentage that readers know, be it of an earlier edition, and what is left of a longer
    time for its own."""
    for share in {*said, *(Share(*each) for each in into.shares)}:
        codes, period = BEHIND.get(share.code, ()), share.period
        for key in into.counts:
            if isinstance(key, CountKey) and key.code in codes and _is_of(key, period, into):
                into.apart.add(key)


def _is_of(key: CountKey, period: Period, into: Collected) -> bool:
    if key in into.without:
        covered, whole = into.without[key], key.period
        is_inside = whole.start <= period.start and period.end <= whole.end
        is_free = all(each.end < period.start or period.end < each.start for each in covered)
        return is_inside and is_free and whole.days - sum(each.days for each in covered) == period.days
    return key.period == period


def _is_alone(series: MeasureSeries, point: Point) -> bool:
    """Whether it is a percentage of the council's own with nothing else to it."""
    is_alone = point.upper is None and point.numerator is None and point.denominator is None
    return series.code in BEHIND and point.is_known and is_alone and not point.is_published


def _share(series: MeasureSeries, point: Point) -> Share:
    return Share.of(series.code, point.period, point.value or Decimal(0))


def _times_counted(authority: Authority, code: str, told: Collection[Key]) -> set[Period]:
    """The times, shorter than a year, of which there are counts behind this measure: on record, also as published once,
    or in an earlier edition."""
    rows = Measurement.objects.filter(
        Q(superseded_by__isnull=True) | Q(batch__kind=ImportBatch.Kind.PUBLISHED),
        authority=authority,
        area_code=authority.gss_code,
        is_withdrawn=False,
        value__isnull=False,
        version__indicator__code__in=BEHIND[code],
    )
    found = {Period(*days) for days in rows.order_by().values_list("period_start", "period_end").distinct()}
    found |= {key.period for key in told if isinstance(key, CountKey) and key.code in BEHIND[code]}
    return {period for period in found if period.days < 365}


def _is_near(counted: Period, period: Period) -> bool:
    return period.start - A_YEAR <= counted.end and counted.start <= period.end + A_YEAR
