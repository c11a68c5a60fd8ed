from datetime import date

import pytest

from safetyvalve.core.models import Authority, User
from safetyvalve.core.roles import Role
from safetyvalve.core.services import membership_rules as rules
from tests.factories import TODAY, give_role, make_user

pytestmark = pytest.mark.usefixtures("clock")


def why_not(council: Authority, user: User, role: Role, by: User, starts_on: date = TODAY) -> list[str]:
    return rules.why_not_give(council, user, role, starts_on=starts_on, by=by)


def test_an_administrator_may_give_an_officer_a_second_role(council: Authority, ada: User, priya: User) -> None:
    assert why_not(council, priya, Role.FINANCE_OFFICER, ada) == []


def test_nobody_gives_themselves_a_role(council: Authority, ada: User) -> None:
    assert why_not(council, ada, Role.OFFICER, ada) == [
        "You cannot give yourself a role. Ask another administrator to do it."
    ]


def test_a_role_that_is_held_is_not_given_twice(council: Authority, ada: User, priya: User) -> None:
    assert why_not(council, priya, Role.OFFICER, ada) == ["Priya already has the role Officer."]


def test_a_role_that_ends_later_says_until_when(council: Authority, ada: User) -> None:
    temp = make_user("officer", council, display_name="Temp", ends_on=date(2024, 6, 30))
    assert why_not(council, temp, Role.OFFICER, ada) == ["Temp already has the role Officer until 30 June 2024."]
    assert why_not(council, temp, Role.OFFICER, ada, starts_on=date(2024, 7, 1)) == []


@pytest.mark.parametrize(("held", "wanted"), [(Role.DIRECTOR, Role.SECTION_151), (Role.SECTION_151, Role.DIRECTOR)])
def test_director_and_section_151_officer_are_two_people(
    council: Authority, ada: User, held: Role, wanted: Role
) -> None:
    sam = make_user(held, council, display_name="Sam")
    (reason,) = why_not(council, sam, wanted, ada)
    assert reason.startswith(f"Sam is {held.label}.")
    assert reason.endswith("so they must be two people.")


def test_the_same_person_may_be_director_in_one_council_and_section_151_officer_in_another(
    council: Authority, ada: User, olu: User
) -> None:
    brackwater = Authority.objects.get(la_code="998")
    sam = make_user("director", council, display_name="Sam")
    assert why_not(brackwater, sam, Role.SECTION_151, olu) == []


def test_nobody_ends_their_own_role(council: Authority, ada: User) -> None:
    make_user("administrator", council, email="second@999.example")
    (reason,) = rules.why_not_end(ada.memberships.get(), ends_on=TODAY, by=ada, today=TODAY)
    assert reason.startswith("You cannot end your own role.")


def test_the_last_administrator_stays(council: Authority, ada: User) -> None:
    former = make_user("administrator", council, email="x@999.example", ends_on=date(2024, 6, 30))
    (reason,) = rules.why_not_end(ada.memberships.get(), ends_on=TODAY, by=former, today=TODAY)
    assert reason == "Ada is the only administrator of Saltmarsh. Give somebody else the role Administrator first."


def test_one_of_two_administrators_may_go(council: Authority, ada: User) -> None:
    other = make_user("administrator", council, email="second@999.example")
    assert rules.why_not_end(ada.memberships.get(), ends_on=TODAY, by=other, today=TODAY) == []


def test_somebody_whose_account_is_closed_does_not_count_as_an_administrator(council: Authority, ada: User) -> None:
    make_user("administrator", council, email="gone@999.example", is_active=False)
    officer_membership = ada.memberships.get()
    assert rules.is_last_administrator(officer_membership, after=TODAY)


def test_the_past_is_not_rewritten(council: Authority, ada: User, priya: User) -> None:
    membership = priya.memberships.get()
    (reason,) = rules.why_not_end(membership, ends_on=date(2024, 5, 31), by=ada, today=TODAY)
    assert "cannot be in the past" in reason
    membership.ends_on = date(2024, 5, 31)
    (reason,) = rules.why_not_end(membership, ends_on=TODAY, by=ada, today=TODAY)
    assert reason == "This role ended on 31 May 2024."


def test_two_roles_of_one_person_are_judged_apart(council: Authority, ada: User, priya: User) -> None:
    give_role(priya, Role.FORUM_MEMBER, council)
    assert rules.why_not_end(priya.memberships.get(role="officer"), ends_on=TODAY, by=ada, today=TODAY) == []
