import pytest

from safetyvalve.core.roles import DESCRIPTIONS, GRANTS, Permission, Role, permissions_of


def test_every_role_has_its_grants_and_a_description() -> None:
    assert set(GRANTS) == set(DESCRIPTIONS) == set(Role)


def test_every_permission_is_granted_to_somebody() -> None:
    assert permissions_of(set(Role)) == set(Permission)


def test_roles_add_up() -> None:
    both = permissions_of({Role.FORUM_MEMBER, Role.ADMINISTRATOR})
    assert both == GRANTS[Role.FORUM_MEMBER] | GRANTS[Role.ADMINISTRATOR]
    assert permissions_of(set()) == frozenset()


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.SECTION_151])
def test_those_who_sign_neither_write_nor_send(role: Role) -> None:
    assert Permission.SUBMISSION_SIGN_OFF in GRANTS[role]
    assert not GRANTS[role] & {Permission.SUBMISSION_EDIT, Permission.SUBMISSION_SEND, Permission.FINANCE_EDIT}


def test_only_finance_officers_confirm_the_position() -> None:
    assert {role for role in Role if Permission.FINANCE_CONFIRM in GRANTS[role]} == {Role.FINANCE_OFFICER}


@pytest.mark.parametrize("role", [Role.FORUM_MEMBER, Role.ADMINISTRATOR])
def test_forum_members_and_administrators_see_no_drafts(role: Role) -> None:
    assert Permission.SUBMISSION_VIEW not in GRANTS[role]
