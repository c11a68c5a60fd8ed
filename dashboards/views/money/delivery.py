"""What the page of a finance delivery says: every changed cell in words, what is wrong with the file, what is asked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from conditions.line_list import Line, blocks, lines
from conditions.rules.finance_months import NAMES
from dashboards.finance.blocks import Book
from dashboards.finance.coming_in import written
from dashboards.finance.coming_in.figures import CarriedForward, Different, DryRun
from dashboards.finance.coming_in.months import MonthChange
from dashboards.imports.contract import Level, Problem
from dashboards.models import FinanceDelivery
from dashboards.services import finance_deliveries as services
from dashboards.views.imports.shown import LEVELS, Places, ProblemGroup
from dashboards.views.money.grid import grid_url
from safetyvalve.core import money
from safetyvalve.core.dates import in_words
from safetyvalve.core.services.refusals import NotAllowed

NOT_KNOWN = "not known"
MOST_NAMED = 40
HINTS = {
    Level.FATAL: "Nothing can be saved as long as this stands.",
    Level.REFUSED: "Nothing is saved by halves: as long as one of these stands, nothing can be saved.",
    Level.WARNING: "The rest can be saved without them.",
}
HEADINGS = {Level.REFUSED: "What has to be put right first", Level.WARNING: "Not taken"}


@dataclass(frozen=True)
class Row:
    """One cell in words. ``moved`` is the difference, where both are known."""

    line: str
    year: str
    before: str
    after: str
    moved: str
    place: str


def page_of(delivery: FinanceDelivery, book: Book) -> dict[str, Any]:
    """The context of the page: the dry run of a delivery that waits, or how it ended."""
    sheet = book.sheet(delivery.sheet)
    context: dict[str, Any] = {
        "delivery": delivery,
        "agreement": delivery.agreement,
        "sheet_name": book.name(sheet) if sheet else delivery.sheet,
        "grid_url": grid_url(delivery.agreement, sheet),
        "facts": [{"key": key, "value": value} for key, value in _facts(delivery)],
    }
    try:
        found = services.seen(delivery, book)
    except NotAllowed as why:
        return {**context, **_saved(delivery), "over": " ".join(why.reasons), "title": _ended(delivery)}
    return {
        **context,
        "title": _title(found),
        "carried": [carried_row(each) for each in found.carried_forward],
        "months": [month_row(each) for each in found.months],
        "decided": [row_of(each) for each in found.decided],
        "groups": list(groups_of(found.changes)),
        "conflicts": [*map(row_of, found.conflicts), *map(month_row, found.months_left)],
        "problem_groups": _problem_groups(found.problems),
        "doubts": [doubt.sentence for doubt in found.doubts],
        "doubts_digest": found.doubts_digest,
        "found": found,
        "checks": _checks(delivery, found),
        "has_unmapped": any(problem.code == "unmapped" for problem in found.problems),
        "confirm_label": f"Save {_figures(found.count)}",
    }


def _saved(delivery: FinanceDelivery) -> dict[str, Any]:
    """What confirming put on record, where that was kept."""
    if delivery.written is None:
        return {}
    kept, known = written.read(delivery.written), lines()
    years = [Different(each.cell, each.before, each.after) for each in kept.years if each.cell[1] in known]
    months = [MonthChange(each.cell, each.month or 0, each.before, each.after) for each in kept.months]
    carried = [CarriedForward(each.financial_year, each.before, each.after, 0) for each in kept.carried]
    return {
        "saved_rows": [
            *map(row_of, years),
            *(month_row(each) for each in months if each.cell[1] in known),
            *map(carried_row, carried),
        ],
        "can_undo": delivery.state == FinanceDelivery.State.CONFIRMED,
    }


def _checks(delivery: FinanceDelivery, found: DryRun) -> list[dict[str, str]]:
    """Where everything in the file went, to the penny, of a way in that is checked so."""
    own = {name for name, _ in delivery.summary}
    return [{"key": name, "value": value} for name, value in found.summary if name not in own]


def _title(found: DryRun) -> str:
    if found.is_stopped:
        return "These figures cannot be saved yet"
    return f"{_figures(found.count)} would change" if found.count else "Nothing would change"


def _ended(delivery: FinanceDelivery) -> str:
    if delivery.state == FinanceDelivery.State.CONFIRMED:
        return f"{_figures(delivery.saved)} saved"
    if delivery.state == FinanceDelivery.State.UNDONE:
        return f"{_figures(delivery.saved)} saved, and undone since"
    return "Thrown away" if delivery.state == FinanceDelivery.State.CANCELLED else "These figures cannot be saved"


def _figures(count: int) -> str:
    return f"{count:,} figure{'' if count == 1 else 's'}"


def _facts(delivery: FinanceDelivery) -> Iterator[tuple[str, str]]:
    yield "Way in", str(delivery.get_way_display())
    if delivery.file_name:
        yield "File", delivery.file_name
    if delivery.source and delivery.source != delivery.file_name:
        yield "Where the figures come from", delivery.source
    yield "Brought in", f"{_time(delivery.made_at)} by {delivery.made_by}"
    for name, value in delivery.summary:
        yield name, _time(value) if name == "Downloaded" else value
    if delivery.ended_at:
        state = delivery.State.CONFIRMED if delivery.undone_at else delivery.State(delivery.state)
        yield str(state.label), f"{_time(delivery.ended_at)} by {delivery.ended_by}"
    if delivery.undone_at:
        yield "Undone", f"{_time(delivery.undone_at)} by {delivery.undone_by}"


def _time(at: datetime | str) -> str:
    """ "22 November 2026, 14:32"; of a workbook that somebody has tampered with, nothing at all."""
    try:
        found = timezone.localtime(datetime.fromisoformat(at) if isinstance(at, str) else at)
    except ValueError:
        return NOT_KNOWN
    return f"{in_words(found.date())}, {found:%H:%M}"


def groups_of(changes: Sequence[Different]) -> Iterator[tuple[str, list[Row]]]:
    known = lines()
    for block in blocks():
        rows = [row_of(each) for each in changes if known[each.cell[1]].block == block.key]
        if rows:
            yield block.label, rows


def row_of(each: Different) -> Row:
    year, code = each.cell
    line = lines()[code]
    is_moved = each.before is not None and each.after is not None
    moved = _signed((each.after or Decimal(0)) - (each.before or Decimal(0))) if is_moved else ""
    return Row(line.name, year, words_of(line, each.before), words_of(line, each.after), moved, each.place)


def month_row(each: MonthChange) -> Row:
    starting, line = int(each.cell[0][:4]), lines()[each.cell[1]]
    name = f"{NAMES[each.month]} {starting if each.month < 9 else starting + 1}"
    moved = "" if each.before is None or each.after is None else _signed(each.after - each.before)
    return Row(line.name, name, words_of(line, each.before), words_of(line, each.after), moved, each.place)


def carried_row(each: CarriedForward) -> Row:
    before, after = (_balance(amount) for amount in (each.before, each.after))
    moved = "" if each.before is None or each.after is None else _signed(each.after - each.before)
    return Row("Section 251, line 1.9.3", each.financial_year, before, after, moved, "Line 1.9.3 of the file")


def _balance(amount: Decimal | None) -> str:
    if not amount:
        return NOT_KNOWN if amount is None else exact(amount)
    return f"{exact(abs(amount))} {'deficit' if amount < 0 else 'surplus'}"


def words_of(line: Line, amount: Decimal | None) -> str:
    """ "£14,000,000", "£5,410,000 deficit", "£400,000 taken away", "not known"."""
    if amount is None:
        return NOT_KNOWN
    figure = exact(abs(amount))
    if line.kind.startswith("opening") and amount:
        return _balance(amount)
    if line.kind == "spend":
        return f"{figure} more income than spending" if amount < 0 else figure
    return f"{figure} taken away" if amount < 0 else figure


def exact(amount: Decimal) -> str:
    """Whole pounds where there are no pence."""
    return money.in_figures(amount) if amount == amount.to_integral_value() else money.in_pence(amount)


def _signed(amount: Decimal) -> str:
    return f"+{exact(amount)}" if amount > 0 else exact(amount)


def _problem_groups(problems: Iterable[Problem]) -> list[ProblemGroup]:
    """By how much they matter, each with its sheet and cell."""
    found = []
    for level, heading, tone in LEVELS:
        members = [each for each in problems if each.level == level]
        if members:
            told = [Places(each.sheet, each.sentence, each.fix, each.count) for each in members[:MOST_NAMED]]
            left = len(members) - len(told)
            words = HEADINGS.get(level, heading)
            found.append(ProblemGroup(level, words, HINTS.get(level, ""), tone, len(members), told, left))
    return found
