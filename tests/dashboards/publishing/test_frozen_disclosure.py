"""From the frozen content of an edition, with all its tables, no small count can be worked out."""

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.breakdowns import Breakdown
from dashboards.categories import Topic
from dashboards.periods import Period
from dashboards.points import Definition, MeasureSeries, Point
from dashboards.publishing.charts import Material, collect, cut, draw
from dashboards.publishing.collecting import Collected, CountKey, RateParts
from dashboards.publishing.freezing import chart_from_plain, chart_to_plain, table_from_plain, table_to_plain
from dashboards.publishing.knowledge import Key, Knowledge, Relation, total
from dashboards.publishing.linking import link
from dashboards.publishing.offers import BY_KEY
from dashboards.publishing.protection import Protection, protect
from dashboards.publishing.recovery import recoverable
from safetyvalve.core import audit
from safetyvalve.render.data import SUPPRESSED, Table
from safetyvalve.render.html import figure_html

THRESHOLD = 5
REQUESTS = Definition("requests_received", "Requests", "count", period_basis="month")
DECISIONS = Definition("decisions_to_assess_made", "Decisions", "count", period_basis="month")
REFUSALS = Definition("refusals_to_assess", "Refusals", "count", period_basis="month")
RATE = Definition("refusal_rate_decisions", "Refusal rate", "percent", decimals=1, kind="derived", formula="percentage")
OF_MONTH = replace(RATE, code="refusal_rate_requests", name="Refusals of requests")
PARTS = {"refusal_rate_decisions": ("refusals_to_assess", "decisions_to_assess_made")}
ALL_PARTS = {**PARTS, "refusal_rate_requests": ("refusals_to_assess", "requests_received")}
SOURCE = Topic("source", "Source of request")
HEADINGS = ("School", "Parent", "Health")

Columns = list[tuple[list[int], int, int]]
# Of each month: requests by source, decisions that were to assess, refusals.
MONTHS = st.lists(
    st.tuples(st.lists(st.integers(0, 9), min_size=3, max_size=3), st.integers(0, 9), st.integers(0, 9)),
    min_size=1,
    max_size=3,
)


def month(number: int) -> Period:
    return Period.month(2024, number + 1)


def series(definition: Definition, values: Sequence[int], code: str = "E06000999", name: str = "") -> MeasureSeries:
    points = tuple(Point(month(n), Decimal(value)) for n, value in enumerate(values))
    return MeasureSeries(replace(definition, name=name or definition.name), points, code, name or "Saltmarsh")


def material(
    columns: Columns,
    keys: Sequence[str] = ("requests-and-decisions", "refusal-rate", "requests-by-source"),
    parts: RateParts = PARTS,
) -> Material:
    requests = series(REQUESTS, [sum(sources) for sources, _, _ in columns])
    decisions = series(DECISIONS, [agreed + refused for _, agreed, refused in columns])
    refusals = series(REFUSALS, [refused for _, _, refused in columns])
    measures = {each.code: each for each in (requests, decisions, refusals)}
    for definition, wholes in ((RATE, decisions), (OF_MONTH, requests)):
        pairs = zip(refusals.points, wholes.points, strict=True)
        points = (_share(top.period, top.value or Decimal(0), whole.value or Decimal(0)) for top, whole in pairs)
        measures[definition.code] = MeasureSeries(definition, tuple(points), "E06000999", "Saltmarsh")
    sources = tuple(
        series(REQUESTS, [each[0][n] for each in columns], heading.lower(), heading)
        for n, heading in enumerate(HEADINGS)
    )
    divided = Breakdown(SOURCE, sources, requests)
    cuts = {key: cut(BY_KEY[key], measures, divided if BY_KEY[key].by else None) for key in keys}
    return Material(cuts, parts, THRESHOLD)


def _share(period: Period, top: Decimal, whole: Decimal) -> Point:
    return Point(period, top * 100 / whole if whole else None, numerator=top, denominator=whole)


