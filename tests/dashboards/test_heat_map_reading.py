"""Conditions by period: from the pack once sent, from the answers in a draft, submitted rounds only from outside."""

import pytest

from dashboards.heat_map import in_words, read_heat_map, read_rated
from dashboards.scope import INSIDE, outside
from tests import factories
from tests.dashboards import records


@pytest.fixture
def world(db: None) -> factories.World:
    """A submitted Update 3 and a draft Update 1."""
    world = factories.make_world()
    past = factories.make_submission(factories.period_of(world.agreement, "update-3-2023-24"))
    factories.make_response(past, "3.1", rag="off_target_unmitigated")
    rags = {"3.1": "on_target", "3.2": "off_target_mitigated"}
    records.submitted(past, world.people["programme_manager"], rags)
    factories.make_response(world.submission, "3.1", rag="complete")
    return world


def cells(heat_map) -> list[list[str]]:
    return [[cell.level.word if cell.level else "" for cell in row.cells] for row in heat_map.rows]


def test_inside_a_draft_shows_its_answers_and_says_that_it_is_one(world: factories.World) -> None:
    heat_map = read_heat_map(world.agreement, INSIDE)
    assert heat_map is not None
    assert heat_map.columns == ("Update 3, 2023-24", "Update 1, 2024-25, draft")
    assert cells(heat_map) == [["Green", "Blue"], ["Amber", ""], ["", ""]]


def test_what_was_sent_counts_and_not_the_answers_behind_it(world: factories.World) -> None:
    heat_map = read_heat_map(world.agreement, outside(world.authority))
    assert heat_map is not None
    assert heat_map.columns == ("Update 3, 2023-24",)
    assert cells(heat_map)[0] == ["Green"]
    assert not any(cell.url for row in heat_map.rows for cell in row.cells)


def test_the_last_round_speaks_from_outside_also_where_it_was_saved_first(world: factories.World) -> None:
    """As they are where a council's record was brought in."""
    period, by = factories.period_of(world.agreement, "update-2-2024-25"), world.people["programme_manager"]
    for number, key in ((2, "on_target"), (1, "complete")):
        sent = factories.make_submission(period, round=number)
        records.submitted(sent, by, {"3.1": key})
    rated = read_rated(world.agreement, outside(world.authority))
    assert [(each.period.slug, each.round) for each in rated.rounds] == [
        ("update-3-2023-24", 1),
        ("update-2-2024-25", 2),
    ]
    [rounds] = [list(each.submissions.all()) for each in rated.periods if each == period]
    assert [each.round for each in rounds] == [1, 2]
    heat_map = read_heat_map(world.agreement, outside(world.authority))
    assert heat_map is not None
    assert cells(heat_map)[0] == ["Green", "Green"]


def test_before_anything_was_submitted_there_is_no_map_from_outside(db: None) -> None:
    world = factories.make_world()
    factories.make_response(world.submission, "3.1")
    assert read_heat_map(world.agreement, outside(world.authority)) is None


def test_a_pack_that_was_tampered_with_is_not_shown(world: factories.World) -> None:
    pack = world.submission.packs.model.objects.get()
    pack.text = pack.text.replace("Green", "Blue")
    from dashboards.positions import pack_facts

    round_ = pack.submission
    round_.current_pack = pack
    assert pack_facts(round_, "conditions") == {}


def test_moves_between_the_last_two_periods_are_said(world: factories.World) -> None:
    heat_map = read_heat_map(world.agreement, INSIDE)
    assert heat_map is not None
    assert heat_map.moved() == ["3.1 Ordinarily available provision: Blue, was Green"]


def test_the_headline_speaks_of_the_fullest_latest_period(world: factories.World) -> None:
    heat_map = read_heat_map(world.agreement, INSIDE)
    assert heat_map is not None
    column, levels = heat_map.latest()
    assert column == "Update 3, 2023-24"
    assert in_words(levels) == "1 Green, 1 Amber"
    assert [level.is_on_course for level in levels] == [True, False]


def test_the_map_takes_a_fixed_number_of_queries(world: factories.World, django_assert_num_queries) -> None:
    agreement = type(world.agreement).objects.select_related("authority", "programme").get()
    with django_assert_num_queries(2):
        read_heat_map(agreement, INSIDE)
    for order in range(4, 12):
        factories.make_condition(agreement, order)
    agreement = type(world.agreement).objects.select_related("authority", "programme").get()
    with django_assert_num_queries(2):
        read_heat_map(agreement, INSIDE)
