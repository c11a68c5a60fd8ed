"""An alert is raised once when a figure leaves its tolerance, is closed when it comes back, and says so by e-mail."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.management import call_command

from dashboards.alerts.answering import choose_mail
from dashboards.alerts.owners import name_owner
from dashboards.alerts.raising import look, raise_due
from dashboards.models import Alert, Indicator, Target
from dashboards.periods import Period
from dashboards.services.measurements import Row
from safetyvalve.core.models import OutgoingEmail
from tests import factories
from tests.dashboards import records
from tests.factories import NOW, World

pytestmark = pytest.mark.usefixtures("clock")
LATER = NOW + timedelta(hours=1)
ON_TIME, PLANS = "timeliness_20_weeks", "plans_maintained"


@pytest.fixture
def world(db: None) -> World:
    """Plans on 30 June are 1,574 against 1,573 and a tolerance of 3; of plans in June 64% were in time, not 81% ± 4."""
    world = factories.make_world()
    records.six_months(world.authority)
    return world


def plans_in_june(world: World, value: int, status: str = "final") -> None:
    records.put(world.authority, Row(PLANS, Period.month(2024, 6), Decimal(value), status=status))


def alerts(code: str = PLANS) -> list[tuple[str, str, bool]]:
    found = Alert.objects.filter(key=f"measure:{code}").order_by("pk")
    return [(each.direction, each.period, each.closed_at is not None) for each in found]


def test_the_first_load_of_all_history_raises_one_alert_for_each_measure_that_is_off_now(world: World) -> None:
    for month, value in ((1, 1600), (2, 1500)):
        records.put(world.authority, Row(PLANS, Period.month(2024, month), Decimal(value)))
    assert [alert.key for alert in look(world.authority, now=NOW)] == [f"measure:{ON_TIME}"]
    [alert] = Alert.objects.all()
    assert (alert.period, alert.direction, alert.tolerance) == ("June 2024", "off", Decimal(4))
    assert alert.sentence.startswith("63.6% in June 2024. It is 17.8 percentage points below the agreed trajectory")
    assert alert.sentence.endswith("outside the tolerance of 4.0 percentage points.")


def test_looking_again_raises_nothing_and_sends_nothing(world: World) -> None:
    look(world.authority, now=NOW)
    sent = OutgoingEmail.objects.count()
    assert look(world.authority, now=LATER) == []
    assert (Alert.objects.count(), OutgoingEmail.objects.count()) == (1, sent)


def test_a_figure_that_stays_off_is_said_once_and_one_that_comes_back_closes_it(world: World) -> None:
    plans_in_june(world, 1577)
    look(world.authority, now=NOW)
    records.put(world.authority, Row(PLANS, Period.month(2024, 7), Decimal(1595)))
    look(world.authority, now=NOW)
    assert alerts() == [("off", "June 2024", False)]
    records.put(world.authority, Row(PLANS, Period.month(2024, 8), Decimal(1580)))
    look(world.authority, now=LATER)
    assert alerts() == [("off", "June 2024", True), ("back", "August 2024", False)]


def test_a_restated_figure_that_comes_back_closes_it_and_one_restated_twice_opens_it_without_a_word(
    world: World,
) -> None:
    plans_in_june(world, 1577)
    look(world.authority, now=NOW)
    plans_in_june(world, 1575)
    look(world.authority, now=NOW)
    assert alerts() == [("off", "June 2024", True), ("back", "June 2024", False)]
    plans_in_june(world, 1578)
    assert look(world.authority, now=LATER) == []
    assert alerts() == [("off", "June 2024", False), ("back", "June 2024", False)]


def test_a_figure_that_is_not_reliable_raises_nothing(world: World) -> None:
    plans_in_june(world, 1600, "unreliable")
    look(world.authority, now=NOW)
    assert alerts() == []


def test_what_is_better_than_agreed_is_no_alert_and_without_a_tolerance_nothing_is(world: World) -> None:
    parts = ("plans_issued_20_weeks_excluding_exceptions", "plans_issued_excluding_exceptions")
    records.put(world.authority, *(Row(code, Period.month(2024, 6), Decimal(11)) for code in parts))
    Target.objects.filter(indicator__code=PLANS).update(tolerance=None)
    plans_in_june(world, 1700)
    assert look(world.authority, now=NOW) == []


def test_an_alert_closes_when_there_is_nothing_to_hold_the_figure_against_any_more(world: World) -> None:
    look(world.authority, now=NOW)
    Target.objects.all().delete()
    assert look(world.authority, now=LATER) == []
    assert alerts(ON_TIME) == [("off", "June 2024", True)]


def test_the_owner_is_told_once_with_the_sentence_the_numbers_the_chart_and_the_link(world: World) -> None:
    owner, indicator = world.people["finance_officer"], Indicator.objects.get(code=ON_TIME)
    name_owner(world.authority, indicator, owner, by=world.people["officer"], now=NOW)
    call_command("send_due")
    call_command("send_due")
    [message] = mail.outbox
    alert = Alert.objects.get()
    assert (message.to, alert.told) == ([owner.email], 1)
    assert (
        message.subject == "Saltmarsh: Share of plans issued within 20 weeks, without exceptions has left its tolerance"
    )
    html = message.alternatives[0][0]
    for words in (
        alert.sentence,
        "63.6% (7 of 11)",
        "Tolerance: 4.0 percentage points either way",
        "May 2024: 75.0%",
        f"/c/999/alerts/{alert.pk}/",
    ):
        assert words in message.body
    assert 'src="cid:chart-1"' in html
    [picture] = [part for part in message.message().walk() if part.get_content_type() == "image/png"]
    assert picture.get_payload(decode=True).startswith(b"\x89PNG")


def test_several_at_once_come_in_one_email_to_the_programme_manager_where_nobody_is_named(world: World) -> None:
    plans_in_june(world, 1577)
    call_command("send_due")
    [message] = mail.outbox
    assert message.to == [world.people["programme_manager"].email]
    assert message.subject == "Saltmarsh: 2 figures have left their tolerance"
    assert message.body.count("outside the tolerance") == 2


def test_an_owner_who_left_is_not_told_and_one_who_turned_e_mails_off_is_not_either(world: World) -> None:
    leaver = factories.make_user("officer", world.authority, email="left@999.example", ends_on=NOW.date())
    indicator = Indicator.objects.get(code=ON_TIME)
    name_owner(world.authority, indicator, leaver, by=world.people["officer"], now=NOW)
    choose_mail(world.authority, is_wanted=False, by=world.people["programme_manager"], now=NOW)
    look(world.authority, now=NOW + timedelta(days=2))
    assert (Alert.objects.get().told, OutgoingEmail.objects.count()) == (0, 0)


def test_a_council_is_looked_at_when_its_figures_moved_and_once_a_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[datetime] = []
    monkeypatch.setattr("dashboards.alerts.raising.readings", lambda authority, today: looked.append(today) or [])
    for now in (NOW, LATER):
        raise_due(now=now)
    assert len(looked) == 1
    plans_in_june(world, 1575)
    raise_due(now=LATER)
    raise_due(now=LATER)
    raise_due(now=LATER + timedelta(days=1))
    assert len(looked) == 3


def test_one_source_that_fails_keeps_no_other_council_and_no_e_mail_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = factories.make_authority("Upland", "998")
    seen: list[str] = []

    def fails(authority: object, *, now: datetime) -> list[Alert]:
        seen.append(str(authority))
        if authority == world.authority:
            raise ValueError("Unreadable")
        return []

    monkeypatch.setattr("dashboards.alerts.raising.look", fails)
    with pytest.raises(SystemExit):
        call_command("send_due")
    assert seen == [str(world.authority), str(other)]
