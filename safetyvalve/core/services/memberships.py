"""People come and go: adding somebody to a council, giving and ending their roles."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from safetyvalve.core import audit
from safetyvalve.core.models import Authority, Membership, User
from safetyvalve.core.roles import Role
from safetyvalve.core.services import membership_rules
from safetyvalve.core.services.refusals import NotAllowed

Invite = Callable[[User], None]


@transaction.atomic
def add_person(
    authority: Authority,
    *,
    email: str,
    display_name: str,
    roles: Sequence[Role],
    starts_on: date,
    by: User,
    now: datetime,
    invite: Invite,
) -> tuple[User, bool]:
    """Give somebody roles in a council, making an account if the address has none; returns it and whether it is new.

    A new account has no password; once everything is saved, ``invite`` is called so that the person can set one.
    A known account keeps its own name. Raises NotAllowed, and then nothing is saved.
    """
    _lock(authority)
    user, is_new = _account(email, display_name)
    _refuse_pairs(user, roles)
    for role in roles:
        _give(authority, user, role, starts_on=starts_on, by=by, now=now)
    if is_new:
        transaction.on_commit(lambda: invite(user), robust=True)
    return user, is_new


@transaction.atomic
def give_role(authority: Authority, user: User, role: Role, *, starts_on: date, by: User, now: datetime) -> Membership:
    """Let somebody hold a role from ``starts_on``. Raises NotAllowed."""
    _lock(authority)
    return _give(authority, user, role, starts_on=starts_on, by=by, now=now)


@transaction.atomic
def end_role(membership: Membership, *, ends_on: date, by: User, now: datetime) -> Membership | None:
    """Let ``ends_on`` be the last day with the role; a role that has not begun is withdrawn and None returned.

    Raises NotAllowed: nobody ends their own role, and the last administrator stays.
    """
    _lock(membership.authority)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    today = timezone.localdate(now)
    reasons = membership_rules.why_not_end(membership, ends_on=ends_on, by=by, today=today)
    if reasons:
        raise NotAllowed(reasons)
    if ends_on < membership.starts_on:
        _withdraw(membership, by=by, now=now)
        return None
    changes = {"ends_on": [membership.ends_on, ends_on]}
    membership.ends_on = ends_on
    membership.save(update_fields=["ends_on"])
    audit.record(
        authority=membership.authority, by=by, action="role_ended", subject=membership, changes=changes, now=now
    )
    return membership


def earliest_end(membership: Membership, *, today: date) -> date:
    """The last day with the role when it is ended at once: yesterday, or today for a role that began today."""
    return today if membership.starts_on == today else today - timedelta(days=1)


@transaction.atomic
def appoint_first_administrator(
    authority: Authority, *, email: str, display_name: str, by: User, now: datetime, invite: Invite
) -> User:
    """Somebody must add the first people of a new council: the one case in which a person may appoint themselves."""
    user, is_new = _account(email, display_name)
    membership = Membership.objects.create(
        authority=authority, user=user, role=Role.ADMINISTRATOR, starts_on=timezone.localdate(now)
    )
    _record_given(membership, by=by, now=now)
    if is_new:
        transaction.on_commit(lambda: invite(user), robust=True)
    return user


def _account(email: str, display_name: str) -> tuple[User, bool]:
    address = email.strip().lower()
    known = User.objects.filter(email=address).first()
    if known is None:
        return User.objects.create_user(address, display_name=display_name), True
    if not known.is_active:
        raise NotAllowed([f"The account of {address} has been closed. Ask whoever runs this installation to open it."])
    return known, False


def _lock(authority: Authority) -> None:
    """Two administrators must not remove each other at the same moment."""
    Authority.objects.select_for_update().get(pk=authority.pk)


def _refuse_pairs(user: User, roles: Sequence[Role]) -> None:
    if {Role.DIRECTOR, Role.SECTION_151} <= set(roles):
        raise NotAllowed(
            [
                f"{user} cannot be both Director of Children’s Services and Section 151 officer: "
                "both sign returns, so they must be two people."
            ]
        )


def _give(authority: Authority, user: User, role: Role, *, starts_on: date, by: User, now: datetime) -> Membership:
    reasons = membership_rules.why_not_give(authority, user, role, starts_on=starts_on, by=by)
    if reasons:
        raise NotAllowed(reasons)
    membership = Membership.objects.create(authority=authority, user=user, role=role, starts_on=starts_on)
    _record_given(membership, by=by, now=now)
    return membership


def _record_given(membership: Membership, *, by: User, now: datetime) -> None:
    changes: audit.Changes = {
        "role": [None, membership.get_role_display()],
        "starts_on": [None, membership.starts_on],
    }
    audit.record(
        authority=membership.authority, by=by, action="role_given", subject=membership, changes=changes, now=now
    )


def _withdraw(membership: Membership, *, by: User, now: datetime) -> None:
    """A role that never began leaves no row behind; the audit chain remembers that it was planned."""
    changes: audit.Changes = {
        "role": [membership.get_role_display(), None],
        "starts_on": [membership.starts_on, None],
    }
    audit.record(
        authority=membership.authority, by=by, action="role_withdrawn", subject=membership, changes=changes, now=now
    )
    membership.delete()
