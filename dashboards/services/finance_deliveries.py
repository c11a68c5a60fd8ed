"""The life of figures that come into the finance grid: started, confirmed as they were seen, or thrown away."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from conditions.models import Agreement, ReconciliationSource
from conditions.services.finance_lines import Change, set_figures
from conditions.services.finance_months import set_months
from conditions.services.reconciliation import set_source
from dashboards.finance import blocks as reading
from dashboards.finance.blocks import Book, Sheet
from dashboards.finance.coming_in.figures import DryRun, dry_run
from dashboards.finance.coming_in.ways_in import incoming_of
from dashboards.finance.coming_in.written import written
from dashboards.imports import problems as kept_problems
from dashboards.imports.contract import Problem
from dashboards.models import FinanceDelivery
from safetyvalve.core import audit
from safetyvalve.core.editing import StaleSave
from safetyvalve.core.models import User
from safetyvalve.core.services.refusals import NotAllowed

State = FinanceDelivery.State
SOURCE = ReconciliationSource.Source.S251
KEPT_FOR = timedelta(days=30)
"""A delivery that nobody has confirmed for so long is deleted when the agreement's next one starts."""
ENDED = {
    State.CONFIRMED: "These figures have been confirmed already.",
    State.CANCELLED: "These figures were thrown away. Bring them in again.",
    State.UNDONE: "These figures were saved, and undone since.",
}


class RecordMoved(Exception):
    """Confirming would do something else than the person saw."""


class Unanswered(Exception):
    """Pounds or thousands? Nothing is saved until somebody has said."""


@transaction.atomic
def start(
    agreement: Agreement,
    way: str,
    sheet: Sheet,
    figures: dict[str, Any],
    *,
    problems: tuple[Problem, ...] = (),
    summary: tuple[tuple[str, str], ...] = (),
    file_name: str = "",
    content: bytes = b"",
    source: str,
    by: User,
    now: datetime,
) -> FinanceDelivery:
    """Keep what was read until somebody confirms it. ``content`` is only digested."""
    FinanceDelivery.objects.filter(agreement=agreement, state=State.READY, made_at__lt=now - KEPT_FOR).delete()
    return FinanceDelivery.objects.create(
        agreement=agreement,
        way=way,
        sheet=sheet.code,
        file_name=file_name.replace("\0", "")[:255],
        file_sha256=sha256(content).hexdigest() if content else "",
        source=(source or file_name).replace("\0", "")[:300],
        figures=figures,
        problems=kept_problems.to_json(problems),
        summary=[list(pair) for pair in summary],
        made_at=now,
        made_by=by,
    )


def seen(delivery: FinanceDelivery, book: Book) -> DryRun:
    """What confirming would do now. Raises ``NotAllowed`` when it is over, or its sheet is gone."""
    if delivery.state != State.READY or delivery.figures is None:
        raise NotAllowed([ENDED[State(delivery.state)]])
    sheet = book.sheet(delivery.sheet)
    if sheet is None:
        raise NotAllowed(["The reporting period of these figures is gone. Throw them away, and bring them in again."])
    return dry_run(book, sheet, incoming_of(delivery, book))


@transaction.atomic
def confirm(delivery: FinanceDelivery, *, expected: str, answered: str, by: User, now: datetime) -> int:
    """Put the figures on record, all of them or none, every one audited; how many were different.

    ``expected`` is the digest of the dry run that the person saw, ``answered`` that of its questions. Raises
    ``RecordMoved`` when it would do something else now, ``Unanswered``, and ``NotAllowed`` while a problem stands
    against it or when it is over.
    """
    agreement = Agreement.objects.select_for_update().select_related("authority").get(pk=delivery.agreement_id)
    locked = FinanceDelivery.objects.select_for_update().get(pk=delivery.pk)
    book = reading.read(agreement)
    found = seen(locked, book)
    if found.digest != expected:
        raise RecordMoved
    if not found.can_confirm:
        raise NotAllowed(["Nothing can be saved while a problem stands against it."])
    if found.doubts_digest != answered:
        raise Unanswered
    locked.written = written(book, found, incoming_of(locked, book))
    count = _save(locked, book, found, by=by, now=now)
    locked.state, locked.figures, locked.saved = State.CONFIRMED, None, count
    locked.ended_at, locked.ended_by = now, by
    locked.save()
    audit.record(
        authority=agreement.authority,
        by=by,
        action="finance_figures_brought_in",
        subject=locked,
        changes={
            "file": [None, str(locked)],
            "figures": [None, count],
            **({"sha256": [None, locked.file_sha256]} if locked.file_sha256 else {}),
        },
        now=now,
    )
    return count


def _save(delivery: FinanceDelivery, book: Book, found: DryRun, *, by: User, now: datetime) -> int:
    # Months first: a year that they no longer decide can then have a figure of its own.
    months = _save_months(delivery, book, found, by=by, now=now)
    count = set_figures(
        book.agreement,
        {each.cell: Change(each.before, each.after) for each in found.changes},
        column=found.sheet.column,
        scenario=found.sheet.scenario,
        period=book.period(found.sheet.period_slug),
        source=delivery.source,
        by=by,
        now=now,
    )
    day = (delivery.figures or {}).get("dated_on")
    for each in found.carried_forward:
        # The day belongs to the document: another document's day must not stay beside this one's figure.
        dated_on = date.fromisoformat(day) if day else None
        values = {"amount": each.after, "reference": delivery.source, "dated_on": dated_on}
        try:
            set_source(book.agreement, each.financial_year, SOURCE, values, revision=each.revision, by=by, now=now)
        except StaleSave:
            raise RecordMoved from None
    return count + len(found.carried_forward) + months


def _save_months(delivery: FinanceDelivery, book: Book, found: DryRun, *, by: User, now: datetime) -> int:
    count = 0
    for year in dict.fromkeys(each.cell[0] for each in found.months):
        count += set_months(
            book.agreement,
            {(m.cell[1], m.month): Change(m.before, m.after) for m in found.months if m.cell[0] == year},
            financial_year=year,
            column=found.sheet.column,
            scenario=found.sheet.scenario,
            period=book.period(found.sheet.period_slug),
            source=delivery.source,
            by=by,
            now=now,
        )
    return count


@transaction.atomic
def throw_away(delivery: FinanceDelivery, *, by: User, now: datetime) -> None:
    """Drop the figures. Raises ``NotAllowed`` when they have been confirmed; thrown away twice is once."""
    locked = FinanceDelivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state in (State.CONFIRMED, State.UNDONE):
        raise NotAllowed([ENDED[State(locked.state)]])
    if locked.state == State.READY:
        locked.state, locked.figures = State.CANCELLED, None
        locked.ended_at, locked.ended_by = now, by
        locked.save()
