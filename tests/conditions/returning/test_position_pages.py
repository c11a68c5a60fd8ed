"""The page of the DSG position: what is worked out, what stays unknown, and what finance confirms."""

from decimal import Decimal

import pytest

from conditions.models import DsgPosition
from conditions.services import answers, positions
from tests import factories
from tests.conditions import answering
from tests.conditions.returning.pages import url
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def world():
    return factories.make_world()


def test_a_blank_closing_balance_is_worked_out_and_blank_parts_stay_unknown(world, client):
    client.force_login(world.people["finance_officer"])

    client.post(
        url(world, "dsg-year", "2024-25"),
        {
            "basis": "forecast",
            "opening_before_payments": "£(13,880,000)",
            "in_year_position": "-560k",
            "revision": "0",
        },
    )

    position = DsgPosition.objects.get()
    assert position.closing_before_payments == -14_440_000
    assert position.opening_after_payments is None
    assert position.closing_after_payments is None
    assert position.confirmed_at is None


def test_changing_a_figure_withdraws_the_confirmation(world, client):
    answering.complete(world)
    position = DsgPosition.objects.get(financial_year="2024-25")
    client.force_login(world.people["finance_officer"])

    client.post(
        url(world, "dsg-year", "2024-25"),
        {
            "basis": "forecast",
            "opening_before_payments": "-13880000",
            "opening_after_payments": "-7280000",
            "in_year_position": "-600000",
            "dfe_payments": "2030000",
            "movement_reason": "One more placement.",
            "revision": str(position.revision),
        },
    )

    position.refresh_from_db()
    assert position.in_year_position == -600_000
    assert position.closing_before_payments == -14_480_000
    assert position.confirmed_at is None


def test_finance_confirms_what_it_saw_and_nothing_newer(world, client):
    factories.make_dsg_position(world.period)
    client.force_login(world.people["finance_officer"])

    stale = client.post(url(world, "dsg-position"), {"revision-2024-25": "0"})
    assert stale.status_code == 409
    assert "changed after you opened this page" in stale.content.decode()

    client.post(url(world, "dsg-position"), {"revision-2024-25": "1"})
    assert DsgPosition.objects.get().confirmed_by == world.people["finance_officer"]


def test_only_finance_confirms(world, client):
    factories.make_dsg_position(world.period)
    client.force_login(world.people["programme_manager"])

    page = client.post(url(world, "dsg-position"), {"revision-2024-25": "1"})

    assert page.status_code == 409
    assert DsgPosition.objects.get().confirmed_at is None


def test_a_year_about_which_nothing_is_said_is_not_entered(world, client):
    client.force_login(world.people["finance_officer"])

    page = client.post(url(world, "dsg-year", "2025-26"), {"basis": "forecast", "revision": "0"})

    assert page.status_code == 422
    assert "Enter at least one amount" in page.content.decode()
    assert not DsgPosition.objects.exists()


def test_a_year_entered_by_mistake_can_be_emptied(world, client):
    factories.make_dsg_position(world.period, "2025-26")
    client.force_login(world.people["finance_officer"])

    page = client.post(url(world, "dsg-year", "2025-26"), {"basis": "forecast", "revision": "1"})

    assert page.status_code == 302
    assert DsgPosition.objects.get().closing_before_payments is None


def test_a_confirmation_given_between_reading_and_saving_does_not_cover_what_is_saved(world):
    factories.make_dsg_position(world.period)
    read = DsgPosition.objects.get()
    values = positions.completed(
        read, {**{name: getattr(read, name) for name in DsgPosition.FIELDS}, "in_year_position": Decimal(-1)}
    )
    answering.confirm(world)

    answers.save(
        world.submission,
        read,
        values,
        item="dsg-position:2024-25",
        identity=positions.IDENTITY,
        revision=1,
        by=world.people["programme_manager"],
        now=NOW,
        action="dsg_position_entered",
    )

    saved = DsgPosition.objects.get()
    assert (saved.in_year_position, saved.confirmed_at, saved.confirmed_by) == (Decimal(-1), None, None)
