"""The envelope: who signed what they were shown, what they accepted, and when it went. It quotes the pack's digest."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from conditions.models import Envelope, Pack, SignOff, Submission
from conditions.packs.declaration import DECLARATIONS
from conditions.packs.pack import digest
from safetyvalve.core import audit
from safetyvalve.core.models import User
from safetyvalve.core.roles import Role

SCHEMA_VERSION = 1


def facts_of(
    submission: Submission, pack: Pack, *, submitted_by: User | None, submitted_at: datetime | None
) -> dict[str, Any]:
    """The envelope's facts; before submission the date and person are None and a document says DRAFT. One query."""
    return {
        "schema": SCHEMA_VERSION,
        "pack_sha256": pack.sha256,
        "council": submission.authority.gss_code,
        "period": submission.period.slug,
        "round": submission.round,
        "signatures": [_signature(each) for each in _in_order(pack)],
        "submitted_at": submitted_at.isoformat() if submitted_at else None,
        "submitted_by": str(submitted_by.actor_id) if submitted_by else None,
    }


def seal(submission: Submission, pack: Pack, *, by: User, now: datetime) -> Envelope:
    """Store the envelope. The caller holds the submission's lock and transaction."""
    words = audit.canonical(facts_of(submission, pack, submitted_by=by, submitted_at=now))
    return Envelope.objects.create(
        submission=submission,
        pack=pack,
        schema_version=SCHEMA_VERSION,
        text=words,
        sha256=digest(words),
        sealed_at=now,
    )


def _in_order(pack: Pack) -> QuerySet[SignOff]:
    return pack.sign_offs.select_related("signed_by").order_by("signed_at", "pk")


def _signature(sign_off: SignOff) -> dict[str, Any]:
    return {
        "role": sign_off.role,
        "role_name": Role(sign_off.role).label,
        "name": sign_off.signatory_name,
        "actor": str(sign_off.signed_by.actor_id),
        "signed_at": sign_off.signed_at.isoformat(),
        "declaration_version": sign_off.declaration_version,
        "declaration": DECLARATIONS[sign_off.declaration_version],
        "acceptances": sign_off.acceptances,
    }
