"""A percentage that the council reported without its counts, and that anybody can read already in a public paper."""

from datetime import date
from typing import Any

import pytest

from dashboards.models import PublicFigure
from dashboards.periods import Period
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import correct, publish, withdraw
from dashboards.publishing.in_one_go import in_words
from dashboards.publishing.protection import Why
from dashboards.publishing.shares import Share
from dashboards.publishing.vouching import take_back
from safetyvalve.core.models import AuditEvent
from safetyvalve.core.services.refusals import NotAllowed
from safetyvalve.render.data import SUPPRESSED
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.vouched import CHART, COUNTS, MAY, MINUTE, OF_MAY, edition, published, put, say, shown
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def world(clock: Any) -> World:
    world = factories.make_world()
    records.catalogue()
    put(world, 40)
    return world


def test_what_is_public_already_is_shown_and_not_among_what_is_withheld(world: World) -> None:
    found = edition(world)
    before = build_edition(found)
    assert shown(before) == {"May 2024": [SUPPRESSED]}
    assert [each.why for each in before.withheld] == [Why.UNKNOWN.value]
    say(world, found)
    built = build_edition(found)
    assert shown(built) == {"May 2024": [40]}
    assert built.withheld == ()
    [reported] = built.reported
    assert (reported.is_shown, reported.said.where, str(reported).endswith("May 2024: 40%")) == (True, MINUTE, True)


def test_the_command_that_publishes_says_so_too(world: World) -> None:
    found = edition(world)
    say(world, found)
    name = "Refusals to assess in a month, as the council reports them"
    told = f"Shown, since anybody can read it already in {MINUTE}: {name}, May 2024: 40%"
    assert told in list(in_words(found, build_edition(found)))


def test_readers_are_not_told_who_said_so_or_where(world: World) -> None:
    found = edition(world)
    say(world, found)
    kept = published(world, found)
    frozen = kept.contents.get().text + kept.counts.text
    assert "40" in frozen
    assert MINUTE not in frozen
    assert "programme_manager" not in frozen


def test_who_said_so_when_and_where_is_in_the_audit(world: World) -> None:
    found = edition(world)
    figure = say(world, found)
    take_back(found, figure.pk, by=world.people["programme_manager"], now=NOW)
    said, back = AuditEvent.objects.filter(action__startswith="figure_").order_by("pk")
    assert (said.action, back.action) == ("figure_said_to_be_public", "figure_taken_back")
    assert said.changes["where"] == [None, MINUTE]
    assert "May 2024: 40%" in said.changes["figure"][1]


def test_a_later_edition_uses_it_until_the_figure_is_another(world: World) -> None:
    first = edition(world)
    say(world, first)
    published(world, first)
    put(world, 44, period=Period.month(2024, 6))
    assert shown(build_edition(edition(world, month=date(2024, 6, 1)))) == {
        "May 2024": [40],
        "June 2024": [SUPPRESSED],
    }
    put(world, 41)
    assert shown(build_edition(edition(world))) == {"May 2024": [SUPPRESSED]}
    put(world, 40)
    assert shown(build_edition(edition(world))) == {"May 2024": [40]}


def test_what_was_taken_back_is_withheld_again(world: World) -> None:
    found = edition(world)
    figure = say(world, found)
    seen = build_edition(found).sha256
    who = world.people["programme_manager"]
    take_back(found, figure.pk, by=who, now=NOW)
    assert shown(build_edition(found)) == {"May 2024": [SUPPRESSED]}
    with pytest.raises(NotAllowed, match="changed since you looked"):
        publish(found, seen=seen, by=who, now=NOW)
    with pytest.raises(NotAllowed, match="already"):
        take_back(found, figure.pk, by=who, now=NOW)
    say(world, found)
    assert shown(build_edition(found)) == {"May 2024": [40]}


def test_nothing_is_said_or_taken_back_of_an_edition_that_is_published(world: World) -> None:
    found = edition(world)
    figure = say(world, found)
    published(world, found)
    with pytest.raises(NotAllowed, match="published"):
        take_back(found, figure.pk, by=world.people["programme_manager"], now=NOW)
    with pytest.raises(NotAllowed, match="published"):
        say(world, found)


