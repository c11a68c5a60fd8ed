"""The Isle of Wight's figures for 2024 are marked as unreliable, and then disturb nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

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
from safetyvalve.core.models import AuditEvent, Authority, User
from tests import factories
from tests.dashboards import records
from tests.dashboards.records import Row
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.usefixtures("clock")
ISLAND = "/c/921/measures/requests_received/"
REASON = "The new case system had taken over a fifth of the cases when the return was made."
REQUESTS = {2021: 335, 2022: 382, 2024: 74}
CEASED = {2021: 60, 2022: 71, 2024: 1}
REFUSED = {2021: 60, 2022: 84, 2024: 15}
FRAME = Frame(years=None)


@pytest.fixture
def world(db: None) -> factories.World:
    """The island, with what DfE published of it, an agreement whose condition reads its requests, and England."""
    world = factories.make_world(factories.make_authority("Isle of Wight", "921", gss_code="E06000046"))
    records.catalogue()
    rows = [
        Row(code, Period.calendar_year(year), Decimal(value), source="DfE")
        for code, values in (
            ("requests_received", REQUESTS),
            ("plans_ceased", CEASED),
            ("refusals_published", REFUSED),
        )
        for year, value in values.items()
    ]
    rows += [
        Row("requests_received", Period.calendar_year(2024), Decimal(n), breakdown_topic="source", breakdown=source)
        for source, n in (("parent", 20), ("school", 54))
    ]
    rows += [
        Row(code, Period.calendar_year(year), Decimal(value), area_code="E92000001", area_name="England")
        for code, value in (("requests_received", 154489), ("refusals_published", 38900))
        for year in (2022, 2024)
    ]
    records.put(world.authority, *rows, kind="published")
    return world


def rows_of(authority: Authority, code: str, year: int) -> list[int]:
    indicator = Indicator.objects.get(code=code)
    return [r.pk for r in reliability.marked_rows(authority, indicator) if r.period_end == date(year, 12, 31)]


def mark(world: factories.World, *codes: str) -> None:
    for code in codes:
        keys = rows_of(world.authority, code, 2024)
        indicator, who = Indicator.objects.get(code=code), world.people["officer"]
        assert reliability.mark(world.authority, indicator, keys, reason=REASON, by=who, now=NOW) == 1


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


def test_an_officer_marks_a_period_with_a_reason_and_takes_it_back(officer: Client, world: factories.World) -> None:
    [key] = rows_of(world.authority, "requests_received", 2024)
    page = officer.get(f"{ISLAND}reliability/").content.decode()
    assert "2024: 74" in page
    sent = officer.post(f"{ISLAND}reliability/", {"mark-periods": [key], "mark-reason": REASON})
    assert sent.status_code == 302
    html = officer.get(ISLAND).content.decode()
    assert f"Not reliable: {REASON}" in html
    assert "What figures said before" in html
    assert "74 (not reliable)" in html
    assert "382 in 2022" in html
    [key] = rows_of(world.authority, "requests_received", 2024)
    sent = officer.post(f"{ISLAND}reliability/", {"action": "restore", "restore-periods": [key]})
    assert sent.status_code == 302
    assert "74 in 2024" in officer.get(ISLAND).content.decode()


def test_without_a_reason_or_a_period_nothing_is_marked(officer: Client, world: factories.World) -> None:
    response = officer.post(f"{ISLAND}reliability/", {})
    assert response.status_code == 422
    assert "Choose at least one period" in response.content.decode()
    assert "Enter why they cannot be relied on" in response.content.decode()
    assert not Measurement.objects.filter(status="unreliable").exists()


def test_a_figure_that_moved_meanwhile_is_not_marked(officer: Client, world: factories.World) -> None:
    [key] = rows_of(world.authority, "requests_received", 2024)
    records.put(world.authority, Row("requests_received", Period.calendar_year(2024), Decimal(371)), kind="published")
    response = officer.post(f"{ISLAND}reliability/", {"mark-periods": [key], "mark-reason": REASON})
    assert response.status_code == 422
    assert "changed by somebody else" in response.content.decode()
    who: User = world.people["officer"]
    indicator = Indicator.objects.get(code="requests_received")
    with pytest.raises(reliability.StaleFigures):
        reliability.mark(world.authority, indicator, [key], reason=REASON, by=who, now=NOW)


def test_a_forum_member_sees_the_mark_and_cannot_make_one(client: Client, marked: factories.World) -> None:
    client.force_login(marked.people["forum_member"])
    assert client.get(f"{ISLAND}reliability/").status_code == 403
    html = client.get(ISLAND).content.decode()
    assert "Not reliable" in html
    assert "What figures said before" not in html
