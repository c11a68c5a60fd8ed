"""The Isle of Wight's figures for 2024 are marked as unreliable, and then disturb nothing."""

from datetime import date
from decimal import Decimal

import pytest

from conditions.joints import CheckContext
from dashboards import checks, evidence, headlines, words
from dashboards.board import CHARTS, HEADLINE_MEASURES, Board, read_measures
from dashboards.boards.reading import charts_from
from dashboards.charts.lines import Frame
from dashboards.comparators import Held
from dashboards.comparisons import compare
from dashboards.imports.undo import undo
from dashboards.models import Indicator, IndicatorCondition, Measurement, Target
from dashboards.periods import Period
from dashboards.scope import INSIDE
from dashboards.sections import at_period_end
from dashboards.series import read_series
from dashboards.services import reliability
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards import records
from tests.dashboards.marked import REASON, island, mark, rows_of
from tests.dashboards.records import Row
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.usefixtures("clock")

FRAME = Frame(years=None)


@pytest.fixture
def world(db: None) -> factories.World:
    return island()


@pytest.fixture
def marked(world: factories.World) -> factories.World:
    mark(world, "requests_received", "plans_ceased")
    return world


def read(world: factories.World, code: str):
    return read_series(world.authority, (code,), INSIDE)[code]


def test_the_figures_are_still_there_with_the_reason(marked: factories.World) -> None:
    point = read(marked, "requests_received").points[-1]
    assert (point.value, point.status, point.note) == (74, "unreliable", REASON)


def test_the_latest_figure_is_an_earlier_one_and_every_sentence_says_so(marked: factories.World) -> None:
    requests = read(marked, "requests_received")
    assert requests.latest.value == 382
    assert words.finding(requests, "Requests") == "Requests: 382 in 2022, 47 more than the year before"
    assert "2024 is not reliable; the latest figure that can be used is 2022." in words.summary(requests, "Requests")


def test_no_title_sentence_or_headline_of_the_dashboard_rests_on_them(marked: factories.World) -> None:
    mark(marked, "refusals_published")
    board = Board(marked.authority, INSIDE, read_measures(marked.authority, HEADLINE_MEASURES, INSIDE))
    charts = charts_from(board, CHARTS, FRAME)
    said = [chart.title for _, chart in charts]
    said += [chart.summary for _, chart in charts]
    said += [f"{each.value} {each.change} {each.note}" for each in headlines.headlines(board, None)]
    assert said
    for sentence in said:
        assert " 74 " not in f" {sentence} "
        assert "20.3%" not in sentence
        assert "from 382" not in sentence
    assert any("382" in sentence for sentence in said)
    drawn = next(chart for kind, chart in charts if kind.key == "requests-and-decisions")
    [requests, *_] = drawn.series
    assert requests.is_unreliable(drawn.categories.index("2024"))


def test_what_is_worked_out_from_them_is_not_reliable_either(marked: factories.World) -> None:
    rate = read(marked, "refusal_rate_published")
    assert [(p.period.label, p.status) for p in rate.points] == [
        ("2021", "final"),
        ("2022", "final"),
        ("2024", "unreliable"),
    ]
    assert rate.latest.period.label == "2022"
    assert rate.points[-1].note == REASON


def test_a_target_is_not_missed_by_them_and_no_rating_is_suggested(marked: factories.World) -> None:
    indicator = Indicator.objects.get(code="requests_received")
    IndicatorCondition.objects.create(indicator=indicator, condition=marked.condition)
    indicator.versions.update(polarity="higher")
    for year, value in ((2021, 300), (2022, 380), (2024, 390)):
        Target.objects.create(authority=marked.authority, indicator=indicator, on=date(year, 12, 31), value=value)
    marked.period.covers_to = date(2025, 3, 31)
    marked.submission.period = marked.period
    shown = evidence.for_condition(marked.submission, marked.condition)
    assert shown is not None
    assert (shown.suggested, shown.reason) == ("", "")
    assert "It is 2 above the agreed trajectory (380)" in shown.lines[0]


