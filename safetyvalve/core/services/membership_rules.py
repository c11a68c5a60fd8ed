"""Who may be given or lose a role, answered in sentences; empty when nothing speaks against it."""

from datetime import date, timedelta

from django.db.models import Q

from safetyvalve.core.dates import in_words
from safetyvalve.core.models import Authority, Membership, User
from safetyvalve.core.roles import Role

# A return is signed by two people. Whoever could hold both roles could be asked for both signatures.
TWO_PEOPLE = {Role.DIRECTOR: Role.SECTION_151, Role.SECTION_151: Role.DIRECTOR}


def why_not_give(authority: Authority, user: User, role: Role, *, starts_on: date, by: User) -> list[str]:
    """Why ``by`` may not give ``user`` this role from ``starts_on``."""
    if user == by:
        return ["You cannot give yourself a role. Ask another administrator to do it."]
    held = Membership.objects.filter(authority=authority, user=user).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    )
    reasons = []
    for membership in held.filter(role=role):
        until = f" until {in_words(membership.ends_on)}" if membership.ends_on else ""
        reasons.append(f"{user} already has the role {role.label}{until}.")
    other = TWO_PEOPLE.get(role)
    if other and held.filter(role=other).exists():
        reasons.append(
            f"{user} is {other.label}. The Director of Children’s Services and the Section 151 officer "
            "both sign returns, so they must be two people."
        )
    return reasons


def why_not_end(membership: Membership, *, ends_on: date, by: User, today: date) -> list[str]:
    """Why ``by`` may not let this role end on ``ends_on``."""
    if membership.user_id == by.pk:
        return ["You cannot end your own role. Ask another administrator to do it."]
    if membership.ends_on and membership.ends_on < today:
        return [f"This role ended on {in_words(membership.ends_on)}."]
    if membership.starts_on <= today and ends_on < max(membership.starts_on, today - timedelta(days=1)):
        return ["The last day with a role cannot be in the past, because the person has had the role until today."]
    if is_last_administrator(membership, after=ends_on):
        return [
            f"{membership.user} is the only administrator of {membership.authority}. "
            "Give somebody else the role Administrator first."
        ]
    return []


def is_last_administrator(membership: Membership, *, after: date) -> bool:
    """Whether nobody would be left to look after people and settings the day after ``after``."""
    if membership.role != Role.ADMINISTRATOR:
        return False
    others = Membership.objects.filter(authority=membership.authority, role=Role.ADMINISTRATOR, ends_on__isnull=True)
    return not others.in_force(after + timedelta(days=1)).exclude(user=membership.user_id).exists()
