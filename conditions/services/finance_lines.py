"""Saving a grid of finance lines: all of it or nothing, and never over somebody else's figure unseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from conditions.finance_months import amounts_of, rows_of
from conditions.line_list import lines
from conditions.models import Agreement, FinanceLine, ForecastBasis, ReportingPeriod, Submission, TransferConsent
from conditions.rules.finance_months import year_of
from conditions.services import assumptions
from conditions.services.answers import locked_reason
from safetyvalve.core import audit, money
from safetyvalve.core.dates import FinancialYear, financial_years
from safetyvalve.core.editing import save_answer
from safetyvalve.core.models import User
from safetyvalve.core.services.refusals import NotAllowed

Cell = tuple[str, str]
"""A financial year and the code of a line."""
MOST_POUNDS = Decimal(10_000_000_000)


@dataclass(frozen=True)
class Change:
    """A figure for one cell: what stood there when the person looked, and what shall stand there."""

    seen: Decimal | None
    amount: Decimal | None


class StaleFigures(Exception):
    """Somebody else saved first. ``current`` has the cells whose figures are no longer what the person saw."""

    def __init__(self, current: Mapping[Cell, Decimal | None]) -> None:
        super().__init__("Somebody else changed these figures while you were editing them.")
        self.current = dict(current)


def why_locked(period: ReportingPeriod | None) -> str:
    """Why the forecast of this period cannot be changed now; empty when it can. One query."""
    if period is None:
        return ""
    submission = Submission.objects.filter(period=period).order_by("-round").first()
    return locked_reason(submission) if submission else ""


@transaction.atomic
def set_figures(
    agreement: Agreement,
    changes: Mapping[Cell, Change],
    *,
    column: str,
    scenario: str,
    period: ReportingPeriod | None,
    source: str,
    by: User,
    now: datetime,
) -> int:
    """Put figures on record and audit every one with its old and new value; how many were different.

    A forecast keeps which assumptions were in force when it was saved.

    Raises ``NotAllowed`` for a year outside the agreement, a line there is not, a year that its twelve months decide,
    and a forecast whose return is locked;
    ``StaleFigures`` when a figure is no longer the one that was seen. Then nothing is saved.
    """
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    if period is not None:
        list(Submission.objects.select_for_update().filter(period=period).values_list("pk"))
    reasons = why_not(agreement, changes, column=column, period=period)
    reasons += _against_months(agreement, changes, column=column, scenario=scenario, period=period)
    if reasons:
        raise NotAllowed(reasons)
    standing = {
        (row.financial_year, row.line): row
        for row in FinanceLine.objects.filter(agreement=agreement, column=column, scenario=scenario, period=period)
    }
    stale, different = {}, {}
    for cell, change in changes.items():
        current = standing[cell].amount if cell in standing else None
        if current == change.amount:
            continue
        if current != change.seen:
            stale[cell] = current
        different[cell] = change
    if stale:
        raise StaleFigures(stale)
    known, written = lines(), {}
    for (year, code), change in different.items():
        row = standing.get((year, code)) or FinanceLine(
            agreement=agreement,
            period=period,
            financial_year=year,
            column=column,
            scenario=scenario,
            block=known[code].block,
            line=code,
        )
        written[f"{year}: {known[code].full_name}"] = [row.amount, change.amount]
        row.amount, row.source = change.amount, source
        row.revision, row.updated_at, row.updated_by = row.revision + 1, now, by
        row.save()
    if written:
        if period is not None:
            assumptions.record_basis(period, of=ForecastBasis.Of.LINES, by=by, now=now)
        _record(agreement, written, column=column, scenario=scenario, period=period, by=by, now=now)
    return len(written)


def why_not(
    agreement: Agreement, changes: Mapping[Cell, Change], *, column: str, period: ReportingPeriod | None
) -> list[str]:
    """Every reason against saving these figures, in sentences."""
    if (column == FinanceLine.Column.FORECAST) != (period is not None):
        return ["A forecast belongs to a reporting period; a budget and an outturn do not."]
    reasons = [locked] if (locked := why_locked(period)) else []
    spans = list(agreement.versions.values_list("first_year", "last_year"))
    years = financial_years(min(first for first, _ in spans), max(last for _, last in spans)) if spans else []
    for year in dict.fromkeys(year for year, _ in changes):
        if year not in years:
            span = f"{years[0]} to {years[-1]}" if years else "no years yet"
            reasons.append(f"{year} is not a year of this agreement ({span}).")
    known = lines()
    for (year, code), change in changes.items():
        if code not in known:
            reasons.append("This page has a line that the product does not know. Open it again.")
        elif change.amount is not None and change.amount < 0 and known[code].kind == "income":
            reasons.append(f"{year}, {known[code].full_name}: income is written without a minus sign.")
        if change.amount is not None and abs(change.amount) >= MOST_POUNDS:
            reasons.append(f"{year}: an amount must be less than £10 billion.")
    return reasons


def _against_months(
    agreement: Agreement, changes: Mapping[Cell, Change], *, column: str, scenario: str, period: ReportingPeriod | None
) -> list[str]:
    """Years whose twelve months are given: these decide, and another figure is said and refused. One query."""
    found = rows_of(agreement, column=column, scenario=scenario, period=period)
    decided = {cell: total for cell, row in found.items() if (total := year_of(amounts_of(row))) is not None}
    return [
        f"{cell[0]}, {lines()[cell[1]].full_name}: its twelve months come to {money.in_figures(decided[cell])}, and "
        "they decide. Change the months instead."
        for cell, change in changes.items()
        if cell in decided and change.amount != decided[cell] and change.amount != change.seen
    ]


def _record(
    agreement: Agreement,
    written: Mapping[str, list[Any]],
    *,
    column: str,
    scenario: str,
    period: ReportingPeriod | None,
    by: User,
    now: datetime,
) -> None:
    action = f"finance_{column}_changed" + ("_without_savings" if scenario == FinanceLine.Scenario.UNMITIGATED else "")
    audit.record(
        authority=agreement.authority,
        by=by,
        action=action,
        subject=period or agreement,
        changes=written,
        now=now,
    )


def set_consent(
    consent: TransferConsent, values: Mapping[str, Any], *, revision: int, by: User, now: datetime
) -> TransferConsent:
    """Record who agreed to a year's block transfer. Raises ``StaleSave`` over another's save."""
    FinancialYear.parse(consent.financial_year)
    return save_answer(
        consent,
        values,
        identity=("agreement", "financial_year"),
        revision=revision,
        authority=consent.agreement.authority,
        by=by,
        now=now,
        action="transfer_consent_recorded",
    )
