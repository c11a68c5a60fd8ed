"""Words of a shared dashboard are read outside the programme: what could give a child away is asked about first."""

import pytest
from django.test import Client

from dashboards.models import CouncilDashboard
from tests import factories
from tests.dashboards import records
from tests.dashboards.test_own_dashboards import FORM, OWN, made

pytestmark = pytest.mark.usefixtures("clock")
TELLING = {**FORM, "words_1": "Only 3 appeals came from Northfield Primary School."}


@pytest.fixture
def officer(client: Client, db: None) -> Client:
    world = factories.make_world()
    records.six_months(world.authority)
    client.force_login(world.people["officer"])
    return client


def test_words_that_could_give_a_child_away_are_asked_about_before_they_are_shared(officer: Client) -> None:
    response = officer.post(f"{OWN}new/", TELLING)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Numbers below 5 are hidden in editions" in html
    assert "This names a school." in html
    assert "I have looked at them" in html
    assert not CouncilDashboard.objects.exists()


def test_somebody_who_has_looked_at_them_shares_them(officer: Client) -> None:
    assert made(officer, **{**TELLING, "words_stay": ["yes"]}).charts[1]["words"] == TELLING["words_1"]


def test_words_that_only_their_author_reads_are_not_asked_about(officer: Client) -> None:
    kept_to_oneself = {**TELLING, "share": []}
    assert officer.post(f"{OWN}new/", kept_to_oneself).status_code == 302
