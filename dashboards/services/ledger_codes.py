"""Remembering where the codes of a council's ledger go. Every change is in the audit, with old and new."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from conditions.line_list import lines
from dashboards.finance.coming_in.ledger_lines import IGNORED, Code
from dashboards.finance.coming_in.ledger_words import is_code
from dashboards.models import LedgerCode
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User
from safetyvalve.core.services.refusals import NotAllowed

LEFT_OUT = "left out"
UNFIT = (
    "One of these is not a code but may be about somebody, so nothing was remembered. Throw these figures away, put "
    "codes alone into the column, and upload the file again."
)


class CodesMoved(Exception):
    """Somebody else changed where codes go since the page was made."""


def mapping_of(authority: Authority) -> dict[Code, str]:
    """Where each code goes: a line, or ``IGNORED``. One query."""
    rows = LedgerCode.objects.filter(authority=authority)
    return {(row.cost_centre, row.subjective): IGNORED if row.is_ignored else row.line for row in rows}


def digest(mapping: Mapping[Code, str]) -> str:
    """Names exactly this mapping, so that nobody changes another one than they saw."""
    return sha256(repr(sorted(mapping.items())).encode()).hexdigest()[:16]


@transaction.atomic
def set_codes(authority: Authority, wanted: Mapping[Code, str], *, seen: str, by: User, now: datetime) -> int:
    """Say where codes go: a line, ``IGNORED``, or "" to forget it; how many were different.

    Raises ``CodesMoved`` when the mapping is no longer the one of the digest ``seen``, and ``NotAllowed`` for a line
    that there is not and for a code that may be about somebody. Then nothing is saved.
    """
    Authority.objects.select_for_update().get(pk=authority.pk)
    standing = mapping_of(authority)
    different = {code: line for code, line in wanted.items() if line != standing.get(code, "")}
    if different and digest(standing) != seen:
        raise CodesMoved
    if unknown := [line for line in different.values() if line and line != IGNORED and line not in lines()]:
        raise NotAllowed([f"{line} is not a line of the grid." for line in unknown])
    if any(line and not all(map(is_code, code)) for code, line in different.items()):
        raise NotAllowed([UNFIT])
    for (centre, subjective), line in different.items():
        which = {"authority": authority, "cost_centre": centre, "subjective": subjective}
        if not line:
            LedgerCode.objects.filter(**which).delete()
            continue
        row = LedgerCode.objects.filter(**which).first() or LedgerCode(**which)
        row.line, row.is_ignored = ("", True) if line == IGNORED else (line, False)
        row.updated_at, row.updated_by = now, by
        row.save()
    if different:
        changes = {
            " ".join(filter(None, code)): [_words(standing.get(code, "")), _words(line)]
            for code, line in different.items()
        }
        audit.record(
            authority=authority, by=by, action="ledger_codes_changed", subject=authority, changes=changes, now=now
        )
    return len(different)


def _words(line: str) -> str | None:
    if line == IGNORED:
        return LEFT_OUT
    return lines()[line].full_name if line in lines() else line or None
