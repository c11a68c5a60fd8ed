"""Whose figures count as known to readers when the next edition is protected."""

from datetime import timedelta
from decimal import Decimal

import pytest

from dashboards.models import Publication
from dashboards.periods import Period
from dashboards.publishing.building import build_edition
from dashboards.publishing.content import read
from dashboards.publishing.editions import Choice, Choices, change, correct, prepare, publish, withdraw
from dashboards.services.measurements import Row
from safetyvalve.core.models import User
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import MONTH, published
from tests.dashboards.publishing.pages import manager
from tests.factories import NOW, World

pytestmark = pytest.mark.django_db
APPEALS = {"members": Choice("", ("mediation-and-appeals",))}
PLANS = {"members": Choice("", ("plans",))}


@pytest.fixture
def world() -> World:
    world = factories.make_world()
    records.six_months(world.authority)
    return world


def put(world: World, month: Period, value: int) -> None:
    records.put(world.authority, Row("appeals_registered", month, Decimal(value)))


def corrected(publication: Publication, by: User, days: int, choices: Choices | None = None) -> Publication:
    now = NOW + timedelta(days=days)
    correction = correct(publication, note="One figure was wrong.", by=by, now=now)
    if choices:
        month, title = correction.month, correction.title
        correction = change(correction, month=month, title=title, choices=choices, by=by, now=now)
    return publish(correction, seen=build_edition(correction).sha256, by=by, now=now)


def known(world: World) -> set[Publication]:
    return set(Publication.objects.filter(authority=world.authority).known())


def test_an_edition_corrected_twice_is_still_known_to_those_who_read_it(world: World) -> None:
    who = manager(world)
    first = published(world.authority, who)
    second = corrected(first, who, 1)
    third = corrected(second, who, 2)
    assert known(world) == {first, second, third}


def test_figures_that_only_the_first_of_three_told_still_take_part_in_differencing(world: World) -> None:
    """Eleven months stood in it, the corrections went without that chart, and the Department publishes the year."""
    who = manager(world)
    for number in range(1, 13):
        put(world, Period.month(2023, number), 10)
    first = published(world.authority, who, choices=APPEALS)
    corrected(corrected(first, who, 1, PLANS), who, 2)
    put(world, Period.month(2023, 12), 4)
    year = Row("appeals_registered", Period.calendar_year(2023), Decimal(114))
    records.put(world.authority, year, kind="published")
    again = prepare(world.authority, month=MONTH, title="Again", choices=APPEALS, by=who, now=NOW)
    assert [each.period for each in build_edition(again).exposed] == ["December 2023"]


def test_an_edition_that_was_withdrawn_makes_way_for_the_right_one_of_its_month(world: World) -> None:
    """It told a small number while the council held that fewer were small. The right one withholds it."""
    who, authority = manager(world), world.authority
    authority.small_count_threshold = 3
    authority.save()
    put(world, Period.month(2024, 5), 4)
    wrong = published(authority, who, choices=APPEALS)
    withdraw(wrong, reason="It tells a small number.", by=who, now=NOW)
    authority.small_count_threshold = 5
    authority.save()
    right = published(authority, who, choices=APPEALS, published_at=NOW + timedelta(days=1))
    chart = read(right.contents.get())["charts"][0]["chart"]
    appeals = next(each for each in chart["series"] if "4" in each["values"] or "c" in each["markers"])
    assert appeals["markers"][chart["categories"].index("May 2024")] == "c"
    assert known(world) == {right}


def test_an_edition_that_was_given_up_was_never_known(world: World) -> None:
    never = prepare(world.authority, month=MONTH, title="May", choices=APPEALS, by=manager(world), now=NOW)
    withdraw(never, reason="Not needed.", by=manager(world), now=NOW)
    assert known(world) == set()