def test_without_the_mark_they_would_have_suggested_a_rating(world: factories.World) -> None:
    indicator = Indicator.objects.get(code="requests_received")
    IndicatorCondition.objects.create(indicator=indicator, condition=world.condition)
    indicator.versions.update(polarity="higher")
    for year, value in ((2021, 300), (2024, 390)):
        Target.objects.create(authority=world.authority, indicator=indicator, on=date(year, 12, 31), value=value)
    world.period.covers_to = date(2025, 3, 31)
    world.submission.period = world.period
    shown = evidence.for_condition(world.submission, world.condition)
    assert shown is not None
    assert shown.suggested == "off_target_mitigated"


def test_no_check_of_prose_is_held_against_them(marked: factories.World) -> None:
    marked.period.covers_to = date(2025, 3, 31)
    known = {each.name: each.value for each in checks.known_figures(at_period_end(marked.period))}
    assert known["Requests for an EHC needs assessment"] == 382
    assert list(checks.measures(CheckContext(marked.submission, (), TODAY))) == []


def test_a_council_that_holds_itself_against_the_island_does_not_meet_them(world: factories.World) -> None:
    torbay = factories.make_authority("Torbay", "880", gss_code="E06000027")
    for status, area in (("final", "E06000022"), ("unreliable", "E06000046")):
        rows = [
            Row(code, Period.calendar_year(2024), Decimal(n), status=status, area_code=area)
            for code, n in (("requests_received", 100), ("refusals_published", 10 if status == "final" else 90))
        ]
        records.put(torbay, *rows, kind="published")
    both = Held("group-1", "Both", ("E06000022", "E06000046"))
    found = compare(torbay, "refusal_rate_published", both, INSIDE)
    assert found is not None
    assert found.line is not None
    assert [point.value for point in found.line.points] == [10]


def test_parts_of_a_marked_figure_are_marked_with_it(marked: factories.World) -> None:
    parts = Measurement.objects.current().filter(breakdown_topic="source")
    assert {part.status for part in parts} == {"unreliable"}


def test_marking_is_in_the_audit_and_nothing_is_lost(marked: factories.World) -> None:
    event = AuditEvent.objects.filter(action="figures_marked_unreliable").first()
    assert event is not None
    assert event.changes == {"2024": ["74, final", f"74, unreliable: {REASON}"]}
    assert Measurement.objects.filter(value=74, status="final").exclude(superseded_by=None).count() == 1


def test_as_reliable_again_every_figure_stands_as_before(marked: factories.World) -> None:
    indicator = Indicator.objects.get(code="requests_received")
    keys = rows_of(marked.authority, "requests_received", 2024)
    reliability.restore(marked.authority, indicator, keys, by=marked.people["officer"], now=NOW)
    point = read(marked, "requests_received").latest
    assert (point.value, point.status, point.note) == (74, "final", "")
    assert {each.status for each in Measurement.objects.current().filter(breakdown_topic="source")} == {"final"}


def test_a_mark_goes_with_the_import_it_was_made_on_and_what_stood_before_stands_again(db: None) -> None:
    council, by = factories.make_authority(), factories.make_user()
    records.catalogue()
    year = Period.calendar_year(2024)
    records.put(council, Row("requests_received", year, Decimal(300)))
    restated = records.put(council, Row("requests_received", year, Decimal(74)), by=by)
    indicator = Indicator.objects.get(code="requests_received")
    reliability.mark(council, indicator, rows_of(council, "requests_received", 2024), reason=REASON, by=by, now=NOW)
    undo(restated.batch, by=by, now=NOW)
    [point] = read_series(council, ("requests_received",), INSIDE)["requests_received"].points
    assert (point.value, point.status) == (300, "final")


def test_delivered_again_in_the_same_words_the_mark_stays(marked: factories.World) -> None:
    records.put(marked.authority, Row("requests_received", Period.calendar_year(2024), Decimal(74)), kind="published")
    assert read(marked, "requests_received").points[-1].status == "unreliable"
    records.put(marked.authority, Row("requests_received", Period.calendar_year(2024), Decimal(371)), kind="published")
    assert read(marked, "requests_received").latest.value == 371
