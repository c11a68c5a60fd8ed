from collections.abc import Callable
from datetime import date, timedelta

import pytest

from safetyvalve.core.models import AuditEvent, Authority, Membership, User
from safetyvalve.core.roles import Role
from safetyvalve.core.services import memberships
from safetyvalve.core.services.refusals import NotAllowed
from tests.factories import NOW, TODAY, make_user

YESTERDAY = TODAY - timedelta(days=1)


class Invited(list[User]):
    """Stands in for the e-mail: remembers who was invited."""

    def __call__(self, user: User) -> None:
        self.append(user)


def add(council: Authority, by: User, invite: Invited, **fields: object) -> tuple[User, bool]:
    values = {"email": "New@Council.example", "display_name": "Nell", "roles": [Role.OFFICER], "starts_on": TODAY}
    return memberships.add_person(council, **{**values, **fields}, by=by, now=NOW, invite=invite)  # type: ignore[arg-type]


def test_a_new_person_gets_an_account_without_a_password_and_is_invited_once_all_is_saved(
    council: Authority, ada: User, actions: Callable[[], list[str]], django_capture_on_commit_callbacks: Callable
) -> None:
    invite = Invited()
    with django_capture_on_commit_callbacks(execute=True):
        user, is_new = add(council, ada, invite, roles=[Role.OFFICER, Role.FORUM_MEMBER])
        assert invite == []
    assert is_new
    assert (user.email, user.has_usable_password()) == ("new@council.example", False)
    assert invite == [user]
    assert {m.role for m in user.memberships.all()} == {"officer", "forum_member"}
    assert actions() == ["role_given", "role_given"]


def test_somebody_who_has_an_account_keeps_it_and_their_name(
    council: Authority, ada: User, olu: User, django_capture_on_commit_callbacks: Callable
) -> None:
    invite = Invited()
    with django_capture_on_commit_callbacks(execute=True):
        user, is_new = add(council, ada, invite, email="OLU@998.example", display_name="Somebody")
    assert (user, is_new, invite) == (olu, False, [])
    olu.refresh_from_db()
    assert olu.display_name == "Olu"
    assert set(Authority.objects.of(olu, on=TODAY).values_list("la_code", flat=True)) == {"998", "999"}


def test_one_person_is_not_added_as_both_signatories_and_nothing_is_left_behind(council: Authority, ada: User) -> None:
    with pytest.raises(NotAllowed, match="two people"):
        add(council, ada, Invited(), roles=[Role.DIRECTOR, Role.SECTION_151])
    assert not User.objects.filter(email="new@council.example").exists()
    assert not AuditEvent.objects.exists()


def test_a_closed_account_is_not_opened_by_adding_it(council: Authority, ada: User) -> None:
    make_user(email="gone@council.example", is_active=False)
    with pytest.raises(NotAllowed, match="has been closed"):
        add(council, ada, Invited(), email="gone@council.example")


def test_nobody_adds_themselves(council: Authority, ada: User) -> None:
    with pytest.raises(NotAllowed, match="cannot give yourself"):
        add(council, ada, Invited(), email=ada.email)


def test_a_role_ended_now_stops_at_once(
    council: Authority, ada: User, priya: User, actions: Callable[[], list[str]]
) -> None:
    membership = priya.memberships.get()
    day = memberships.earliest_end(membership, today=TODAY)
    ended = memberships.end_role(membership, ends_on=day, by=ada, now=NOW)
    assert ended is not None
    assert ended.ends_on == YESTERDAY
    assert not Membership.objects.filter(user=priya).in_force(TODAY).exists()
    assert actions() == ["role_ended"]
    assert AuditEvent.objects.get().changes == {"ends_on": [None, "2024-06-13"]}


def test_a_role_that_began_today_lasts_to_the_end_of_today(council: Authority, ada: User) -> None:
    nell = make_user("officer", council, email="n@999.example", starts_on=TODAY)
    membership = nell.memberships.get()
    day = memberships.earliest_end(membership, today=TODAY)
    ended = memberships.end_role(membership, ends_on=day, by=ada, now=NOW)
    assert ended is not None
    assert ended.ends_on == TODAY


def test_a_role_that_has_not_begun_is_withdrawn_and_remembered_in_the_audit_trail(
    council: Authority, ada: User, actions: Callable[[], list[str]]
) -> None:
    nell = make_user("director", council, email="n@999.example", starts_on=date(2024, 7, 1))
    membership = nell.memberships.get()
    day = memberships.earliest_end(membership, today=TODAY)
    assert memberships.end_role(membership, ends_on=day, by=ada, now=NOW) is None
    assert not nell.memberships.exists()
    assert actions() == ["role_withdrawn"]


def test_a_planned_end_can_be_moved(council: Authority, ada: User) -> None:
    temp = make_user("officer", council, email="t@999.example", ends_on=date(2024, 6, 30))
    ended = memberships.end_role(temp.memberships.get(), ends_on=date(2024, 7, 31), by=ada, now=NOW)
    assert ended is not None
    assert ended.ends_on == date(2024, 7, 31)


def test_a_refused_end_changes_nothing(council: Authority, ada: User, actions: Callable[[], list[str]]) -> None:
    with pytest.raises(NotAllowed):
        memberships.end_role(ada.memberships.get(), ends_on=TODAY, by=ada, now=NOW)
    assert ada.memberships.get().ends_on is None
    assert actions() == []


def test_a_role_that_ended_can_be_given_again(council: Authority, ada: User, priya: User) -> None:
    memberships.end_role(priya.memberships.get(), ends_on=YESTERDAY, by=ada, now=NOW)
    memberships.give_role(council, priya, Role.OFFICER, starts_on=TODAY, by=ada, now=NOW)
    assert Membership.objects.filter(user=priya).in_force(TODAY).count() == 1
