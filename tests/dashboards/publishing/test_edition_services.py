"""Editions are prepared, published, withdrawn and corrected; what was published never changes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from dashboards.models import Measurement, Publication, PublishedContent
from dashboards.periods import Period
from dashboards.publishing.building import build_edition
from dashboards.publishing.collecting import Collected
from dashboards.publishing.content import read
from dashboards.publishing.earlier import add_editions
from dashboards.publishing.editions import Choice, change, correct, prepare, publish, since_last, withdraw
from dashboards.publishing.links import Why, look_up, make_link, revoke_link, suggested_expiry
from dashboards.publishing.recovery import recoverable
from dashboards.services.measurements import Row
from safetyvalve.core import audit
from safetyvalve.core.models import AuditEvent
from safetyvalve.core.services.refusals import NotAllowed
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import CHARTS, MONTH, prepared, published
from tests.dashboards.publishing.pages import manager
from tests.factories import NOW, World

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


@pytest.fixture
def world() -> World:
    world = factories.make_world()
    records.six_months(world.authority)
    return world


def put(world: World, code: str, month: Period, value: int, **fields: object) -> None:
    records.put(world.authority, Row(code, month, Decimal(value), **fields))  # type: ignore[arg-type]


def why_closed(token: str, today: date) -> Why | None:
    found = look_up(token, today)
    assert found is not None
    assert (found.frozen is None) == (found.closed is not None)
    return found.closed.why if found.closed else None


def test_each_audience_gets_its_own_charts_and_words(world: World) -> None:
    publication = published(world.authority, manager(world))
    contents = {each.audience: read(each) for each in publication.contents.all()}
    assert [item["key"] for item in contents["members"]["charts"]] == list(CHARTS)
    assert [item["key"] for item in contents["links"]["charts"]] == ["plans"]
    assert contents["links"]["introduction"] == "What the forum asked for."


def test_figures_after_the_month_are_not_in_it(world: World) -> None:
    publication = published(world.authority, manager(world))
    chart = read(publication.contents.get(audience="links"))["charts"][0]["chart"]
    actual = dict(zip(chart["categories"], chart["series"][0]["values"], strict=True))
    assert actual["May 2024"] == "1570"
    assert actual["June 2024"] is None


def test_what_was_published_stays_when_figures_change(world: World) -> None:
    publication = published(world.authority, manager(world))
    before = publication.contents.get(audience="links").text
    put(world, "plans_maintained", Period.month(2024, 5), 1999)
    Measurement.objects.filter(version__indicator__code="requests_received").update(is_withdrawn=True)
    assert publication.contents.get(audience="links").text == before


def test_the_database_refuses_to_change_what_was_published(world: World) -> None:
    publication = published(world.authority, manager(world))
    with pytest.raises(DatabaseError), transaction.atomic():
        publication.contents.update(text="{}")
    with pytest.raises(DatabaseError), transaction.atomic():
        publication.counts.delete()


def test_publishing_is_refused_when_the_figures_moved_since_they_were_looked_at(world: World) -> None:
    publication = prepared(world.authority, manager(world))
    seen = build_edition(publication).sha256
    put(world, "plans_maintained", Period.month(2024, 5), 1580)
    with pytest.raises(NotAllowed, match="have changed since you looked"):
        publish(publication, seen=seen, by=manager(world), now=NOW)
    publication.refresh_from_db()
    assert publication.is_prepared
    assert not PublishedContent.objects.exists()


def test_small_counts_are_withheld_and_the_publisher_is_told_why(world: World) -> None:
    put(world, "refusals_to_assess", Period.month(2024, 5), 3)
    built = build_edition(prepared(world.authority, manager(world)))
    told = {(each.what, each.period, each.why) for each in built.withheld}
    assert any(period == "May 2024" and why == "a small count" for _, period, why in told)
    chart = next(item for item in built.contents["members"]["charts"] if item["key"] == "requests-and-decisions")
    refusals = next(each for each in chart["chart"]["series"] if each["name"] == "Decisions not to assess")
    at = chart["chart"]["categories"].index("May 2024")
    assert (refusals["values"][at], refusals["markers"][at]) == (None, "c")


def test_a_small_count_that_an_earlier_edition_gives_away_stops_the_next(world: World) -> None:
    """Eleven months stand in it, and the Department publishes the year: the corrected twelfth is what is left."""
    who = manager(world)
    for month in range(1, 13):
        put(world, "appeals_registered", Period.month(2023, month), 10)
    appeals = {"members": Choice("", ("mediation-and-appeals",))}
    published(world.authority, who, month=date(2023, 12, 1), choices=appeals)
    put(world, "appeals_registered", Period.month(2023, 12), 4)
    records.put(world.authority, Row("appeals_registered", Period.calendar_year(2023), Decimal(114)), kind="published")
    again = prepared(world.authority, who, month=date(2023, 12, 1), choices=appeals)
    built = build_edition(again)
    assert [(each.period, each.charts) for each in built.exposed] == [("December 2023", "Mediation and appeals")]
    assert not built.can_be_published
    with pytest.raises(NotAllowed, match="would be given away"):
        publish(again, seen=built.sha256, by=who, now=LATER)


def test_a_run_of_editions_passes_the_differencing_check(world: World) -> None:
    """Month after month, with other charts each time: all of them together give away no count that one withheld."""
    who = manager(world)
    records.put(world.authority, Row("requests_received", Period.month(2024, 2), Decimal(4)))
    runs = (CHARTS, ("refusal-rate",), ("requests-and-decisions", "refusal-rate"))
    for month, charts in enumerate(runs, start=4):
        choices = {"members": Choice("", charts)}
        later = NOW + timedelta(days=month)
        published(world.authority, who, month=date(2024, month, 1), choices=choices, published_at=later)
        put(world, "refusals_to_assess", Period.month(2024, month), 27 - month)
    known = Collected()
    add_editions(known, world.authority, instead_of=None)
    knowledge = known.knowledge()
    hidden = frozenset(knowledge.counts.keys() - knowledge.public)
    small = knowledge.small(5)
    assert {key.value for key in small} == {3, 4}
    assert not recoverable(knowledge, hidden, 5) & small


def test_the_publisher_reads_what_is_different_from_the_last_edition(world: World) -> None:
    who = manager(world)
    published(world.authority, who, month=date(2024, 4, 1))
    put(world, "plans_maintained", Period.month(2024, 3), 1552)
    choices = {"links": Choice("Other words.", ("plans", "refusal-rate"))}
    late = prepared(world.authority, who, choices=choices)
    found = since_last(late, "links", build_edition(late).contents["links"])
    assert found is not None
    told = found[1]
    assert any(sentence.startswith("New chart: ") for sentence in told.new)
    assert "The introduction is different." in told.changed
    assert any("March 2024, EHC plans: 1,552, before 1,551." in sentence for sentence in told.changed)


def test_nobody_had_an_edition_before_the_first(world: World) -> None:
    first = prepared(world.authority, manager(world))
    assert since_last(first, "links", build_edition(first).contents["links"]) is None


def test_a_published_edition_is_not_changed_but_corrected(world: World) -> None:
    who = manager(world)
    publication = published(world.authority, who)
    with pytest.raises(NotAllowed, match="Correct it instead"):
        change(publication, month=MONTH, title="Other", choices={}, by=who, now=NOW)
    put(world, "plans_maintained", Period.month(2024, 5), 1571)
    correction = correct(publication, note="May's plans were one too few.", by=who, now=LATER)
    with pytest.raises(NotAllowed, match="being prepared already"):
        correct(publication, note="Again.", by=who, now=LATER)
    publish(correction, seen=build_edition(correction).sha256, by=who, now=LATER)
    publication.refresh_from_db()
    assert publication.state == Publication.State.WITHDRAWN
    assert "May's plans were one too few." in publication.withdrawal_reason
    assert read(correction.contents.get(audience="links"))["correction"] == "May's plans were one too few."


def test_withdrawing_takes_an_edition_from_readers_and_keeps_it_on_record(world: World) -> None:
    who = manager(world)
    publication = published(world.authority, who)
    token = make_link(publication, label="Forum", expires_on=date(2024, 7, 1), by=who, now=NOW).token
    assert why_closed(token, NOW.date()) is None
    withdraw(publication, reason="A figure was wrong.", by=who, now=NOW)
    assert why_closed(token, NOW.date()) == Why.WITHDRAWN
    assert publication.contents.count() == 2
    with pytest.raises(NotAllowed):
        withdraw(publication, reason="Again.", by=who, now=NOW)


def test_a_link_opens_until_its_last_day_and_not_once_revoked(world: World) -> None:
    who = manager(world)
    publication = published(world.authority, who)
    made = make_link(publication, label="Forum", expires_on=date(2024, 7, 1), by=who, now=NOW)
    assert made.token not in str(list(type(made.link).objects.values()))
    assert why_closed(made.token, date(2024, 7, 1)) is None
    assert why_closed(made.token, date(2024, 7, 2)) == Why.ENDED
    assert look_up(f"{made.token}x", date(2024, 7, 1)) is None
    revoke_link(made.link, by=who, now=NOW)
    assert why_closed(made.token, date(2024, 7, 1)) == Why.REVOKED


def test_links_are_made_for_published_editions_only(world: World) -> None:
    who = manager(world)
    with pytest.raises(NotAllowed):
        make_link(prepared(world.authority, who), label="Forum", expires_on=date(2024, 7, 1), by=who, now=NOW)


def test_a_link_is_suggested_until_the_next_meeting_of_the_forum(world: World) -> None:
    assert suggested_expiry(world.authority, NOW.date()) == date(2024, 7, 14)
    calendar = world.agreement.calendars.create(name="Schools Forum", purpose="forum")
    calendar.periods.create(
        **{
            "slug": "june",
            "label": "June",
            "financial_year": "2024-25",
            "order": 1,
            "covers_from": date(2024, 6, 1),
            "covers_to": date(2024, 6, 30),
            "opens_on": date(2024, 6, 1),
            "due_on": date(2024, 6, 27),
        }
    )
    assert suggested_expiry(world.authority, NOW.date()) == date(2024, 6, 27)


def test_every_step_is_in_the_audit(world: World) -> None:
    who = manager(world)
    publication = published(world.authority, who)
    made = make_link(publication, label="Forum", expires_on=date(2024, 7, 1), by=who, now=NOW)
    revoke_link(made.link, by=who, now=NOW)
    withdraw(publication, reason="A figure was wrong.", by=who, now=NOW)
    actions = AuditEvent.objects.order_by("sequence").values_list("action", flat=True)
    assert [*actions][-5:] == [
        *("edition_prepared", "edition_published", "link_made", "link_revoked", "edition_withdrawn")
    ]
    assert audit.broken_link(world.authority) is None


def test_an_edition_without_any_figures_is_not_published(world: World) -> None:
    who = manager(world)
    empty = prepare(
        world.authority,
        month=MONTH,
        title="Empty",
        choices={"members": Choice("", ("biggest-risks", "plans-by-need"))},
        by=who,
        now=NOW,
    )
    built = build_edition(empty)
    assert "The biggest risks" in built.empty
    assert "EHC plans by primary need" in built.empty
    with pytest.raises(NotAllowed, match="None of the charts"):
        publish(empty, seen=built.sha256, by=who, now=NOW)
