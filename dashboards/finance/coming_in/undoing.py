"""What taking a confirmed delivery back would do to the record as it stands now, and what stands against it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from django.db.models import prefetch_related_objects

from conditions.finance_months import amounts_of
from conditions.line_list import lines
from conditions.models import FinanceLine, FinanceMonths, ReconciliationSource
from conditions.rules.finance_months import NAMES
from conditions.services.finance_lines import why_locked
from dashboards.finance.blocks import Book, Sheet
from dashboards.finance.coming_in import months as by_month
from dashboards.finance.coming_in.figures import CarriedForward, Different
from dashboards.finance.coming_in.months import Found, MonthChange
from dashboards.finance.coming_in.written import Carried, Written, Wrote, read
from dashboards.finance.months import read_months
from dashboards.finance.roll_forward import Cell
from dashboards.models import FinanceDelivery
from safetyvalve.core import money
from safetyvalve.core.dates import in_words

Totals = Mapping[Cell, Decimal | None]
GONE = "The reporting period of these figures is gone, so there is nothing to put back."


@dataclass(frozen=True)
class Undoing:
    """Every figure that would go back: ``before`` is what stands now, ``after`` what it goes back to.

    ``decided`` are years that go back with their months. ``typed`` are sentences about years that would no longer
    follow their months. ``against`` are the reasons why it cannot be done; nothing is undone by halves.
    """

    sheet: Sheet | None
    written: Written
    years: tuple[Different, ...] = ()
    months: tuple[MonthChange, ...] = ()
    decided: tuple[Different, ...] = ()
    carried: tuple[CarriedForward, ...] = ()
    typed: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    sources: Mapping[Cell, str] = field(default_factory=dict)
    """Where the months that stand now come from, by line and year."""

    @property
    def count(self) -> int:
        return len(self.years) + len(self.months) + len(self.carried)

    @property
    def digest(self) -> str:
        """Names exactly what the person was shown."""
        told = (self.years, self.months, self.decided, self.carried, self.typed, self.against)
        return sha256(repr(told).encode()).hexdigest()


def look(delivery: FinanceDelivery, book: Book) -> Undoing:
    """Hold what a delivery wrote against the record. A handful of queries, however many figures."""
    written = read(delivery.written or {})
    sheet = book.sheet(delivery.sheet)
    if sheet is None:
        return Undoing(None, written, against=(GONE,))
    found = read_months(book, sheet)
    months = tuple(MonthChange(each.cell, each.month or 0, each.after, each.before) for each in written.months)
    totals = by_month.totals_after(found, months)
    rows = _carried_rows(book) if written.carried else {}
    against = [
        *_locked(book, sheet),
        *_changed_years(book, sheet, written.years),
        *_changed_months(found, written.months),
        *_changed_years(book, sheet, _follow(found, written)),
        *_decided_since(written.years, totals),
        *_changed_carried(written.carried, rows),
        *_resting(delivery, written),
    ]
    decided = [Different(each.cell, each.after, _first(totals.get(each.cell), each.before)) for each in written.decided]
    return Undoing(
        sheet=sheet,
        written=written,
        years=tuple(Different(each.cell, each.after, each.before) for each in written.years if each.cell[1] in lines()),
        months=months,
        decided=tuple(each for each in decided if each.before != each.after),
        carried=tuple(_back(each, rows.get(each.financial_year)) for each in written.carried),
        typed=tuple(_typed(book, sheet, found, written, totals)),
        against=tuple(dict.fromkeys(against)),
        sources={cell: row.source for cell, row in found.items()},
    )


def _first(total: Decimal | None, before: Decimal | None) -> Decimal | None:
    """What a year goes back to: the sum of its months where they decide it then, too."""
    return before if total is None else total


def _locked(book: Book, sheet: Sheet) -> Iterator[str]:
    if sheet.is_forecast and (reason := why_locked(book.period(sheet.period_slug))):
        yield reason


def _follow(found: Found, written: Written) -> list[Wrote]:
    """Years that the delivery's months decided, of those whose months still stand as it brought them."""
    moved = {each.cell for each in written.months if _month_now(found, each) != each.after}
    return [each for each in written.decided if each.cell not in moved]


def _changed_years(book: Book, sheet: Sheet, wrote: Iterable[Wrote]) -> Iterator[str]:
    rows = book.rows.get(sheet, {})
    moved = [each for each in wrote if (rows[each.cell].amount if each.cell in rows else None) != each.after]
    _with_names([rows[each.cell] for each in moved if each.cell in rows])
    for each in moved:
        row = rows.get(each.cell)
        yield _since(f"{each.cell[0]}, {_name(each.cell)}", _exact(row.amount if row else None), row, each)
    for each in wrote:
        if each.cell[0] not in book.years or each.cell[1] not in lines():
            yield f"{each.cell[0]}, {_name(each.cell)} is no figure of this agreement any more."