def decided(made: Material, earlier: Collected | None = None) -> tuple[Collected, Protection]:
    into = earlier or Collected()
    collect(made, into)
    link(into, made.parts)
    return into, protect(into.knowledge(), THRESHOLD)


def frozen(made: Material, hidden: frozenset[Key]) -> dict[str, list[Table]]:
    """The tables of the edition as read back from its text."""
    tables = {}
    for key in made.cuts:
        drawn = draw(made, key, hidden)
        if drawn is None:
            continue
        text = audit.canonical([chart_to_plain(drawn.chart), drawn.table and table_to_plain(drawn.table)])
        chart, table = json.loads(text)
        tables[key] = [chart_from_plain(chart).as_table(), *([table_from_plain(table)] if table else [])]
    return tables


def cell_shown(tables: list[Table], row: str, column: str) -> Decimal | None:
    """The figure in this place of any of the tables, either way round."""
    for table in tables:
        names = [each.name for each in table.columns]
        for cells in table.rows:
            for name, cell in zip(names[1:], cells[1:], strict=True):
                if {str(cells[0]), name} == {row, column} and isinstance(cell, int | Decimal):
                    return Decimal(cell)
    return None


def what_a_reader_knows(columns: Columns, tables: dict[str, list[Table]]) -> tuple[Knowledge, frozenset[Key]]:
    """Written from the true counts and the printed cells alone, without the code that decided: every count is known
    that a cell prints, both of a share are known that a cell prints, and everything adds up as it does in life."""
    counts: dict[Key, int] = {}
    shown: set[Key] = set()
    relations: list[Relation] = []
    lines, divided = tables.get("requests-and-decisions", []), tables.get("requests-by-source", [])
    for n, (sources, agreed, refused) in enumerate(columns):
        label = month(n).label
        true = {"requests": sum(sources), "decided": agreed + refused, "refused": refused, "agreed": agreed}
        true |= dict(zip(HEADINGS, sources, strict=True))
        counts |= {(name, n): value for name, value in true.items()}
        relations += [total(("decided", n), [("refused", n), ("agreed", n)])]
        relations += [total(("requests", n), [(heading, n) for heading in HEADINGS])]
        places = [("requests", "Requests received", lines), ("decided", "Decisions made", lines)]
        places += [("refused", "Decisions not to assess", lines), ("requests", "All", divided)]
        places += [(heading, heading, divided) for heading in HEADINGS]
        shown |= {(name, n) for name, words, where in places if cell_shown(where, words, label) is not None}
        if cell_shown(tables.get("refusal-rate", []), "Saltmarsh", label) is not None:
            shown |= {("decided", n), ("refused", n)}
    return Knowledge(counts, relations), frozenset(counts.keys() - shown)


@given(MONTHS)
@settings(max_examples=120)
def test_no_small_count_can_be_worked_out_of_what_was_frozen(columns: Columns) -> None:
    made = material(columns)
    _, protection = decided(made)
    assert not protection.exposed
    knowledge, unknown = what_a_reader_knows(columns, frozen(made, protection.hidden))
    small = knowledge.small(THRESHOLD)
    assert small <= unknown
    assert not recoverable(knowledge, unknown, THRESHOLD) & small


@given(MONTHS, st.sampled_from(["requests-and-decisions", "refusal-rate", "requests-by-source"]))
@settings(max_examples=80)
def test_a_second_edition_gives_nothing_away_beside_the_first(columns: Columns, first: str) -> None:
    """The first shows one chart, the second the others; the reader keeps both."""
    early = material(columns, [first])
    known, before = decided(early)
    late = material(columns, [key for key in material(columns).cuts if key != first])
    earlier = Collected(dict(known.counts), dict(known.relations))
    earlier.public = {key for key in known.charts if key not in before.hidden}
    _, after = decided(late, earlier)
    if after.exposed:
        return
    tables = {**frozen(early, before.hidden), **frozen(late, after.hidden)}
    knowledge, unknown = what_a_reader_knows(columns, tables)
    small = knowledge.small(THRESHOLD)
    assert small <= unknown
    assert not recoverable(knowledge, unknown, THRESHOLD) & small


