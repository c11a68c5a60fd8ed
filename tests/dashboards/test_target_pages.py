"""A trajectory typed point by point: refused, kept, and never removed unseen."""

from datetime import date

import pytest
from django.test import Client

from dashboards.models import Indicator, Measurement, Target
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards import records

pytestmark = pytest.mark.usefixtures("clock")

TARGETS = "/c/999/measures/plans_maintained/targets/"


@pytest.fixture
def world(db: None) -> factories.World:
    """Figures of January to May are on record; today is 14 June 2024."""
    world = factories.make_world()
    records.six_months(world.authority)
    Measurement.objects.filter(period_end__gt=date(2024, 6, 1)).delete()
    return world


def points(*rows: tuple[str, ...]) -> dict[str, str]:
    names = ("name", "on_day", "on_month", "on_year", "value", "tolerance")
    return {
        f"point-{number}-{name}": value
        for number, row in enumerate(rows, start=1)
        for name, value in zip(names, row, strict=True)
    }


def test_a_trajectory_is_typed_point_by_point(officer: Client) -> None:
    assert officer.get(TARGETS).status_code == 200
    typed = points(
        ("Agreed trajectory", "31", "5", "2024", "1,568", "3"),
        ("Re-based", "31", "12", "2024", "1,590", ""),
        ("", "", "", "", "", ""),
    )
    assert officer.post(TARGETS, typed).status_code == 302
    found = Target.objects.filter(indicator__code="plans_maintained").values_list("name", "on", "value", "tolerance")
    assert list(found) == [
        ("Agreed trajectory", date(2024, 5, 31), 1568, 3),
        ("Re-based", date(2024, 12, 31), 1590, None),
    ]
    event = AuditEvent.objects.latest("sequence")
    assert event.action == "targets_changed"
    assert event.changes["Agreed trajectory, 2023-12-31"] == ["1535, tolerance 3", None]


def test_half_a_point_a_letter_and_a_date_twice_are_refused(officer: Client) -> None:
    before = list(Target.objects.values_list("on", "value"))
    for typed, words in (
        (points(("A", "31", "5", "2024", "", "")), "Enter the agreed value of point 1"),
        (points(("A", "", "", "", "1,568", "")), "Enter the date of point 1"),
        (points(("A", "31", "5", "2024", "c", "")), "must be a figure"),
        (points(("A", "31", "2", "2024", "5", "")), "must be a real date"),
        (points(("A", "31", "5", "2024", "5", ""), ("A", "31", "5", "2024", "6", "")), "two points on"),
    ):
        response = officer.post(TARGETS, typed)
        assert response.status_code == 422
        assert words in response.content.decode()
    assert list(Target.objects.values_list("on", "value")) == before


def test_points_that_somebody_else_added_meanwhile_are_not_removed_unseen(
    officer: Client, world: factories.World
) -> None:
    seen = officer.get(TARGETS).context["seen"]
    plans = Indicator.objects.get(code="plans_maintained")
    Target.objects.create(authority=world.authority, indicator=plans, name="Re-based", on=date(2025, 5, 31), value=1650)
    mine = {**points(("Agreed trajectory", "31", "5", "2024", "1,570", "")), "seen": seen}

    page = officer.post(TARGETS, mine)

    assert page.status_code == 422
    assert "Re-based, 31 May 2025: 1650" in page.content.decode()
    assert Target.objects.filter(indicator=plans).count() == 4
    assert officer.post(TARGETS, {**mine, "seen": page.context["seen"]}).status_code == 302
    assert Target.objects.get(indicator=plans).value == 1570


def test_half_a_post_removes_no_point(officer: Client) -> None:
    assert officer.post(TARGETS, {}).status_code == 422
    assert Target.objects.filter(indicator__code="plans_maintained").count() == 3


def test_every_point_that_was_sent_is_read_however_many(officer: Client) -> None:
    many = points(*[("Agreed trajectory", "1", str(n % 12 + 1), str(2025 + n // 12), "1,600", "") for n in range(230)])

    assert officer.post(TARGETS, many).status_code == 302
    assert Target.objects.filter(indicator__code="plans_maintained").count() == 230


def test_targets_of_another_council_are_left_alone(officer: Client) -> None:
    elsewhere = factories.make_authority("Elsewhere", "998")
    plans = Indicator.objects.get(code="plans_maintained")
    Target.objects.create(authority=elsewhere, indicator=plans, on=date(2024, 5, 31), value=9)
    officer.post(TARGETS, points(("", "", "", "", "", "")))
    assert Target.objects.filter(indicator=plans).get().authority == elsewhere
