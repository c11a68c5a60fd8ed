"""How far money may stray unasked is the agreement's own: set beside its title, audited, and used."""

from decimal import Decimal

import pytest
from django.test import Client

from conditions.movement import last_reported, since_last_time
from conditions.positions import reported
from conditions.sections import dsg_position
from dashboards.finance.answers import answers
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.factories import TODAY, World
from tests.workstreams.records import make_workstream
from workstreams.delivered import read_delivered
from workstreams.models import Saving, SavingFigure

pytestmark = pytest.mark.usefixtures("clock")
EDIT = "/c/999/agreements/safety-valve/edit/"


@pytest.fixture
def world(db: None) -> World:
    """A saving 15% below plan, and a balance £120,000 worse than last time."""
    world = factories.make_world()
    saving = Saving.objects.create(workstream=make_workstream(world), name="Places", kind="cashable")
    SavingFigure.objects.create(saving=saving, financial_year="2024-25", planned_amount=100_000, forecast_amount=85_000)
    before = factories.period_of(world.agreement, "update-3-2023-24")
    factories.make_submission(before, status="submitted")
    factories.make_dsg_position(before)
    factories.make_dsg_position(world.period, closing_after_payments=Decimal(-5_930_000), movement_reason="")
    return world


def save(client: Client, world: World, **typed: str) -> dict[str, list[str]]:
    """What was refused, by field; nothing once it is saved."""
    client.force_login(world.people["programme_manager"])
    agreement = world.agreement
    page = client.get(agreement.get_absolute_url()).content.decode()
    address = page.split("Change these tolerances")[0].rsplit('href="', 1)[1].split('"')[0]
    form = client.get(address).context["form"]
    hidden = {name: form[name].value() for name in form.fields if form[name].is_hidden}
    data = {"title": agreement.title, "programme": agreement.programme_id, **hidden, **typed}
    answered = client.post(address, {name: value for name, value in data.items() if value is not None})
    if answered.status_code != 302:
        return dict(answered.context["form"].errors)
    agreement.refresh_from_db()
    return {}


def test_they_are_the_usual_ones_until_somebody_says_otherwise(client: Client, world: World) -> None:
    client.force_login(world.people["officer"])
    page = client.get(world.agreement.get_absolute_url()).content.decode()

    assert "A movement of more than £100,000 either way asks for its reason." in page
    assert "Savings are off plan from 10% below it" in page
    assert read_delivered(world.agreement, "2024-25").overall.met is False
    assert dsg_position(world.submission).facts["positions"][0]["movement"]["is_large"] is True


def test_the_councils_own_count_everywhere_and_are_audited(client: Client, world: World) -> None:
    save(client, world, movement_tolerance="£150k", savings_margin="20")

    assert (world.agreement.movement_tolerance, world.agreement.savings_margin) == (150_000, 20)
    delivered = read_delivered(world.agreement, "2024-25")
    assert delivered.overall.met is True
    assert "Savings are off plan from 20% below it" in answers(world.agreement, today=TODAY).rule
    world.submission.refresh_from_db()
    submission = type(world.submission).objects.get(pk=world.submission.pk)
    tolerance = submission.period.agreement.movement_tolerance
    [moved] = since_last_time(reported(submission.period), last_reported(submission), tolerance=tolerance).values()
    assert not moved.is_large
    assert dsg_position(submission).facts["positions"][0]["movement"]["is_large"] is False
    event = AuditEvent.objects.filter(action="agreement_changed").latest("sequence")
    assert event.changes["movement_tolerance"] == ["100000.00", "150000.00"]
    assert event.changes["savings_margin"] == ["10.00", "20"]


def test_left_empty_they_are_the_usual_ones_again(client: Client, world: World) -> None:
    save(client, world, movement_tolerance="5", savings_margin="1")
    save(client, world, movement_tolerance="", savings_margin="")

    assert (world.agreement.movement_tolerance, world.agreement.savings_margin) == (100_000, 10)


@pytest.mark.parametrize("typed", [{"savings_margin": "0"}, {"savings_margin": "101"}, {"movement_tolerance": "-5"}])
def test_what_cannot_be_is_refused_in_words(client: Client, world: World, typed: dict[str, str]) -> None:
    assert list(save(client, world, **typed)) == list(typed)
