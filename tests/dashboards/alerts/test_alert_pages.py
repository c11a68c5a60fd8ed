"""Naming who answers for a measure, reading its alerts, saying what is done, and turning e-mails off."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from dashboards.alerts.answering import wants_mail
from dashboards.alerts.home import tasks
from dashboards.alerts.raising import look
from dashboards.models import Alert, MeasureOwner
from dashboards.periods import Period
from dashboards.services.measurements import Row
from safetyvalve.core.models import AuditEvent
from safetyvalve.core.roles import GRANTS, Role
from tests import factories
from tests.dashboards import records
from tests.factories import NOW, World

pytestmark = pytest.mark.usefixtures("clock")
ALERTS = "/c/999/alerts/"
OWNER = "/c/999/measures/timeliness_20_weeks/owner/"


def owed(world: World, role: str) -> list[str]:
    groups = tasks(world.authority, world.people[role], GRANTS[Role(role)], NOW)
    return [task.label for group in groups for task in group.tasks]


def test_nobody_is_named_at_first_and_the_page_says_who_is_told_instead(officer: Client) -> None:
    html = officer.get("/c/999/measures/timeliness_20_weeks/").content.decode()
    assert "Nobody is named: the programme managers are told" in html
    assert OWNER in html


def test_a_person_is_named_changed_and_taken_away_each_audited_once(officer: Client, world: World) -> None:
    finance = world.people["finance_officer"]
    for _ in range(2):
        assert officer.post(OWNER, {"owner": finance.pk}).status_code == 302
    assert MeasureOwner.objects.get().user == finance
    assert f"{finance} answers for it here" in officer.get("/c/999/measures/timeliness_20_weeks/").content.decode()
    officer.post(OWNER, {"owner": ""})
    assert not MeasureOwner.objects.exists()
    events = AuditEvent.objects.filter(action="measure_owner_named").order_by("sequence")
    assert [event.changes["owner"] for event in events] == [[None, str(finance)], [str(finance), None]]


def test_somebody_who_cannot_enter_measures_cannot_be_named(officer: Client, world: World) -> None:
    for person in (world.people["forum_member"], world.people["director"]):
        assert officer.post(OWNER, {"owner": person.pk}).status_code == 422
    assert not MeasureOwner.objects.exists()


def test_an_alert_waits_on_the_home_page_of_its_owner_until_somebody_says_what_is_done(
    officer: Client, world: World
) -> None:
    look(world.authority, now=NOW)
    alert = Alert.objects.get()
    assert owed(world, "officer") == []
    assert owed(world, "programme_manager") == ["Share of plans issued within 20 weeks, without exceptions: June 2024"]
    officer.post(OWNER, {"owner": world.people["officer"].pk})
    assert owed(world, "programme_manager") == []
    assert alert.sentence in officer.get("/c/999/").content.decode()
    assert officer.post(f"{ALERTS}{alert.pk}/", {"note": " "}).status_code == 422
    assert officer.post(f"{ALERTS}{alert.pk}/", {"note": "Two officers join in July."}).status_code == 302
    assert owed(world, "officer") == []
    html = officer.get(ALERTS).content.decode()
    assert "Two officers join in July." in html
    alert.refresh_from_db()
    assert (alert.seen_by, alert.seen_at) == (world.people["officer"], NOW)
    assert AuditEvent.objects.filter(action="alert_seen").count() == 1


def test_the_page_lists_what_is_open_and_what_is_over(officer: Client, world: World) -> None:
    assert "Nothing is outside its tolerance." in officer.get(ALERTS).content.decode()
    look(world.authority, now=NOW)
    html = officer.get(ALERTS).content.decode()
    assert "63.6% in June 2024" in html
    assert "Now:" not in html
    parts = ("plans_issued_20_weeks_excluding_exceptions", "plans_issued_excluding_exceptions")
    records.put(
        world.authority, *(Row(code, Period.month(2024, 7), Decimal(n)) for code, n in zip(parts, (3, 10), strict=True))
    )
    assert "<strong>Now:</strong> 30.0% in July 2024" in officer.get(ALERTS).content.decode()
    Alert.objects.update(closed_at=NOW + timedelta(hours=1))
    html = officer.get(ALERTS).content.decode()
    assert "Nothing is outside its tolerance." in html
    assert "over since 14 June 2024" in html


def test_the_page_of_an_alert_has_the_chart_and_another_council_does_not_find_it(officer: Client, world: World) -> None:
    look(world.authority, now=NOW)
    alert = Alert.objects.get()
    html = officer.get(f"{ALERTS}{alert.pk}/").content.decode()
    assert "<svg" in html
    assert "Nobody is named for it" in html
    other = factories.make_authority("Upland", "998")
    officer.force_login(factories.make_user("officer", other, email="o@998.example"))
    assert officer.get(f"/c/998/alerts/{alert.pk}/").status_code == 404


def test_a_person_turns_their_own_e_mails_off_and_on(officer: Client, world: World) -> None:
    who = world.people["officer"]
    assert officer.post(f"{ALERTS}mail/", {"mail": "off"}).status_code == 302
    assert not wants_mail(world.authority, who)
    assert wants_mail(world.authority, world.people["programme_manager"])
    assert "E-mails about alerts to you are off" in officer.get(ALERTS).content.decode()
    officer.post(f"{ALERTS}mail/", {"mail": "on"})
    assert wants_mail(world.authority, who)
    assert officer.post(f"{ALERTS}mail/", {"mail": "perhaps"}).status_code == 422
