"""One month of every measure that is kept monthly: what is on record, and the figures to read it beside."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q

from dashboards.catalogue import section_of
from dashboards.categories import TOPICS, own_last
from dashboards.models import Category, ImportBatch, Indicator, IndicatorCondition, IndicatorVersion, Measurement
from dashboards.periods import Period, months_after
from dashboards.series import usable
from safetyvalve.core.models import Authority

MONTHS_READ = 24
"""Far enough back for twelve known figures with gaps among them."""
SHORT = 12
"""A breakdown with no more headings than this is offered whole; of a longer one those that have had figures."""
Part = tuple[str, str]
"""A measure's code and the topic it is divided by."""


@dataclass(frozen=True)
class Line:
    """One box of the month: a measure, or one part of it, with the figures around it, all by the same definition."""

    indicator: Indicator
    version: IndicatorVersion
    topic: str = ""
    code: str = ""
    label: str = ""
    standing: Measurement | None = None
    before: Measurement | None = None
    a_year_before: Measurement | None = None
    history: tuple[Decimal, ...] = ()

    @property
    def key(self) -> str:
        """Its name in the form: "requests_received", "requests_received--source--parent"."""
        return "--".join(part for part in (self.indicator.code, self.topic, self.code) if part)

    @property
    def name(self) -> str:
        return f"{self.indicator.name}, {self.label}" if self.topic else self.indicator.name


@dataclass(frozen=True)
class Month:
    """The lines of a month in the order of the page: each measure, then the parts of it that are opened.

    ``folded`` are parts on record that are not shown; ``topics`` says by what each measure can be divided.
    """

    period: Period
    lines: tuple[Line, ...]
    folded: tuple[Line, ...] = ()
    topics: dict[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: int = 0

    def in_sections(self) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(section_of(line.indicator), []).append(line)
        return found


def read(authority: Authority, period: Period, *, opened: Collection[Part], show_all: bool = False) -> Month:
    """The month as a page for typing it needs it. Six queries, however many measures.

    A measure is shown when the council has figures of its own for it or has linked it to a condition. With none, or
    with ``show_all``, all are.
    """
    kept = [(each, version) for each in usable(authority) if (version := monthly_version(each, period))]
    used, topics = _in_use(authority)
    chosen = [pair for pair in kept if pair[0].pk in used]
    if show_all or not chosen:
        chosen = kept
    rows = _Rows(authority, period, [version for _, version in chosen], opened)
    headings = _headings(authority)
    lines: list[Line] = []
    folded: list[Line] = []
    for indicator, version in chosen:
        lines.append(rows.line(indicator, version))
        for topic in topics.get(indicator.pk, ()):
            parts = rows.parts(indicator, version, topic, headings.get(topic, {}))
            (lines if (indicator.code, topic) in opened else folded).extend(parts)
    by_code = {indicator.code: topics.get(indicator.pk, ()) for indicator, _ in chosen}
    return Month(period, tuple(lines), tuple(folded), by_code, len(kept) - len(chosen))


def monthly_version(indicator: Indicator, period: Period) -> IndicatorVersion | None:
    """The definition in force at the end of the month, if the measure is typed and kept by the month."""
    versions = list(indicator.versions.all())
    in_force = [each for each in versions if each.valid_from is None or each.valid_from <= period.end]
    version = max(in_force or versions[:1], key=lambda each: each.number, default=None)
    if version is None or not version.is_typed or version.frequency == "annual":
        return None
    is_monthly = version.period_basis in (IndicatorVersion.PeriodBasis.MONTH, IndicatorVersion.PeriodBasis.SNAPSHOT)
    return version if is_monthly else None


def _in_use(authority: Authority) -> tuple[set[int], dict[int, tuple[str, ...]]]:
    """Measures with the council's own figures or a condition, and the closed breakdowns each has. Two queries."""
    rows = Measurement.objects.current().filter(authority=authority, area_code=authority.gss_code)
    pairs = set(
        rows.exclude(batch__kind=ImportBatch.Kind.PUBLISHED)
        .order_by()
        .values_list("version__indicator_id", "breakdown_topic")
        .distinct()
    )
    linked = IndicatorCondition.objects.filter(condition__agreement__authority=authority)
    topics = {
        pk: tuple(topic for topic, about in TOPICS.items() if (pk, topic) in pairs and not about.is_open)
        for pk, _ in pairs
    }
    return {pk for pk, _ in pairs} | set(linked.values_list("indicator_id", flat=True)), topics


def _headings(authority: Authority) -> dict[str, dict[str, str]]:
    """Labels of every topic's codes, in the council's order. One query."""
    chosen = {(row.topic, row.code): row for row in own_last(Category.objects.usable_by(authority))}
    found: dict[str, dict[str, str]] = {}
    for row in sorted(chosen.values(), key=lambda row: (row.order, row.label)):
        found.setdefault(row.topic, {})[row.code] = row.label
    return found


class _Rows:
    """The figures around a month, by definition and part. One query."""

    def __init__(
        self, authority: Authority, period: Period, versions: Iterable[IndicatorVersion], opened: Collection[Part]
    ) -> None:
        self.period = period
        by_version = {version.pk: version for version in versions}
        first = months_after(period.start, -MONTHS_READ)
        wanted = Q(breakdown="") | Q(period_end=period.end)
        for code, topic in opened:
            wanted |= Q(version__indicator__code=code, breakdown_topic=topic)
        found = Measurement.objects.current().filter(
            wanted,
            authority=authority,
            area_code=authority.gss_code,
            version__in=by_version,
            period_end__range=(first, period.end),
        )
        self.rows: dict[tuple[int, str, str], dict[date, Measurement]] = {}
        for row in found.order_by("period_end"):
            if _is_of_month(row, by_version[row.version_id]):
                self.rows.setdefault((row.version_id, row.breakdown_topic, row.breakdown), {})[row.period_end] = row

    def line(
        self, indicator: Indicator, version: IndicatorVersion, topic: str = "", code: str = "", label: str = ""
    ) -> Line:
        found = self.rows.get((version.pk, topic, code), {})
        earlier = [row for end, row in found.items() if end < self.period.end]
        reliable = [row.value for row in earlier if row.value is not None and row.upper is None and _is_reliable(row)]
        return Line(
            indicator,
            version,
            topic,
            code,
            label,
            standing=found.get(self.period.end),
            before=found.get(self.period.previous().end),
            a_year_before=found.get(self.period.a_year_before().end),
            history=tuple(reliable),
        )

    def parts(
        self, indicator: Indicator, version: IndicatorVersion, topic: str, headings: dict[str, str]
    ) -> list[Line]:
        """A line for each heading: all of a short list, else those with figures, and those no list knows."""
        having = {code for pk, of, code in self.rows if pk == version.pk and of == topic}
        codes = [code for code in headings if code in having or len(headings) <= SHORT]
        codes += sorted(having - set(codes))
        return [self.line(indicator, version, topic, code, headings.get(code, code)) for code in codes]


def _is_of_month(row: Measurement, version: IndicatorVersion) -> bool:
    """Whether it is one month's figure; yearly ones of the same measure end on the same day."""
    month = Period.month(row.period_end.year, row.period_end.month)
    is_stock = version.period_basis == IndicatorVersion.PeriodBasis.SNAPSHOT
    return row.period_end == month.end and row.period_start == (month.end if is_stock else month.start)


def _is_reliable(row: Measurement) -> bool:
    return row.status != Measurement.Status.UNRELIABLE
