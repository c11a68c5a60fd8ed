"""Remembering which column of a council's ledger extracts is the amount. Every change is in the audit."""

from datetime import datetime

from django.db import transaction

from dashboards.finance.coming_in.ledger_columns import Choice
from dashboards.models import LedgerAmount
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User


def choices_of(authority: Authority) -> dict[str, Choice]:
    """What was said before, by the headings in question. One query."""
    rows = LedgerAmount.objects.filter(authority=authority)
    return {row.headings: Choice(row.heading, row.by_month) for row in rows}


@transaction.atomic
def remember(authority: Authority, headings: str, choice: Choice, *, by: User, now: datetime) -> None:
    """Keep it for the next extract with these columns. The same again changes nothing."""
    Authority.objects.select_for_update().get(pk=authority.pk)
    before = choices_of(authority).get(headings)
    if before == choice:
        return
    LedgerAmount.objects.update_or_create(
        authority=authority,
        headings=headings,
        defaults={
            "heading": choice.heading,
            "by_month": choice.by_month,
            "updated_at": now,
            "updated_by": by,
        },
    )
    old = before.words(headings) if before else None
    changes = {", ".join(headings.split("|")): [old, choice.words(headings)]}
    audit.record(authority=authority, by=by, action="ledger_amount_chosen", subject=authority, changes=changes, now=now)
