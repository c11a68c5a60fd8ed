"""Savings that are reckoned from places: an edition withholds the sums that tell of a few children, and no others."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboards.publishing import building
from dashboards.publishing.building import Built, build_edition
from dashboards.publishing.content import tables_of
from dashboards.publishing.editions import Choice, publish
from dashboards.publishing.savings import (
    NOBODY_KNOWS,
    OF_PLACES,
    Told,
    _gives_away,
    _shown,
    from_plain,
    one_place,
    to_plain,
)
from safetyvalve.core import audit
from safetyvalve.render.data import SUPPRESSED
from tests import factories
from tests.dashboards.publishing.editions import prepared
from tests.factories import NOW, World
from tests.workstreams.records import make_workstream
from workstreams.models import Saving, SavingFigure

CHART, THRESHOLD = "savings-avoidance", 5
PLACE = Decimal(40_000)
OF_TEN = {"places": Decimal(10), "unit_cost_before": Decimal(60_000), "unit_cost_after": Decimal(20_000)}
CELL = ("2024-25", "planned")


def within(**amounts: int) -> dict[str, tuple[Decimal, Decimal | None]]:
    """Pounds of savings in one sum; of those whose names begin with p one place is worth £40,000."""
    return {name: (Decimal(each), PLACE if name.startswith("p") else None) for name, each in amounts.items()}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (OF_TEN, PLACE),
        ({**OF_TEN, "unit_cost_before": Decimal(20_000), "unit_cost_after": Decimal(60_000)}, PLACE),
        ({"places": Decimal(10), "full_year_amount": Decimal(400_000)}, PLACE),
        ({"unit_cost_before": Decimal(60_000), "unit_cost_after": Decimal(20_000)}, PLACE),
        ({**OF_TEN, "places": Decimal(4)}, NOBODY_KNOWS),
        ({"places": Decimal(10)}, NOBODY_KNOWS),
        ({"unit_cost_before": Decimal(60_000)}, NOBODY_KNOWS),
        ({**OF_TEN, "unit_cost_after": Decimal(60_000)}, NOBODY_KNOWS),
        ({"full_year_amount": Decimal(400_000)}, None),
        ({"places": Decimal(0)}, None),
    ],
)
def test_what_one_place_saves_in_a_year(fields: dict[str, Decimal], expected: Decimal | None) -> None:
    assert one_place(Saving(**fields), THRESHOLD) == expected


@pytest.mark.parametrize(
    ("amounts", "is_withheld"),
    [
        ({"p": 80_000}, True),
        ({"p": 199_999, "other": 5_000_000}, True),
        ({"p": -80_000, "other": 1}, True),
        ({"p": 200_000}, False),
        ({"p": 200_000, "p2": 40_000}, True),
        ({"p": 0, "other": 3}, False),
        ({"other": 80_000}, False),
    ],
)
def test_a_sum_goes_with_a_saving_worth_few_places_in_it(amounts: dict[str, int], is_withheld: bool) -> None:
    assert _gives_away(CELL, within(**amounts), [], THRESHOLD) is is_withheld


@pytest.mark.parametrize(
    ("then", "now", "is_withheld"),
    [
        ({"p": 400_000}, {"p": 440_000}, True),
        ({"p": 400_000, "other": 10}, {"p": 360_000, "other": 999}, True),
        ({"p": 400_000, "other": 10}, {"p": 400_000, "other": 40_010}, False),
        ({"p": 400_000}, {"p": 600_000}, False),
        ({"other": 10}, {"p": 400_000, "other": 10}, False),
        ({"p": 400_000, "other": 10}, {"other": 10}, False),
    ],
)
def test_a_sum_goes_where_few_places_are_what_it_has_changed_by(
    then: dict[str, int], now: dict[str, int], is_withheld: bool
) -> None:
    assert _gives_away(CELL, within(**now), [{CELL: within(**then)}], THRESHOLD) is is_withheld
    assert not _gives_away(CELL, within(**then), [{("2025-26", "planned"): within(**now)}], THRESHOLD)


def test_what_was_reckoned_from_places_stays_so_for_the_next_edition() -> None:
    """Somebody clears the places and changes the pounds by those of one."""
    now = {"p": (Decimal(440_000), None)}
    assert _gives_away(CELL, now, [{CELL: within(p=400_000)}], THRESHOLD)


@pytest.mark.parametrize(
    ("then", "now", "is_withheld"),
    [
        ({"p": 400_000}, {"p2": 440_000}, True),
        ({"p": 400_000}, {"p2": 240_000, "p3": 200_000}, True),
        ({"p": 800_000, "p2": 400_000}, {"p": 560_000, "p2": 680_000}, True),
        ({"p": 400_000}, {"p2": 400_000}, False),
        ({"p": 400_000}, {"p2": 399_950}, False),
        ({"p": 400_000, "other": 10}, {"p2": 600_000, "other": 40_010}, False),
    ],
)
def test_a_saving_entered_again_or_split_is_the_same_to_readers(
    then: dict[str, int], now: dict[str, int], is_withheld: bool
) -> None:
    assert _gives_away(CELL, within(**now), [{CELL: within(**then)}], THRESHOLD) is is_withheld


def test_of_two_prices_of_a_place_the_one_that_tells_more_counts() -> None:
    dear, cheap = {"p": (Decimal(500_000), Decimal(50_000))}, {"p": (Decimal(450_000), Decimal(9_000))}
    assert _gives_away(CELL, cheap, [{CELL: dear}], THRESHOLD)
    assert _gives_away(CELL, dear, [{CELL: cheap}], THRESHOLD)


@pytest.mark.parametrize(("step", "is_withheld"), [(109, False), (110, True), (-109, False)])
def test_less_than_a_day_of_a_place_is_rounding(step: int, is_withheld: bool) -> None:
    """£40,000 a year are £109.59 a day. Where nobody knows the price nothing is rounding."""
    then, now = within(p=400_000), within(p=400_000 + step)
    assert _gives_away(CELL, now, [{CELL: then}], THRESHOLD) is is_withheld
    unknown = {"p": (Decimal(400_000 + step), None)}
    assert _gives_away(CELL, unknown, [{CELL: {"p": (Decimal(400_000), NOBODY_KNOWS)}}], THRESHOLD)


def test_how_far_a_sum_is_from_its_plan_is_no_count() -> None:
    """Of ten places planned at £40,000, eight: whether savings come as planned is what a forum is there to ask."""
    both = {CELL: within(p=400_000), ("2024-25", "delivered"): within(p=320_000)}
    assert _shown(both, [], THRESHOLD, {}).keys() == both.keys()


def test_what_is_frozen_is_read_again() -> None:
    told: Told = {CHART: {CELL: {**within(p=1, other=2), "few": (Decimal("1.50"), NOBODY_KNOWS)}}}
    assert from_plain(json.loads(audit.canonical(to_plain(told)))) == told


@pytest.fixture
def world(db: None, clock: Any) -> World:
    return factories.make_world()


def make_saving(world: World, years: dict[str, tuple[int, int | None]], **fields: Any) -> Saving:
    """One with planned and delivered pounds by year."""
    work = world.agreement.workstreams.first() or make_workstream(world)
    saving = Saving.objects.create(workstream=work, name=f"Saving {Saving.objects.count()}", kind="avoidance", **fields)
    for year, (planned, delivered) in years.items():
        amounts = {"planned_amount": Decimal(planned), "delivered_amount": None if delivered is None else delivered}
        SavingFigure.objects.create(saving=saving, financial_year=year, **amounts)
    return saving


def built(world: World) -> tuple[Any, Built]:
    choices = {"members": Choice("", (CHART,))}
    edition = prepared(world.authority, world.people["programme_manager"], month=date(2024, 5, 1), choices=choices)
    return edition, build_edition(edition)


def rows(found: Built) -> dict[str, list[object]]:
    [item] = found.contents["members"]["charts"]
    return {str(row[0]): list(row[1:]) for row in tables_of(item)[0].rows if any(cell is not None for cell in row[1:])}


def test_only_sums_of_few_places_are_withheld_and_no_word_gives_them_back(world: World) -> None:
    make_saving(world, {"2023-24": (80_000, 80_000), "2024-25": (400_000, None)}, **OF_TEN)
    make_saving(world, {"2023-24": (700_000, 700_000), "2024-25": (900_000, 250_000)})
    _, found = built(world)
    assert rows(found) == {"2023-24": [SUPPRESSED, SUPPRESSED], "2024-25": [1_300_000, 250_000]}
    chart = found.contents["members"]["charts"][0]["chart"]
    told = " ".join((chart["title"], chart["summary"], *chart["notes"]))
    assert chart["title"] == "£250,000 of cost avoidance delivered by 2024-25 (not every year is shown)"
    assert not [each for each in ("80,000", "780", "1.03 million", "2.08 million") if each in told]
    assert [(each.period, each.why) for each in found.withheld] == [
        ("2023-24, planned", OF_PLACES),
        ("2023-24, delivered", OF_PLACES),
    ]
    assert found.empty == ()


@pytest.mark.parametrize(
    ("years", "title"),
    [
        ({"2024-25": (400_000, 80_000)}, "£400,000 of cost avoidance planned; what was delivered is not shown"),
        (
            {"2023-24": (80_000, None), "2024-25": (400_000, None)},
            "£400,000 of cost avoidance planned (not every year is shown), none delivered yet",
        ),
        ({"2024-25": (80_000, 400_000)}, "£400,000 of cost avoidance delivered by 2024-25"),
    ],
)
def test_a_title_never_takes_what_is_withheld_for_nothing(
    world: World, years: dict[str, tuple[int, int | None]], title: str
) -> None:
    make_saving(world, years, **OF_TEN)
    found = built(world)[1]
    [item] = found.contents["members"]["charts"]
    assert item["chart"]["title"] == title
    assert SUPPRESSED in {cell for row in rows(found).values() for cell in row}


def test_the_next_edition_withholds_a_sum_that_one_more_place_has_changed(world: World) -> None:
    of_places = make_saving(world, {"2024-25": (400_000, None), "2025-26": (400_000, None)}, **OF_TEN)
    edition, found = built(world)
    publish(edition, seen=found.sha256, by=world.people["programme_manager"], now=NOW)
    of_places.figures.filter(financial_year="2024-25").update(planned_amount=Decimal(440_000))
    _, found = built(world)
    assert rows(found) == {"2024-25": [SUPPRESSED], "2025-26": [400_000]}


def test_a_step_from_a_sum_that_was_frozen_unexplained_is_withheld(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six more places, or a few more and a few fewer: what was frozen then does not say. Without places it may step."""
    of_places = make_saving(world, {"2024-25": (400_000, None), "2025-26": (400_000, None)}, **OF_TEN)
    other = make_saving(world, {"2026-27": (900_000, None)})
    edition, found = built(world)
    kept = building.counts_to_plain
    monkeypatch.setattr(
        building, "counts_to_plain", lambda knowledge, own, hidden, savings: kept(knowledge, own, hidden)
    )
    found = build_edition(edition)
    publish(edition, seen=found.sha256, by=world.people["programme_manager"], now=NOW)
    assert "savings" not in json.loads(edition.counts.text)
    of_places.figures.filter(financial_year="2024-25").update(planned_amount=Decimal(640_000))
    other.figures.update(planned_amount=Decimal(910_000))
    _, found = built(world)
    assert rows(found) == {"2024-25": [SUPPRESSED], "2025-26": [400_000], "2026-27": [910_000]}


def test_where_nothing_is_left_the_chart_is_left_out_and_the_publisher_reads_why(world: World) -> None:
    make_saving(world, {"2024-25": (80_000, None)}, **OF_TEN)
    _, found = built(world)
    assert found.contents["members"]["charts"] == []
    assert [each.period for each in found.withheld] == ["2024-25, planned"]
    assert found.empty == ()
