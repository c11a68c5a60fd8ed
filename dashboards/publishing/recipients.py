"""Who is e-mailed about an edition: members with an account, and the council's own mailing list. Nobody twice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from dashboards.models import Audience, EditionPreference, EditionReader
from safetyvalve.core.models import Authority, Membership, User
from safetyvalve.core.roles import GRANTS, Permission, Role

VIEWERS = [role.value for role in Role if Permission.DASHBOARD_VIEW in GRANTS[role]]


@dataclass(frozen=True)
class Recipient:
    """Somebody who is e-mailed: with an account, or from the mailing list."""

    name: str
    email: str
    user: User | None = None
    reader: EditionReader | None = None


@dataclass(frozen=True)
class Recipients:
    """Everybody who is e-mailed, by what they are sent: the address of the edition, or a link of their own.

    Left out are those for whom the edition is not published.
    """

    members: tuple[Recipient, ...] = ()
    readers: tuple[Recipient, ...] = ()
    members_left_out: int = 0
    readers_left_out: int = 0

    @property
    def everybody(self) -> tuple[Recipient, ...]:
        return (*self.members, *self.readers)


def recipients(authority: Authority, audiences: Collection[str], today: date) -> Recipients:
    """Whom an edition for these audiences is e-mailed to. Three queries.

    With an account: members of the forum who have not said no, and others who have said yes. From the list: whoever
    has not stopped it. Somebody who is both gets the e-mail of a member; one who has said no gets none.
    """
    chosen = dict(EditionPreference.objects.filter(authority=authority).values_list("user_id", "wants"))
    people: dict[User, set[str]] = {}
    for each in _memberships(authority, today):
        people.setdefault(each.user, set()).add(each.role)
    refusing = {user.email.lower() for user in people if chosen.get(user.pk) is False}
    wanting = [
        Recipient(str(user), user.email, user=user)
        for user, roles in people.items()
        if wants(chosen.get(user.pk), roles)
    ]
    members = wanting if Audience.MEMBERS in audiences else []
    taken = refusing | {each.email.lower() for each in members}
    listed = [
        Recipient(each.called, each.email, reader=each)
        for each in EditionReader.objects.filter(authority=authority).receiving()
        if each.email not in taken
    ]
    readers = listed if Audience.LINKS in audiences else []
    return Recipients(
        members=tuple(members),
        readers=tuple(sorted(readers, key=lambda each: each.name.casefold())),
        members_left_out=len(wanting) - len(members),
        readers_left_out=len(listed) - len(readers),
    )


def wants(choice: bool | None, roles: Collection[str]) -> bool:
    """What they have said, or as long as they have not, what goes with their roles."""
    return Role.FORUM_MEMBER.value in roles if choice is None else choice


def _memberships(authority: Authority, today: date) -> list[Membership]:
    held = Membership.objects.filter(authority=authority, role__in=VIEWERS).in_force(today)
    return list(held.select_related("user").order_by("user__display_name", "user__email"))
