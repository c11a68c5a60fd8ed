"""The finance grid of a council: each sheet as finance typed it, and what the Schools Forum agreed to."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from itertools import groupby

from conditions.models import FinanceLine, FinanceMonths, MovementReason, TransferConsent
from conditions.services import finance_lines as services
from conditions.services import finance_months, movement_reasons
from conditions.services.finance_lines import Change
from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council
from safetyvalve.demo.reading import Row, day, decimal, rows
from safetyvalve.demo.timeline import Event

LINES, CONSENTS = "finance_lines.csv", "finance_consents.csv"
MONTHS, REASONS = "finance_months.csv", "movement_reasons.csv"
SOURCE = "Fictional"
HEADINGS = ("entered_on", "column", "period", "scenario", "line")


def events(council: Council) -> Iterator[Event]:
    """A sheet is typed in one go, and so is a consent. Columns beside the headings are financial years."""
    for heading, lines in groupby(
        rows(council.folder, LINES), key=lambda row: tuple(row[name] for name in HEADINGS[:-1])
    ):
        at = council.since(date.fromisoformat(heading[0]), minute=20)
        yield Event(at, f"Finance lines: {' '.join(heading[1:])}", partial(_type, council, list(lines)))
    for row in rows(council.folder, CONSENTS):
        at = council.since(date.fromisoformat(row["recorded_on"]), minute=50)
        yield Event(at, f"Block transfer {row['financial_year']}", partial(_consent, council, row))
    for row in rows(council.folder, MONTHS):
        at = council.since(date.fromisoformat(row["entered_on"]), minute=25)
        yield Event(at, f"Months of {row['line']} in {row['financial_year']}", partial(_months, council, row))
    for row in rows(council.folder, REASONS):
        at = council.since(date.fromisoformat(row["given_on"]), minute=40)
        yield Event(at, f"Why {row['block']} of {row['financial_year']} has moved", partial(_reason, council, row))


def _type(council: Council, lines: list[Row], now: datetime) -> None:
    first = lines[0]
    changes = {
        (year, row["line"]): Change(None, decimal(row[year]))
        for row in lines
        for year in row
        if year not in HEADINGS and row[year] != ""
    }
    services.set_figures(
        council.agreement,
        changes,
        column=FinanceLine.Column(first["column"]),
        scenario=FinanceLine.Scenario(first["scenario"]),
        period=council.periods[first["period"]] if first["period"] else None,
        source=SOURCE,
        by=council.holder(Role.FINANCE_OFFICER),
        now=now,
    )


def _months(council: Council, row: Row, now: datetime) -> None:
    finance_months.set_months(
        council.agreement,
        {
            (row["line"], month): Change(None, decimal(row[name]))
            for month, name in enumerate(FinanceMonths.MONTHS)
            if row[name] != ""
        },
        financial_year=row["financial_year"],
        column=FinanceLine.Column(row["column"]),
        scenario=FinanceLine.Scenario(row["scenario"]),
        period=council.periods[row["period"]] if row["period"] else None,
        source=SOURCE,
        by=council.holder(Role.FINANCE_OFFICER),
        now=now,
    )


def _reason(council: Council, row: Row, now: datetime) -> None:
    reason = MovementReason(
        period=council.periods[row["period"]], financial_year=row["financial_year"], block=row["block"]
    )
    by = council.holder(Role.FINANCE_OFFICER)
    movement_reasons.give(reason, {"reason": row["reason"]}, revision=0, by=by, now=now)


def _consent(council: Council, row: Row, now: datetime) -> None:
    consent = TransferConsent(agreement=council.agreement, financial_year=row["financial_year"])
    values = {
        "forum_agreed_on": day(row["forum_agreed_on"]),
        "forum_reference": row["forum_reference"],
        "secretary_of_state_on": day(row["secretary_of_state_on"]),
    }
    services.set_consent(consent, values, revision=0, by=council.holder(Role.FINANCE_OFFICER), now=now)
