"""What is in the database before and after: `python -m tests.concurrency.record seed|report|die`. Prints JSON.

Runs in a process of its own under the product's settings, on the database that DATABASE_URL names.
"""

import json
import os
import signal
import sys
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from conditions.models import ConditionResponse, SignOff, Submission  # noqa: E402
from conditions.services import answers  # noqa: E402
from safetyvalve.core import audit  # noqa: E402
from safetyvalve.core.models import AuditEvent, Authority, User  # noqa: E402
from tests import factories  # noqa: E402
from tests.conditions.answering import walk_to  # noqa: E402

OFFICERS = 20
CONDITIONS = 11
SAVING, SIGNING, SIGNING_TWICE, TABS, KILLED = "901", "902", "903", "904", "905"


def seed() -> dict[str, dict[str, str]]:
    """A council per test; session keys of its people by council and name."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        return {
            SAVING: _officers(SAVING, OFFICERS),
            SIGNING: _signing(SIGNING),
            SIGNING_TWICE: _signing(SIGNING_TWICE),
            TABS: _officers(TABS, 2),
            KILLED: _officers(KILLED, 6),
        }


def _officers(code: str, number: int) -> dict[str, str]:
    """A council with a draft return, and this many officers: "0", "1" and so on."""
    authority = factories.make_authority(f"Council {code}", code)
    agreement = factories.make_agreement(authority, conditions=CONDITIONS)
    factories.make_submission(factories.period_of(agreement))
    names = [str(n) for n in range(number)]
    return {name: _signed_in(_officer(authority, name)) for name in names}


def _officer(authority: Authority, name: str) -> User:
    email = f"officer-{name}@{authority.la_code}.example"
    return factories.make_user("officer", authority, email=email, display_name=f"Officer {name}")


def _signing(code: str) -> dict[str, str]:
    """A council whose return waits for its signatures, with two people who may sign as Section 151 officer."""
    authority = factories.make_authority(f"Council {code}", code)
    world = factories.make_world(authority)
    walk_to(world, "awaiting_sign_off")
    names = ("First", "Second")
    return {name: _signed_in(_section_151_officer(authority, name)) for name in names}


def _section_151_officer(authority: Authority, name: str) -> User:
    email = f"{name.lower()}@{authority.la_code}.example"
    return factories.make_user(
        "section_151", authority, email=email, display_name=f"{name} officer", password=factories.PASSWORD
    )


def _signed_in(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def report(code: str) -> dict[str, Any]:
    """What the database holds of one council: answers, events in order, signatures, and what is wrong with it."""
    authority = Authority.objects.get(la_code=code)
    submission = Submission.objects.of(authority).get()
    responses = ConditionResponse.objects.filter(submission=submission).select_related("condition", "updated_by")
    events = AuditEvent.objects.filter(authority=authority, action="condition_answered").order_by("sequence")
    return {
        "status": submission.status,
        "answers": {
            each.condition.number: {
                "revision": each.revision,
                "narrative": each.narrative,
                "by": str(each.updated_by),
            }
            for each in responses
        },
        "saves": [[event.subject_label, *event.changes.get("narrative", [])] for event in events],
        "signatures": [
            [each.role, each.signatory_name] for each in SignOff.objects.filter(pack__submission=submission)
        ],
        "broken_link": audit.broken_link(authority),
        "damage": _damage(),
    }


def _damage() -> str:
    """What SQLite finds wrong with its file; PostgreSQL has no such question."""
    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        found = [row[0] for row in cursor.execute("PRAGMA integrity_check")]
        found += [str(row) for row in cursor.execute("PRAGMA foreign_key_check")]
    return "" if found == ["ok"] else "; ".join(found)


def die(code: str) -> None:
    """Save an answer and its event, and be killed before the transaction ends."""
    authority = Authority.objects.get(la_code=code)
    submission = Submission.objects.with_place().of(authority).get()
    condition = submission.version.agreement.conditions.get(number="3.1")
    with transaction.atomic():
        answers.save(
            submission,
            ConditionResponse(submission=submission, condition=condition),
            {"narrative": "Words of somebody whose process died."},
            item="condition:3.1",
            identity=("submission", "condition"),
            revision=0,
            by=User.objects.filter(memberships__authority=authority).first() or User(),
            now=timezone.now(),
            action="condition_answered",
        )
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    act = {"seed": seed, "report": report, "die": die}[sys.argv[1]]
    print(json.dumps(act(*sys.argv[2:])))
