"""Keeping a council's own groups of areas to be held against."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from dashboards.models import Area, ComparatorGroup, ComparatorMember
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User


class StaleGroup(ValueError):
    """The group is no longer what the person was looking at."""


def digest_of(group: ComparatorGroup | None) -> str:
    """What a page shows of a group, as a few letters it can send back."""
    facts = [group.name, sorted(group.members.values_list("area__gss_code", flat=True))] if group else []
    return hashlib.sha256(audit.canonical(facts).encode()).hexdigest()[:16]


@transaction.atomic
def save_group(
    authority: Authority,
    group: ComparatorGroup | None,
    *,
    name: str,
    areas: Sequence[Area],
    seen: str = "",
    by: User,
    now: datetime,
) -> ComparatorGroup:
    """Make the group exactly these areas under this name. Raises ``StaleGroup`` when it moved since it was ``seen``."""
    Authority.objects.select_for_update().get(pk=authority.pk)
    if group is not None and seen and seen != digest_of(group):
        raise StaleGroup(
            "Somebody else changed this group while you had the page open. To keep your version, save again."
        )
    before = _facts(group)
    action = "comparators_changed" if group else "comparators_created"
    group = group or ComparatorGroup(authority=authority, kind=ComparatorGroup.Kind.OWN)
    group.name = name
    group.save()
    group.members.exclude(area__in=areas).delete()
    known = set(group.members.values_list("area_id", flat=True))
    ComparatorMember.objects.bulk_create(ComparatorMember(group=group, area=a) for a in areas if a.pk not in known)
    after = _facts(group)
    changes = {key: [before.get(key), after[key]] for key in after if before.get(key) != after[key]}
    if changes:
        audit.record(authority=authority, by=by, action=action, subject=group, changes=changes, now=now)
    return group


@transaction.atomic
def remove_group(group: ComparatorGroup, *, by: User, now: datetime) -> None:
    """Take a group away. The audit says whom it held; the figures of its areas stay on record."""
    changes = {key: [value, None] for key, value in _facts(group).items()}
    audit.record(
        authority=group.authority, by=by, action="comparators_removed", subject=group, changes=changes, now=now
    )
    group.delete()


def _facts(group: ComparatorGroup | None) -> dict[str, str]:
    if group is None or group.pk is None:
        return {}
    names: Iterable[str] = group.members.order_by("area__name").values_list("area__name", flat=True)
    return {"name": group.name, "areas": ", ".join(names)}
