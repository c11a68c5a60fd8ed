"""A chart or a table comes back from its text as it was, digit by digit."""

import json
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dashboards.publishing.freezing import chart_from_plain, chart_to_plain, table_from_plain, table_to_plain
from safetyvalve.core import audit
from safetyvalve.render.data import (
    MARKER_MEANINGS,
    UNITS,
    Band,
    Break,
    ChartData,
    Column,
    Marker,
    Range,
    Series,
    Table,
    Total,
)

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(str.strip)
NUMBERS = st.one_of(
    st.integers(-(10**15), 10**15),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9),
    st.just(Decimal("1E+3")),
    st.just(Decimal("40.0")),
)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    return Range(*sorted(draw(st.tuples(NUMBERS, NUMBERS))))


@st.composite
def series(draw: st.DrawFn, name: str, size: int) -> Series:
    values, markers, spans = [], [], []
    for _ in range(size):
        what = draw(st.sampled_from(["number", "marker", "range", "nothing"]))
        values.append(draw(NUMBERS) if what == "number" else None)
        markers.append(draw(st.sampled_from(list(MARKER_MEANINGS))) if what == "marker" else None)
        spans.append(draw(ranges()) if what == "range" else None)
    statuses = draw(
        st.lists(st.sampled_from(["final", "provisional", "unreliable", None]), min_size=size, max_size=size)
    )
    role = draw(st.sampled_from(["actual", "target", "comparator"]))
    apart = draw(st.frozensets(st.integers(0, size - 1)))
    return Series(name, tuple(values), role, tuple(statuses), tuple(markers), tuple(spans), apart)


@st.composite
def charts(draw: st.DrawFn) -> ChartData:
    size = draw(st.integers(1, 4))
    names = draw(st.lists(WORDS, min_size=1, max_size=3, unique=True))
    bounds = draw(st.none() | st.lists(st.none() | NUMBERS, min_size=size, max_size=size))
    return ChartData(
        key=draw(WORDS),
        title=draw(WORDS),
        subtitle=draw(WORDS),
        kind="line",
        unit=draw(st.sampled_from(UNITS)),
        categories=tuple(draw(st.lists(WORDS, min_size=size, max_size=size))),
        series=tuple(draw(series(name, size)) for name in names),
        summary=draw(WORDS),
        source=draw(WORDS),
        as_at=draw(st.none() | DAYS),
        breaks=tuple(draw(st.lists(st.builds(Break, st.integers(0, size - 1), WORDS), max_size=2))),
        axis_from_zero=draw(st.booleans()),
        band=None if bounds is None else Band("Tolerance", tuple(bounds), tuple(bounds)),
        category_name=draw(WORDS),
        notes=tuple(draw(st.lists(WORDS, max_size=2))),
    )


def exact(value: object) -> str:
    """Told apart where equality is not enough: 40 and 40.0, a number and its text."""
    return repr(value)


@given(charts())
def test_a_chart_comes_back_exactly(chart: ChartData) -> None:
    again = chart_from_plain(json.loads(audit.canonical(chart_to_plain(chart))))
    assert again == chart
    assert exact(again) == exact(chart)


@given(charts())
def test_the_text_of_a_chart_is_the_same_once_more(chart: ChartData) -> None:
    text = audit.canonical(chart_to_plain(chart))
    assert audit.canonical(chart_to_plain(chart_from_plain(json.loads(text)))) == text


@given(
    st.lists(
        st.tuples(WORDS, st.none() | NUMBERS | ranges() | st.builds(Marker, st.sampled_from(["c", "x"])), DAYS),
        min_size=2,
        max_size=5,
    )
)
def test_a_table_comes_back_exactly(rows: list[tuple[str, object, date]]) -> None:
    columns = (Column("What"), Column("Number", "count", 1, 2), Column("On", "date"))
    table = Table("Figures", columns, tuple(rows), (Total("row", 0, (1,)),), ("A note",), "About it", False)  # type: ignore[arg-type]
    again = table_from_plain(json.loads(audit.canonical(table_to_plain(table))))
    assert again == table
    assert exact(again) == exact(table)


def test_text_that_looks_like_a_figure_stays_text() -> None:
    table = Table("Figures", (Column("What"),), (("12",), ("2024-05-01",)))
    assert table_from_plain(table_to_plain(table)) == table
