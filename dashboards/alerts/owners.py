"""Who answers for a measure, and who is told about an alert."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from dashboards.models import Alert, AlertMail, Indicator, MeasureOwner
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, Membership, User
from safetyvalve.core.roles import GRANTS, Permission, Role

MEASURE_KEY = "measure:"
"""Begins the key of a measure that is watched; its code follows."""
ABLE = tuple(role.value for role in Role if Permission.MEASURE_MANAGE in GRANTS[role])
"""Roles whose holders can answer for a measure: they can also say what is done about it."""


def able(authority: Authority, today: date) -> list[User]:
    """People of the council who can answer for a measure, by name. One query."""
    keys = Membership.objects.filter(authority=authority, role__in=ABLE).in_force(today).values("user")
    return sorted(User.objects.filter(pk__in=keys), key=lambda user: (str(user).casefold(), user.pk))


def owners_of(authority: Authority, today: date) -> dict[str, int]:
    """By code of a measure the person named for it, as long as they hold a role that can answer. One query."""
    keys = Membership.objects.filter(authority=authority, role__in=ABLE).in_force(today).values("user")
    rows = MeasureOwner.objects.filter(authority=authority, user__in=keys)
    return dict(rows.order_by().values_list("indicator__code", "user"))


def managers(authority: Authority, today: date) -> set[int]:
    """The programme managers: they answer for what nobody is named for. One query."""
    found = Membership.objects.filter(authority=authority, role=Role.PROGRAMME_MANAGER).in_force(today)
    return set(found.values_list("user", flat=True))


def told_of(authority: Authority, owner_ids: Iterable[int | None], today: date) -> dict[int | None, list[User]]:
    """By owner, None being nobody, the people to send an e-mail: those who have not turned it off. Three queries."""
    wanted = set(owner_ids)
    instead = managers(authority, today)
    silent = AlertMail.objects.filter(authority=authority, is_wanted=False).values_list("user", flat=True)
    keys = ({each for each in wanted if each is not None} | instead) - set(silent)
    people = User.objects.filter(is_active=True).in_bulk(list(keys))
    return {
        owner: [people[key] for key in sorted(instead if owner is None else {owner}) if key in people]
        for owner in wanted
    }


@transaction.atomic
def name_owner(authority: Authority, indicator: Indicator, user: User | None, *, by: User, now: datetime) -> None:
    """Make this person the one who answers for the measure, or nobody. Audited once when it changes something."""
    Authority.objects.select_for_update().get(pk=authority.pk)
    standing = MeasureOwner.objects.filter(authority=authority, indicator=indicator).select_related("user").first()
    before, after = (str(standing.user) if standing else None), (str(user) if user else None)
    if (standing.user_id if standing else None) == (user.pk if user else None):
        return
    if user is None:
        if standing is not None:
            standing.delete()
    else:
        values = {"user": user, "named_at": now, "named_by": by}
        MeasureOwner.objects.update_or_create(authority=authority, indicator=indicator, defaults=values)
    Alert.objects.of(authority).open().filter(key=f"{MEASURE_KEY}{indicator.code}").update(owner=user)
    audit.record(
        authority=authority,
        by=by,
        action="measure_owner_named",
        subject=indicator,
        changes={"owner": [before, after]},
        now=now,
    )
