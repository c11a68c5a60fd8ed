"""Councils and the people of the demonstration. A name is a role; every address ends where no mail arrives."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.auth.hashers import make_password

from safetyvalve.core.models import Authority, Membership, User
from safetyvalve.core.roles import Role
from safetyvalve.core.services import authorities, memberships
from safetyvalve.demo.council import Council
from safetyvalve.demo.reading import COUNCILS, Row, toml
from safetyvalve.demo.timeline import Event, morning

PASSWORD = "demonstration-only"  # noqa: S105
"""Everybody's, printed by ``demo_sign_ins``: there is nothing to protect."""
ADMINISTRATOR_EMAIL = "administrator@safety-valve.example"


@dataclass(frozen=True)
class SignIn:
    """One line of the list of sign-ins."""

    council: str
    role: str
    email: str


def installation_administrator() -> tuple[User, bool]:
    """The account that sets up councils and sees none of them; and whether it had to be made."""
    known = User.objects.filter(email=ADMINISTRATOR_EMAIL).first()
    if known:
        return known, False
    name = "Installation administrator (demonstration)"
    return User.objects.create_superuser(ADMINISTRATOR_EMAIL, PASSWORD, display_name=name), True


def open_council(folder: str, *, by: User) -> Council:
    """Set up the council and its first administrator, on the day its first role begins."""
    authority = Authority(**toml(folder, "authority.toml"))
    rows = memberships_of(authority.la_code)
    first = next(row for row in rows if row["role"] == Role.ADMINISTRATOR)
    opened_at = morning(min(row["starts_on"] for row in rows))
    authorities.create(
        authority,
        administrator_email=first["email"],
        administrator_name=first["display_name"],
        by=by,
        now=opened_at,
        invite=nobody,
    )
    council = Council(folder, authority, opened_at)
    _remember(council, first)
    return council


def joining(council: Council) -> Iterator[Event]:
    """Everybody else is added by the council's administrator on the first day of their role."""
    for row in memberships_of(council.authority.la_code):
        if row["email"] not in council.people:
            what = f"{row['display_name']} joins"
            yield Event(council.since(row["starts_on"], minute=5), what, partial(_join, council, row))


def memberships_of(la_code: str) -> list[Row]:
    """One row per person and role in that council."""
    return [
        {**person, **membership}
        for person in toml("people.toml")["people"]
        for membership in person["memberships"]
        if membership["la_code"] == la_code
    ]


def set_passwords(council: Council) -> None:
    """The same one for everybody, hashed once: hashing is slow on purpose. A password once set is left alone."""
    new = [user.pk for user in council.people.values() if not user.has_usable_password()]
    if new:
        User.objects.filter(pk__in=new).update(password=make_password(PASSWORD))


def sign_ins() -> list[SignIn]:
    """Who can sign in to see what, council by council; empty where nothing was loaded."""
    listed = []
    for folder in COUNCILS:
        la_code = toml(folder, "authority.toml")["la_code"]
        rows = memberships_of(la_code)
        held = Membership.objects.filter(authority__la_code=la_code, user__email__in=[row["email"] for row in rows])
        names = dict(held.values_list("user__email", "authority__name"))
        listed += [
            SignIn(names[row["email"]], Role(row["role"]).label, row["email"]) for row in rows if row["email"] in names
        ]
    if User.objects.filter(email=ADMINISTRATOR_EMAIL).exists():
        listed.append(SignIn("(no council)", "Installation administrator", ADMINISTRATOR_EMAIL))
    return listed


def nobody(user: User) -> None:
    """Instead of an invitation: these addresses cannot receive one."""


def _join(council: Council, row: Row, now: datetime) -> None:
    memberships.add_person(
        council.authority,
        email=row["email"],
        display_name=row["display_name"],
        roles=[Role(row["role"])],
        starts_on=row["starts_on"],
        by=council.holder(Role.ADMINISTRATOR),
        now=now,
        invite=nobody,
    )
    _remember(council, row)


def _remember(council: Council, row: Row) -> None:
    user = User.objects.get(email=row["email"])
    council.people[user.email] = user
    council.holders.setdefault(row["role"], user)
