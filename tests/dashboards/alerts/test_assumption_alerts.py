"""An assumption that what happened drifts away from tells its owner, as a measure does."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client

from dashboards.alerts.raising import look
from dashboards.models import Alert
from tests import factories
from tests.dashboards.finance.assumed import happened
from tests.factories import NOW, World
from tests.money_examples import make_growth

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def world(db: None) -> World:
    world = factories.make_world()
    make_growth(world.agreement, by=world.people["finance_officer"])
    happened(world, "9.1")
    return world


def test_the_owner_is_told_once_with_the_chart(
    world: World, django_capture_on_commit_callbacks: object, client: Client
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        [alert] = look(world.authority, now=NOW)
        assert look(world.authority, now=NOW) == []
    [message] = mail.outbox
    assert message.to == [world.people["finance_officer"].email]
    assert message.subject == "Saltmarsh: Growth of EHC plans has left its tolerance"
    assert "9.1% on 18 January 2024, where 4.0% was assumed for 2023-24 (version 1)" in message.body
    assert any(part.get_content_type() == "image/png" for part in message.message().walk())
    assert (alert.owner, alert.period) == (world.people["finance_officer"], "2023-24")
    client.force_login(world.people["finance_officer"])
    html = client.get(f"/c/999/alerts/{alert.pk}/").content.decode()
    assert "Growth of EHC plans: 9.1% in 2023-24, 5.1 percentage points above what was assumed" in html
    assert alert.page in html


def test_within_the_tolerance_nobody_is_told_and_a_later_figure_closes_it(world: World) -> None:
    look(world.authority, now=NOW)
    happened(world, "4.9", date(2024, 3, 28))
    look(world.authority, now=NOW)
    assert [(each.direction, each.closed_at is not None) for each in Alert.objects.order_by("pk")] == [
        ("off", True),
        ("back", False),
    ]
