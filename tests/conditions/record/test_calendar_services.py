from collections.abc import Callable
from datetime import date

import pytest

from conditions.models import ReportingCalendar, ReportingPeriod, Submission
from conditions.services import cadence, calendars
from safetyvalve.core.models import AuditEvent, User
from safetyvalve.core.services.refusals import NotAllowed
from tests.factories import NOW, World, make_dsg_position, period_of

Actions = Callable[[], list[str]]


@pytest.fixture
def calendar(world: World) -> ReportingCalendar:
    return world.agreement.calendars.get()


def extra_period(calendar: ReportingCalendar, **fields: object) -> ReportingPeriod:
    values = {
        "label": "Extra update",
        "financial_year": "2024-25",
        "covers_from": date(2024, 6, 1),
        "covers_to": date(2024, 6, 30),
        "due_on": date(2024, 7, 15),
        **fields,
    }
    return ReportingPeriod(calendar=calendar, **values)


def test_a_period_is_added_as_the_last_of_its_year(calendar: ReportingCalendar, manager: User) -> None:
    added = calendars.add_period(extra_period(calendar), by=manager, now=NOW)
    assert (added.order, added.slug) == (3, "extra-update-2024-25")


def test_a_years_periods_are_made_once_however_often_they_are_asked_for(
    calendar: ReportingCalendar, manager: User, actions: Actions
) -> None:
    planned = cadence.periods_of("termly", "2025-26")
    made = calendars.generate(calendar, planned, by=manager, now=NOW)
    assert [period.slug for period in made] == ["update-1-2025-26", "update-2-2025-26", "update-3-2025-26"]
    assert calendars.generate(calendar, planned, by=manager, now=NOW) == []
    assert actions() == ["periods_added"]
    assert AuditEvent.objects.get().changes["periods"][1][0] == "Update 1 (May/June 2025), due 2025-05-30"


def test_only_the_missing_periods_of_a_year_are_made(calendar: ReportingCalendar, manager: User) -> None:
    made = calendars.generate(calendar, cadence.periods_of("termly", "2024-25"), by=manager, now=NOW)
    assert [period.label for period in made] == ["Update 3"]


def test_two_calendars_never_share_an_address(world: World, calendar: ReportingCalendar, manager: User) -> None:
    board = ReportingCalendar(agreement=world.agreement, name="Board", purpose="board")
    calendars.save_calendar(board, by=manager, now=NOW)
    calendars.generate(board, cadence.periods_of("termly", "2024-25"), by=manager, now=NOW)
    slugs = list(ReportingPeriod.objects.of(world.authority).values_list("slug", flat=True))
    assert len(slugs) == len(set(slugs)) == 6
    assert "board-update-1-2024-25" in slugs


def test_a_period_may_move_while_its_return_is_a_draft(world: World, manager: User) -> None:
    world.period.due_on = date(2024, 7, 5)
    calendars.change_period(world.period, by=manager, now=NOW)
    assert AuditEvent.objects.get().changes == {"due_on": ["2024-06-28", "2024-07-05"]}


@pytest.mark.parametrize("status", [s for s in Submission.Status if s != Submission.Status.DRAFT])
def test_a_period_stays_as_it_is_once_its_return_has_been_sent(
    world: World, manager: User, actions: Actions, status: Submission.Status
) -> None:
    Submission.objects.filter(pk=world.submission.pk).update(status=status)
    world.period.due_on = date(2024, 7, 5)
    with pytest.raises(NotAllowed, match="has been sent with these dates"):
        calendars.change_period(world.period, by=manager, now=NOW)
    assert actions() == []


def test_a_closed_period_stays_as_it_is(world: World, manager: User) -> None:
    period = period_of(world.agreement, "update-3-2023-24")
    ReportingPeriod.objects.filter(pk=period.pk).update(closed_at=NOW)
    with pytest.raises(NotAllowed, match="is closed"):
        calendars.change_period(period, by=manager, now=NOW)


def test_a_period_moved_to_another_year_takes_its_place_there(world: World, manager: User) -> None:
    period = period_of(world.agreement, "update-3-2023-24")
    period.financial_year = "2024-25"
    assert calendars.change_period(period, by=manager, now=NOW).order == 3


def test_an_unused_period_is_removed_and_remembered(world: World, manager: User) -> None:
    calendars.remove_period(period_of(world.agreement, "update-2-2024-25"), by=manager, now=NOW)
    event = AuditEvent.objects.get()
    assert (event.action, event.subject_label) == ("period_removed", "Update 2 (September 2024)")
    assert world.agreement.calendars.get().periods.count() == 2


def test_a_period_with_a_return_or_a_position_stays(world: World, manager: User, actions: Actions) -> None:
    later = period_of(world.agreement, "update-2-2024-25")
    make_dsg_position(later)
    for period in (world.period, later):
        with pytest.raises(NotAllowed, match="Something has been recorded"):
            calendars.remove_period(period, by=manager, now=NOW)
    assert actions() == []


def test_a_period_that_a_payment_depends_on_stays(world: World, manager: User) -> None:
    later = period_of(world.agreement, "update-2-2024-25")
    world.agreement.versions.get().payments.update(depends_on=later)
    with pytest.raises(NotAllowed, match="A payment depends on"):
        calendars.remove_period(later, by=manager, now=NOW)


def test_the_purpose_of_a_calendar_with_returns_stays(calendar: ReportingCalendar, manager: User) -> None:
    calendar.purpose = ReportingCalendar.Purpose.BOARD
    with pytest.raises(NotAllowed, match="its purpose can no longer change"):
        calendars.save_calendar(calendar, by=manager, now=NOW)