@given(MONTHS)
@settings(max_examples=25)
def test_titles_and_sentences_name_no_figure_that_is_withheld(columns: Columns) -> None:
    """The words of an edition, its drawings, what a screen reader says of them and its tables are those of the same
    figures never having been known."""
    made = material(columns)
    _, protection = decided(made)
    for key in made.cuts:
        drawn = draw(made, key, protection.hidden)
        without = draw(_blanked(made, protection.hidden), key, frozenset())
        if drawn and without:
            assert (drawn.chart.title, drawn.chart.summary) == (without.chart.title, without.chart.summary)
            assert figure_html(drawn.chart) == figure_html(without.chart)


def _blanked(made: Material, hidden: frozenset[Key]) -> Material:
    """The same material with another number in the place of every count that is withheld, marked as hidden."""

    def blank(each: MeasureSeries, topic: str = "") -> MeasureSeries:
        gone = {
            (k.code, k.start)
            for k in hidden
            if isinstance(k, CountKey) and k.topic == topic and k.heading == _at(each, topic)
        }
        rates = PARTS.get(each.code, ())
        points = [
            Point(point.period, None, SUPPRESSED.code)
            if {(code, point.period.start.isoformat()) for code in (each.code, *rates)} & gone and point.is_known
            else point
            for point in each.points
        ]
        return each.with_points(points)

    cuts = {}
    for key, each in made.cuts.items():
        divided = each.divided and replace(
            each.divided,
            total=blank(each.divided.total),
            parts=tuple(blank(part, SOURCE.code) for part in each.divided.parts),
        )
        cuts[key] = replace(each, series=tuple(map(blank, each.series)), divided=divided)
    return replace(made, cuts=cuts)


def _at(each: MeasureSeries, topic: str) -> str:
    return each.area_code if topic else ""


def test_a_share_goes_with_its_small_rest() -> None:
    """28 of 30 refused leaves 2 that were not, though no table prints them."""
    made = material([([9, 9, 9], 2, 28)], ["refusal-rate"])
    _, protection = decided(made)
    [table] = frozen(made, protection.hidden)["refusal-rate"]
    assert table.rows == (("January 2024", SUPPRESSED),)


def test_months_do_not_give_a_small_one_away_through_the_year() -> None:
    values = [10] * 11 + [3]
    requests = MeasureSeries(
        REQUESTS, tuple(Point(month(n), Decimal(value)) for n, value in enumerate(values)), "E06000999", "Saltmarsh"
    )
    offer = BY_KEY["requests-and-decisions"]
    made = Material({offer.key: cut(offer, {requests.code: requests})}, PARTS, THRESHOLD)
    earlier = Collected()
    earlier.add(CountKey(requests.code, "2024-01-01", "2024-12-31", "", "", 113), is_public=True)
    _, protection = decided(made, earlier)
    [table] = frozen(made, protection.hidden)[offer.key]
    assert sum(cell == SUPPRESSED for _, cell in table.rows) == 2


def test_a_range_of_few_is_withheld() -> None:
    point = Point(month(0), Decimal(2), upper=Decimal(6))
    requests = MeasureSeries(REQUESTS, (point,), "E06000999", "Saltmarsh")
    offer = BY_KEY["requests-and-decisions"]
    made = Material({offer.key: cut(offer, {requests.code: requests})}, PARTS, THRESHOLD)
    [table] = frozen(made, frozenset())[offer.key]
    assert table.rows == (("January 2024", SUPPRESSED),)


def test_the_attack_of_these_tests_succeeds_where_only_small_counts_are_withheld() -> None:
    columns: Columns = [([9, 9, 2], 2, 28)]
    made = material(columns)
    into, _ = decided(made)
    knowledge, unknown = what_a_reader_knows(columns, frozen(made, into.knowledge().small(THRESHOLD)))
    assert recoverable(knowledge, unknown, THRESHOLD) == {("Health", 0), ("agreed", 0)}
