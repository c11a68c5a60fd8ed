"""Saving a year of a sheet month by month: all of it or nothing; twelve months that are given decide their year."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from conditions.finance_months import amounts_of
from conditions.line_list import lines
from conditions.models import Agreement, FinanceLine, FinanceMonths, ReportingPeriod
from conditions.rules.finance_months import NAMES, year_of
from conditions.services import finance_lines
from conditions.services.finance_lines import Change
from safetyvalve.core import audit
from safetyvalve.core.models import User
from safetyvalve.core.services.refusals import NotAllowed

MonthCell = tuple[str, int]
"""The code of a line and a month, 0 for April."""


class StaleMonths(Exception):
    """Somebody else saved first. ``current`` has the months whose figures are no longer what the person saw."""

    def __init__(self, current: Mapping[MonthCell, Decimal | None]) -> None:
        super().__init__("Somebody else changed these months while you were editing them.")
        self.current = dict(current)


@transaction.atomic
def set_months(
    agreement: Agreement,
    changes: Mapping[MonthCell, Change],
    *,
    financial_year: str,
    column: str,
    scenario: str,
    period: ReportingPeriod | None,
    source: str,
    by: User,
    now: datetime,
) -> int:
    """Put months on record, audited with old and new, and the year of every line that then has all twelve.

    How many months were different. Raises ``NotAllowed`` for what ``finance_lines.set_figures`` refuses, a budget, and
    an opening balance; ``StaleMonths`` when a month is no longer what was seen. Then nothing is saved.
    """
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    sheet: dict[str, Any] = {"column": column, "scenario": scenario, "period": period}
    asked = {(financial_year, code): change for (code, _), change in changes.items()}
    reasons = finance_lines.why_not(agreement, asked, column=column, period=period) + _why_not(changes, column)
    if reasons:
        raise NotAllowed(list(dict.fromkeys(reasons)))
    standing = {
        row.line: row
        for row in FinanceMonths.objects.filter(agreement=agreement, financial_year=financial_year, **sheet)
    }
    different = _different(standing, changes)
    known, written = lines(), {}
    rows: dict[str, FinanceMonths] = {}
    for (code, month), change in different.items():
        row = rows.setdefault(code, standing.get(code) or _new(agreement, financial_year, code, sheet))
        name = FinanceMonths.MONTHS[month]
        label = f"{_month_words(financial_year, month)}: {known[code].full_name}"
        written[label] = [getattr(row, name), change.amount]
        setattr(row, name, change.amount)
    for row in rows.values():
        row.source = source
        row.revision, row.updated_at, row.updated_by = row.revision + 1, now, by
        row.save()
    if written:
        audit.record(
            authority=agreement.authority,
            by=by,
            action=f"finance_{column}_months_changed",
            subject=period or agreement,
            changes=written,
            now=now,
        )
        _decide(agreement, rows, financial_year, sheet, source=source, by=by, now=now)
    return len(written)


def _decide(
    agreement: Agreement, rows: Mapping[str, FinanceMonths], year: str, sheet: Mapping[str, Any], **more: Any
) -> None:
    """Let the lines that have all twelve months have their sum as the year's figure."""
    sums = {code: total for code, row in rows.items() if (total := year_of(amounts_of(row))) is not None}
    if not sums:
        return
    stands = FinanceLine.objects.filter(agreement=agreement, financial_year=year, line__in=sums, **sheet)
    current = {row.line: row.amount for row in stands}
    changes = {(year, code): Change(current.get(code), total) for code, total in sums.items()}
    finance_lines.set_figures(agreement, changes, **sheet, **more)


def _different(standing: Mapping[str, FinanceMonths], changes: Mapping[MonthCell, Change]) -> dict[MonthCell, Change]:
    stale, different = {}, {}
    for (code, month), change in changes.items():
        current = getattr(standing[code], FinanceMonths.MONTHS[month]) if code in standing else None
        if current == change.amount:
            continue
        if current != change.seen:
            stale[code, month] = current
        different[code, month] = replace(change, seen=current)
    if stale:
        raise StaleMonths(stale)
    return different


def _why_not(changes: Mapping[MonthCell, Change], column: str) -> list[str]:
    if column == FinanceLine.Column.BUDGET:
        return ["A budget is kept by year. Months are of the outturn and of forecasts."]
    known = lines()
    openings = {code for code, _ in changes if code in known and known[code].kind.startswith("opening")}
    reasons = [f"{known[code].full_name} is a balance of one day and has no months." for code in sorted(openings)]
    if any(not 0 <= month < len(NAMES) for _, month in changes):
        reasons.append("A year has twelve months, April to March.")
    for (code, month), change in changes.items():
        if code in known and known[code].kind == "income" and change.amount is not None and change.amount < 0:
            reasons.append(f"{NAMES[month % 12]}, {known[code].full_name}: income is written without a minus sign.")
    return reasons


def _new(agreement: Agreement, year: str, code: str, sheet: Mapping[str, Any]) -> FinanceMonths:
    return FinanceMonths(agreement=agreement, financial_year=year, line=code, **sheet)


def _month_words(financial_year: str, month: int) -> str:
    """ "April 2024" of 2024-25, "January 2025" from the tenth month on."""
    starting = int(financial_year[:4])
    return f"{NAMES[month]} {starting if month < 9 else starting + 1}"