def _changed_months(found: Found, wrote: Iterable[Wrote]) -> Iterator[str]:
    moved = [each for each in wrote if _month_now(found, each) != each.after]
    _with_names([found[each.cell] for each in moved if each.cell in found])
    for each in moved:
        name = f"{NAMES[each.month or 0]} of {each.cell[0]}, {_name(each.cell)}"
        yield _since(name, _exact(_month_now(found, each)), found.get(each.cell), each)


def _month_now(found: Found, each: Wrote) -> Decimal | None:
    return amounts_of(found[each.cell])[each.month or 0] if each.cell in found else None


def _decided_since(wrote: Iterable[Wrote], totals: Totals) -> Iterator[str]:
    for each in wrote:
        if problem := by_month.against(totals, each.cell, each.before, ""):
            yield problem.sentence


def _changed_carried(wrote: Iterable[Carried], rows: Mapping[str, ReconciliationSource]) -> Iterator[str]:
    for each in wrote:
        row = rows.get(each.financial_year)
        name = f"The reconciliation of {each.financial_year}"
        if row is None or row.amount != each.after:
            now = _exact(row.amount if row else None)
            yield f"{name} has been changed since: line 1.9.3 is {now} now{_by(row)}."
        elif each.before is None and row.explanations.exists():
            yield f"{name} explains its difference. Take the explanations out first."


def _resting(delivery: FinanceDelivery, written: Written) -> Iterator[str]:
    """Later deliveries that found the same figures right: they vouch for them. The reconciliation is one for every
    sheet, a cell is of its own."""
    later = FinanceDelivery.objects.filter(
        agreement=delivery.agreement_id,
        state=FinanceDelivery.State.CONFIRMED,
        written__isnull=False,
        ended_at__gte=delivery.ended_at,
    ).exclude(pk=delivery.pk)
    for each in later:
        theirs = read(each.written or {})
        places = theirs.same & written.places if each.sheet == delivery.sheet else ()
        if count := len(places) + len(theirs.same_carried & written.carried_years):
            words = "one of these figures" if count == 1 else f"{count} of these figures"
            day = in_words(each.ended_at.date()) if each.ended_at else ""
            yield f"“{each}”, confirmed on {day}, says the same of {words}. Undo that first."


def _typed(
    book: Book,
    sheet: Sheet,
    found: Found,
    written: Written,
    totals: Totals,
) -> Iterator[str]:
    """Years that follow their months now by somebody's later ones, and would not any more."""
    own = {each.cell for each in written.decided}
    now = by_month.totals_after(found, ())
    for cell in dict.fromkeys(each.cell for each in written.months if each.cell not in own):
        if now.get(cell) is not None and totals.get(cell) is None:
            amount = _exact(book.amounts(sheet).get(cell))
            yield f"{cell[0]}, {_name(cell)}: its months would no longer decide. {amount} then counts as typed."


def _back(each: Carried, row: ReconciliationSource | None) -> CarriedForward:
    return CarriedForward(each.financial_year, each.after, each.before, row.revision if row else 0)


def _carried_rows(book: Book) -> dict[str, ReconciliationSource]:
    rows = ReconciliationSource.objects.filter(
        reconciliation__agreement=book.agreement, source=ReconciliationSource.Source.S251
    ).select_related("reconciliation", "updated_by")
    return {row.reconciliation.financial_year: row for row in rows}


def _with_names(rows: list[FinanceLine] | list[FinanceMonths]) -> None:
    prefetch_related_objects(rows, "updated_by")


def _since(name: str, now: str, row: FinanceLine | FinanceMonths | None, each: Wrote) -> str:
    return f"{name} has been changed since: {now} now{_by(row)}, where these figures brought {_exact(each.after)}."


def _by(row: FinanceLine | FinanceMonths | ReconciliationSource | None) -> str:
    if row is None or row.updated_at is None:
        return ""
    return f" (saved by {row.updated_by} on {in_words(row.updated_at.date())})"


def _name(cell: Cell) -> str:
    return lines()[cell[1]].full_name if cell[1] in lines() else f"line {cell[1]}"


def _exact(amount: Decimal | None) -> str:
    return "not known" if amount is None else money.in_pence(amount)
