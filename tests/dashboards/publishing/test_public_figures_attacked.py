"""Whoever knows a percentage of a month cannot work out with it what an edition withholds."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboards.periods import Period
from dashboards.publishing.building import build_edition
from dashboards.publishing.knowledge import Knowledge, total
from dashboards.publishing.protection import Why, protect
from dashboards.publishing.vouching import take_back
from dashboards.services.measurements import Row
from safetyvalve.core.services.refusals import NotAllowed
from safetyvalve.render.data import SUPPRESSED
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.vouched import CHART, COUNTS, MAY, RATE, edition, put, say, shown
from tests.factories import NOW, World

THRESHOLD = 5


def test_a_small_count_is_no_cover_for_one_of_which_a_percentage_is_known() -> None:
    """70 less 31 leaves 39, of which June has 1 to 4: May is 35 to 38, and of 36 to 38 no number gives 40%."""
    knowledge = Knowledge(
        {"quarter": 70, "April": 31, "May": 35, "June": 4},
        [total("quarter", ["April", "May", "June"])],
        public=frozenset({"quarter"}),
        apart=frozenset({"May"}),
    )
    assert protect(knowledge, THRESHOLD).withheld == {"June": Why.SMALL, "May": Why.APART, "April": Why.COVERS}


def test_whoever_knows_it_to_the_child_cannot_work_out_a_small_count_further_away() -> None:
    """With May known, July and August would be left of the half-year, and July is shown."""
    knowledge = Knowledge(
        {"half": 90, "quarter": 60, "rest": 30, "April": 25, "May": 35, "July": 28, "August": 2},
        [total("half", ["quarter", "rest"]), total("quarter", ["April", "May"]), total("rest", ["July", "August"])],
        public=frozenset({"half"}),
        apart=frozenset({"May"}),
    )
    hidden = protect(knowledge, THRESHOLD).hidden
    assert {"May", "August", "April", "quarter"} <= hidden
    assert hidden & {"July", "rest"}


@pytest.fixture
def world(clock: Any) -> World:
    world = factories.make_world()
    records.catalogue()
    put(world, 40)
    return world


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
class TestOnRecord:
    def test_counts_by_heading_are_withheld_where_the_undivided_one_is_not_on_record(self, world: World) -> None:
        """Five and five are ten requests, and 40% of ten are four children."""
        say(world, edition(world))
        for source in ("school", "parent"):
            records.put(
                world.authority,
                Row("requests_received", MAY, Decimal(5), breakdown_topic="source", breakdown=source),
            )
        built = build_edition(edition(world, CHART, "requests-by-source"))
        cells = [cell for row in shown(built, "requests-by-source").values() for cell in row]
        assert SUPPRESSED in cells
        assert 5 not in cells

    def test_a_percentage_with_digits_that_no_page_prints_is_not_shown(self, world: World) -> None:
        """38% is many numbers of many; 38.4615% is five of thirteen."""
        records.put(world.authority, Row(RATE, MAY, Decimal("38.4615")))
        found = edition(world)
        [reported] = build_edition(found).reported
        assert reported.is_finer
        with pytest.raises(NotAllowed):
            say(world, found, reported.share)

    def test_what_somebody_vouched_for_can_be_taken_back_when_the_figure_is_another(self, world: World) -> None:
        figure = say(world, edition(world))
        put(world, 41)
        later = edition(world)
        now, before = build_edition(later).reported
        assert (now.share.value, now.said, before.said, before.is_elsewhere) == ("41", None, figure, True)
        assert not before.is_shown
        take_back(later, figure.pk, by=world.people["programme_manager"], now=NOW)
        assert len(build_edition(later).reported) == 1

    def test_it_can_be_taken_back_when_counts_came_on_record(self, world: World) -> None:
        figure = say(world, edition(world))
        put(world, 120, "requests_received")
        put(world, 48, "refusals_to_assess")
        [reported] = build_edition(edition(world, CHART, COUNTS)).reported
        assert (reported.said, reported.is_shown) == (figure, False)

    def test_a_month_in_a_published_year_gives_no_small_month_away(self, world: World) -> None:
        """228 less ten months leave 23 for May and August; with 40% only 20 and 3 would do."""
        say(world, edition(world))
        months = {1: 22, 2: 19, 3: 21, 4: 18, 5: 20, 6: 24, 7: 17, 8: 3, 9: 20, 10: 21, 11: 23, 12: 20}
        for month, count in months.items():
            put(world, count, "requests_received", Period.month(2024, month))
        put(world, 228, "requests_received", Period.calendar_year(2024), kind="published")
        rows = shown(build_edition(edition(world, "plans", COUNTS, month=date(2024, 12, 1))), COUNTS)
        hidden = [month for month, row in rows.items() if row[0] == SUPPRESSED]
        assert {"May 2024", "August 2024"} < set(hidden)
