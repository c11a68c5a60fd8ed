from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from conditions.models import Agreement, ReportingCalendar, ReportingPeriod, Submission
from tests.conditions.record.posting import boxes, filled
from tests.factories import World

Actions = Callable[[], list[str]]
PAGE = "/c/999/agreements/safety-valve/"
EDIT = f"{PAGE}periods/update-1-2024-25/edit/"


@pytest.fixture
def calendar(agreement: Agreement) -> ReportingCalendar:
    return agreement.calendars.get()


@pytest.fixture
def generate(calendar: ReportingCalendar) -> str:
    return f"{PAGE}calendars/{calendar.pk}/periods/generate/"


def test_a_calendar_is_added_and_leads_to_its_periods(client: Client, agreement: Agreement, actions: Actions) -> None:
    response = client.post(f"{PAGE}calendars/add/", {"name": "Board", "purpose": "board"})
    board = agreement.calendars.get(name="Board")
    assert response.url == f"{PAGE}calendars/{board.pk}/periods/generate/"
    assert actions() == ["calendar_added"]


def test_two_calendars_do_not_share_a_name(client: Client, calendar: ReportingCalendar) -> None:
    text = client.post(f"{PAGE}calendars/add/", {"name": calendar.name.upper(), "purpose": "board"}).content.decode()
    assert "This agreement has a calendar with that name already" in text


def test_the_purpose_of_a_calendar_with_returns_is_kept_in_words(client: Client, calendar: ReportingCalendar) -> None:
    url = f"{PAGE}calendars/{calendar.pk}/edit/"
    text = client.post(url, filled(client, url, purpose="board")).content.decode()
    assert "its purpose can no longer change" in text


def test_a_years_periods_are_shown_before_they_are_made(client: Client, generate: str, actions: Actions) -> None:
    page = client.get(generate, {"financial_year": "2024-25", "cadence": "termly"})
    states = [(period.label, is_new) for period, is_new in page.context["planned"]]
    assert states == [("Update 1", False), ("Update 2", False), ("Update 3", True)]
    assert "Make this period" in page.content.decode()
    assert actions() == []


def test_what_was_shown_is_made_once(client: Client, generate: str, actions: Actions) -> None:
    chosen = {"financial_year": "2025-26", "cadence": "quarterly"}
    assert "4 periods made." in client.post(generate, chosen, follow=True).content.decode()
    assert "0 periods made." in client.post(generate, chosen, follow=True).content.decode()
    assert ReportingPeriod.objects.filter(financial_year="2025-26").count() == 4
    assert actions() == ["periods_added"]


def test_the_form_proposes_the_next_year_in_the_programmes_rhythm(client: Client, generate: str) -> None:
    form = client.get(generate).context["form"]
    assert (form["financial_year"].value(), form["cadence"].value()) == ("2025-26", "termly")


@pytest.mark.parametrize("chosen", [{"financial_year": "2023-34", "cadence": "termly"}, {"financial_year": ""}])
def test_a_year_that_is_none_makes_nothing(client: Client, generate: str, chosen: dict[str, str]) -> None:
    assert client.post(generate, chosen).status_code == 200
    assert ReportingPeriod.objects.count() == 3


def test_a_period_is_added(client: Client, calendar: ReportingCalendar, actions: Actions) -> None:
    typed = {
        "label": "Extra update",
        "financial_year": "2024-25",
        **boxes("covers_from", date(2024, 6, 1)),
        **boxes("covers_to", date(2024, 6, 30)),
        **boxes("due_on", date(2024, 7, 15)),
    }
    response = client.post(f"{PAGE}calendars/{calendar.pk}/periods/add/", typed, follow=True)
    assert "Extra update added." in response.content.decode()
    assert actions() == ["period_added"]


def test_a_period_sent_twice_is_one_period(client: Client, calendar: ReportingCalendar) -> None:
    url = f"{PAGE}calendars/{calendar.pk}/periods/add/"
    text = client.post(url, {"label": "update 1", "financial_year": "2024-25"}).content.decode()
    assert "This calendar has update 1 in 2024-25 already" in text


@pytest.mark.parametrize(
    ("field", "day", "message"),
    [
        ("covers_to", date(2023, 11, 30), "The period must end on or after the day it begins"),
        ("opens_on", date(2024, 7, 1), "The period must open on or before the day it is due"),
        ("due_on", date(2023, 11, 1), "The due day must come after the period has begun"),
    ],
)
def test_dates_out_of_order_are_explained(client: Client, world: World, field: str, day: date, message: str) -> None:
    text = client.post(EDIT, filled(client, EDIT, **{field: day})).content.decode()
    assert message in text
    world.period.refresh_from_db()
    assert getattr(world.period, field) != day


def test_a_date_that_is_none_says_which_part_is_wrong(client: Client, world: World) -> None:
    text = client.post(EDIT, {**filled(client, EDIT), "due_on_day": "297", "due_on_month": "05"}).content.decode()
    assert "Due on must have a day" in text
    assert 'value="297"' in text


def test_a_period_is_moved(client: Client, world: World, actions: Actions) -> None:
    client.post(EDIT, filled(client, EDIT, due_on=date(2024, 7, 5)))
    world.period.refresh_from_db()
    assert world.period.due_on == date(2024, 7, 5)
    assert actions() == ["period_changed"]


def test_a_period_whose_return_was_sent_says_why_it_stays(client: Client, world: World) -> None:
    Submission.objects.update(status="submitted")
    for page in (EDIT, f"{PAGE}periods/update-1-2024-25/remove/"):
        response = client.get(page)
        assert "so" in response.context["reasons"][0]
        assert "<form" not in response.content.decode().split("<main")[1].split("</main>")[0]


def test_an_unused_period_is_removed_after_asking(client: Client, agreement: Agreement, actions: Actions) -> None:
    url = f"{PAGE}periods/update-2-2024-25/remove/"
    assert "Remove Update 2 (September 2024)?" in client.get(url).content.decode()
    assert actions() == []
    assert "Update 2 (September 2024) removed." in client.post(url, follow=True).content.decode()
    assert actions() == ["period_removed"]


def test_a_period_with_a_return_is_not_removed_even_when_posted(client: Client, world: World) -> None:
    response = client.post(f"{PAGE}periods/update-1-2024-25/remove/")
    assert "Something has been recorded for Update 1" in response.content.decode()
    assert ReportingPeriod.objects.filter(pk=world.period.pk).exists()