@pytest.mark.parametrize(
    "share",
    [
        OF_MAY._replace(value="41"),
        OF_MAY._replace(code="refusal_rate_requests"),
        OF_MAY._replace(code="refusals_to_assess", value="3"),
    ],
)
def test_only_a_reported_percentage_as_it_is_on_record_can_be_said_to_be_public(world: World, share: Share) -> None:
    put(world, 3, "refusals_to_assess", Period.month(2020, 5))
    with pytest.raises(NotAllowed, match="changed since you looked"):
        say(world, edition(world, CHART, COUNTS), share)
    assert not PublicFigure.objects.exists()


@pytest.mark.parametrize(
    ("code", "period"),
    [
        ("requests_received", MAY),
        ("requests_month_reported", Period.month(2024, 4)),
        ("refusals_to_assess", Period.month(2023, 6)),
    ],
)
def test_one_of_which_counts_are_on_record_stays_withheld(world: World, code: str, period: Period) -> None:
    """40% of ten requests would be four children; and the other months of a year give what is left of it."""
    put(world, 10, code, period)
    found = edition(world)
    [reported] = build_edition(found).reported
    assert (reported.has_counts, reported.can_be_said) == (True, False)
    with pytest.raises(NotAllowed):
        say(world, found)


def test_one_of_which_only_whole_years_are_counted_can_be_said_to_be_public(world: World) -> None:
    put(world, 350, "requests_received", Period.calendar_year(2023), kind="published")
    put(world, 350, "requests_received", Period.calendar_year(2024))
    found = edition(world)
    say(world, found)
    assert shown(build_edition(found)) == {"May 2024": [40]}


@pytest.mark.parametrize("is_published", [True, False])
@pytest.mark.parametrize(("requests", "refusals"), [(10, 4), (120, 48)])
def test_counts_that_come_on_record_later_are_withheld_with_it(
    world: World, requests: int, refusals: int, is_published: bool
) -> None:
    """Whoever knows 40% would work out four of ten. Hidden only where that is few, they would say that it is."""
    first = edition(world)
    figure = say(world, first)
    if is_published:
        published(world, first)
        later = edition(world)
        take_back(later, figure.pk, by=world.people["programme_manager"], now=NOW)
    put(world, requests, "requests_received")
    put(world, refusals, "refusals_to_assess")
    put(world, 31, "requests_received", Period.month(2024, 4))
    built = build_edition(edition(world, CHART, COUNTS))
    assert shown(built, COUNTS)["May 2024"] == [SUPPRESSED, SUPPRESSED]
    assert shown(built, COUNTS)["April 2024"][0] == 31
    assert shown(built)["May 2024"] == [SUPPRESSED]
    assert str(requests) not in str(built.contents)


def test_what_is_left_of_a_quarter_does_not_give_the_counts_of_its_month(world: World) -> None:
    say(world, edition(world))
    put(world, 70, "requests_received", Period(date(2024, 4, 1), date(2024, 6, 30)), kind="published")
    put(world, 31, "requests_received", Period.month(2024, 4))
    put(world, 29, "requests_received", Period.month(2024, 6))
    built = build_edition(edition(world, "plans", COUNTS, month=date(2024, 6, 1)))
    assert SUPPRESSED in shown(built, COUNTS)["April 2024"] + shown(built, COUNTS)["June 2024"]


def test_a_correction_and_the_edition_after_one_was_withdrawn_use_it(world: World) -> None:
    who = world.people["programme_manager"]
    first = edition(world)
    say(world, first)
    published(world, first)
    correction = correct(first, note="A word was wrong.", by=who, now=NOW)
    assert shown(build_edition(correction)) == {"May 2024": [40]}
    withdraw(correction, reason="Not needed.", by=who, now=NOW)
    withdraw(first, reason="Not wanted.", by=who, now=NOW)
    assert shown(build_edition(edition(world))) == {"May 2024": [40]}
