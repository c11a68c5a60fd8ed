"""Keys of the feed for Power BI and Excel: made, revoked, looked up and counted. A key is kept as a digest only."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from dashboards.models import Audience, FeedKey, FeedUse
from dashboards.publishing.links import digest_of
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User
from safetyvalve.core.services.refusals import NotAllowed


@dataclass(frozen=True)
class MadeKey:
    """A new key. ``secret`` is known now and never again."""

    key: FeedKey
    secret: str


@transaction.atomic
def make_key(authority: Authority, *, audience: Audience, label: str, by: User, now: datetime) -> MadeKey:
    """A key that reads what this audience may read of this council's editions, and nothing else."""
    secret = secrets.token_urlsafe(32)
    key = FeedKey.objects.create(
        authority=authority,
        audience=audience.value,
        label=label,
        key_sha256=digest_of(secret),
        made_at=now,
        made_by=by,
    )
    changes: audit.Changes = {"label": [None, label], "audience": [None, audience.value]}
    audit.record(authority=authority, by=by, action="feed_key_made", subject=key, changes=changes, now=now)
    return MadeKey(key, secret)


@transaction.atomic
def revoke_key(key: FeedKey, *, by: User, now: datetime) -> None:
    """Close a key at once and for good. Raises NotAllowed for one that is revoked already."""
    key = FeedKey.objects.select_for_update(of=("self",)).select_related("authority").get(pk=key.pk)
    if key.revoked_at is not None:
        raise NotAllowed(["This key has been revoked already."])
    key.revoked_at, key.revoked_by = now, by
    key.save(update_fields=["revoked_at", "revoked_by"])
    audit.record(authority=key.authority, by=by, action="feed_key_revoked", subject=key, now=now)


def find_key(la_code: str, secret: str) -> FeedKey | None:
    """The key, if it is one of this council's, though it may be revoked. One query."""
    keys = FeedKey.objects.filter(key_sha256=digest_of(secret), authority__la_code=la_code)
    return keys.select_related("authority").first()


@transaction.atomic
def count_use(key: FeedKey, day: date) -> None:
    """One more use on this day. Who it was, and from where, is not kept."""
    FeedUse.objects.get_or_create(key=key, day=day)
    FeedUse.objects.filter(key=key, day=day).update(count=F("count") + 1)
