"""Taking a confirmed finance delivery back as a unit: every figure goes back to what stood before, or none does."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from conditions.models import Agreement
from conditions.services.finance_lines import Cell, Change, StaleFigures, set_figures
from conditions.services.finance_months import MonthCell, StaleMonths, set_months
from conditions.services.reconciliation import set_source
from dashboards.finance import blocks as reading
from dashboards.finance.blocks import Book, Sheet
from dashboards.finance.coming_in.undoing import Undoing, look
from dashboards.models import FinanceDelivery
from dashboards.services.finance_deliveries import SOURCE, RecordMoved
from safetyvalve.core import audit
from safetyvalve.core.editing import StaleSave
from safetyvalve.core.models import User
from safetyvalve.core.services.refusals import NotAllowed

State = FinanceDelivery.State
NOT_KEPT = (
    "What these figures replaced was not kept when they were saved, so they cannot be undone as a unit. The audit has "
    "each with its old value."
)
NEVER = {
    State.READY: "These figures have not been saved. Throw them away instead.",
    State.CANCELLED: "These figures were thrown away and never saved.",
    State.UNDONE: "These figures have been undone already.",
}


def seen(delivery: FinanceDelivery, book: Book) -> Undoing:
    """What undoing would do now. Raises ``NotAllowed`` for a delivery that was not saved, or is undone already."""
    if delivery.state != State.CONFIRMED:
        raise NotAllowed([NEVER[State(delivery.state)]])
    if delivery.written is None:
        raise NotAllowed([NOT_KEPT])
    return look(delivery, book)


@transaction.atomic
def undo(delivery: FinanceDelivery, *, expected: str, by: User, now: datetime) -> int:
    """Put back what stood before, every figure audited with old and new; how many.

    ``expected`` is the digest of what the person was shown. Raises ``RecordMoved`` when it would do something else
    now, and ``NotAllowed`` with every reason against it. Then nothing is changed.
    """
    agreement = Agreement.objects.select_for_update().select_related("authority").get(pk=delivery.agreement_id)
    locked = FinanceDelivery.objects.select_for_update().get(pk=delivery.pk)
    locked.agreement = agreement
    book = reading.read(agreement)
    found = seen(locked, book)
    if found.digest != expected:
        raise RecordMoved
    if found.against:
        raise NotAllowed(list(found.against))
    try:
        _put_back(book, found, locked.source, by=by, now=now)
    except (StaleFigures, StaleMonths, StaleSave):
        raise RecordMoved from None
    locked.state, locked.undone_at, locked.undone_by = State.UNDONE, now, by
    locked.save()
    audit.record(
        authority=agreement.authority,
        by=by,
        action="finance_figures_undone",
        subject=locked,
        changes={"file": [str(locked), None], "figures": [found.count, None]},
        now=now,
    )
    return found.count


def _put_back(book: Book, found: Undoing, source: str, *, by: User, now: datetime) -> None:
    """Months first: a year that they no longer decide can then go back, too. Sources go back with their figures."""
    if found.sheet is None:
        return
    sheet = _named(book, found.sheet)
    for (year, words), months in _by_year_and_source(found, source).items():
        set_months(book.agreement, months, financial_year=year, **sheet, source=words, by=by, now=now)
    back = {each.cell: each for each in (*found.years, *found.decided)}
    groups: dict[str, dict[Cell, Change]] = {}
    for each in (*found.written.years, *found.written.decided):
        if each.cell in back:
            change = Change(back[each.cell].before, back[each.cell].after)
            groups.setdefault(each.source, {})[each.cell] = change
    for words, figures in groups.items():
        set_figures(book.agreement, figures, **sheet, source=words, by=by, now=now)
    for kept, carried in zip(found.written.carried, found.carried, strict=True):
        values = {"amount": carried.after, "reference": kept.reference, "dated_on": kept.dated_on}
        year, revision = carried.financial_year, carried.revision
        set_source(book.agreement, year, SOURCE, values, revision=revision, by=by, now=now)


def _by_year_and_source(found: Undoing, source: str) -> Mapping[tuple[str, str], dict[MonthCell, Change]]:
    """The months, grouped by what their line’s source goes back to; one that somebody has named since stays."""
    groups: dict[tuple[str, str], dict[MonthCell, Change]] = {}
    for each in found.written.months:
        now = found.sources.get(each.cell, "")
        words = each.source if now == source else now
        group = groups.setdefault((each.cell[0], words), {})
        group[each.cell[1], each.month or 0] = Change(each.after, each.before)
    return groups


def _named(book: Book, sheet: Sheet) -> dict[str, Any]:
    return {"column": sheet.column, "scenario": sheet.scenario, "period": book.period(sheet.period_slug)}
