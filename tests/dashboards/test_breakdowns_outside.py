"""A measure divided, for readers outside the programme: what is hidden, at which grain, and what never leaves."""

from decimal import Decimal

import pytest

from dashboards.breakdowns import read_breakdown, topics_of
from dashboards.charts.lines import Frame
from dashboards.charts.parts import parts_table
from dashboards.models import Indicator
from dashboards.periods import Period
from dashboards.scope import INSIDE, Scope
from safetyvalve.core.models import Authority
from safetyvalve.render.data import SUPPRESSED
from tests.dashboards import records
from tests.dashboards.divisions import divided_by_placement, rate_rows
from tests.dashboards.records import Row

OUTSIDE = Scope(False, None, 5)
FRAME = Frame(years=None)


@pytest.fixture
def torbay(db: None) -> Authority:
    return divided_by_placement()


@pytest.mark.parametrize("topic", ["school", "placement_move", "year_group_move"])
def test_schools_and_moves_never_leave_the_programme(torbay: Authority, topic: str) -> None:
    code = "requests_received" if topic == "school" else "plan_moves"
    row = Row(code, Period.calendar_year(2025), Decimal(9), breakdown_topic=topic, breakdown="mainstream>special")
    records.put(torbay, row, kind="published")
    assert read_breakdown(torbay, code, topic, INSIDE) is not None
    assert read_breakdown(torbay, code, topic, OUTSIDE) is None
    assert topics_of(torbay, Indicator.objects.get(code=code), OUTSIDE) == []


def test_from_outside_no_local_breakdown_is_seen_even_of_a_submitted_period(torbay: Authority) -> None:
    row = Row("requests_received", Period.month(2024, 5), Decimal(90), breakdown_topic="source", breakdown="parent")
    records.put(torbay, row)
    until_june = Scope(False, Period.month(2024, 6).end, 5)
    assert read_breakdown(torbay, "requests_received", "source", until_june) is None
    assert read_breakdown(torbay, "requests_received", "source", INSIDE) is not None


def test_from_outside_small_parts_are_hidden_with_what_would_give_them_away(torbay: Authority) -> None:
    found = read_breakdown(torbay, "plans_maintained", "placement_group", OUTSIDE)
    assert found is not None
    cells = {row[0]: row[1] for row in parts_table(found, FRAME).rows}
    hidden = [name for name, cell in cells.items() if cell == SUPPRESSED]
    assert len(hidden) == 2
    assert cells["All"] == 1643
    assert 32 not in cells.values(), "the smallest other part goes too, or 2 could be worked out"


def test_from_outside_a_family_of_topics_is_seen_at_one_grain(torbay: Authority) -> None:
    plans = Indicator.objects.get(code="plans_maintained")
    assert {t.code for t in topics_of(torbay, plans, INSIDE)} == {"placement", "placement_group", "provision"}
    assert {t.code for t in topics_of(torbay, plans, OUTSIDE)} == {"placement_group"}
    assert read_breakdown(torbay, "plans_maintained", "placement", OUTSIDE) is None


def test_from_outside_rates_are_not_divided(torbay: Authority) -> None:
    records.put(torbay, *rate_rows({"parent": (50, 169), "school": (40, 233)}), kind="published")
    assert read_breakdown(torbay, "refusal_rate_published", "source", OUTSIDE) is None
