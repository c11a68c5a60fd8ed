"""Words of a shared dashboard are read outside the programme: what could give a child away is asked about first."""

from decimal import Decimal

import pytest
from django.test import Client

from dashboards.models import CouncilDashboard
from dashboards.periods import Period
from dashboards.services.measurements import Row
from tests.dashboards import records
from tests.dashboards.publishing.editions import published
from tests.dashboards.test_own_dashboards import FORM, OWN, made
from tests.factories import World

pytestmark = pytest.mark.usefixtures("clock")
TELLING = {**FORM, "words_1": "Only 3 appeals came from Northfield Primary School."}


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


@pytest.mark.parametrize(
    ("words", "is_asked"),
    [
        ("It was three in June.", True),
        ("By the summer it was down to 3.", True),
        ("There are three reasons.", False),
        ("It was 9 in February.", False),
    ],
)
def test_a_number_that_is_a_small_count_of_its_measure_is_asked_about(
    officer: Client, words: str, is_asked: bool
) -> None:
    sent = {**FORM, "code_1": "refusals_to_assess", "words_1": words}
    response = officer.post(f"{OWN}new/", sent)
    assert response.status_code == (422 if is_asked else 302)
    if is_asked:
        assert "Decisions not to assess, June 2024" in response.content.decode()
        assert made(officer, **{**sent, "words_stay": ["yes"]}).charts[1]["words"] == words


def test_a_number_that_an_edition_withholds_is_asked_about_on_a_shared_dashboard(officer: Client, world: World) -> None:
    records.put(world.authority, Row("refusals_to_assess", Period.month(2024, 5), Decimal(4)))
    published(world.authority, world.people["programme_manager"])
    response = officer.post(f"{OWN}new/", {**FORM, "words_1": "In May 2024 it was four."})
    assert response.status_code == 422
    assert "Decisions not to assess, May 2024" in response.content.decode()


def test_words_that_only_their_author_reads_are_not_asked_about(officer: Client) -> None:
    kept_to_oneself = {**TELLING, "share": []}
    assert officer.post(f"{OWN}new/", kept_to_oneself).status_code == 302


@pytest.mark.parametrize(("asked", "is_seen"), [({}, True), ({"by_1": "source"}, False)])
def test_words_stand_outside_the_programme_only_beneath_the_chart_that_they_are_about(
    officer: Client, world: World, asked: dict[str, str], is_seen: bool
) -> None:
    records.code_lists()
    year, said = Period.calendar_year(2023), "Most of them came from schools."
    parts = [
        Row("requests_received", year, Decimal(value), breakdown_topic="source", breakdown=code)
        for code, value in (("school", 200), ("parent", 107))
    ]
    records.put(world.authority, Row("requests_received", year, Decimal(307)), kind="published")
    records.put(world.authority, *parts)
    found = made(officer, code_1="requests_received", words_1=said, **asked)
    address = f"{OWN}{found.pk}/"
    assert said in officer.get(address).content.decode()
    officer.force_login(world.people["forum_member"])
    html = officer.get(address).content.decode()
    assert "307" in html
    assert (said in html) == is_seen


def test_words_about_a_chart_that_is_kept_from_somebody_are_kept_from_them(officer: Client, world: World) -> None:
    address = f"{OWN}{made(officer).pk}/"
    officer.force_login(world.people["forum_member"])
    html = officer.get(address).content.decode()
    assert "nothing on record yet that you can see" in html
    assert FORM["words_1"] not in html
