"""Transfers from one block of the grant to another, both sides, with the consent that the paper reports."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from conditions.models import FinanceLine, TransferConsent
from conditions.services import finance_lines
from conditions.services.finance_lines import Change
from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council, source_of
from safetyvalve.demo.reading import Row, decimal, toml
from safetyvalve.demo.timeline import Event


def events(council: Council) -> Iterator[Event]:
    for row in toml(council.folder, "transfers.toml").get("transfers", []):
        at = council.since(row["entered_on"], minute=59)
        yield Event(at, f"Block transfer of {row['financial_year']}", partial(_record, council, row))


def _record(council: Council, row: Row, now: datetime) -> None:
    by, year = council.holder(Role.FINANCE_OFFICER), row["financial_year"]
    finance_lines.set_figures(
        council.agreement,
        {(year, line): Change(None, decimal(amount)) for line, amount in row["lines"].items()},
        column=FinanceLine.Column.BUDGET,
        scenario=FinanceLine.Scenario.MITIGATED,
        period=None,
        source=source_of(row),
        by=by,
        now=now,
    )
    finance_lines.set_consent(
        TransferConsent(agreement=council.agreement, financial_year=year),
        {"forum_agreed_on": row.get("forum_agreed_on"), "forum_reference": row["forum_reference"]},
        revision=0,
        by=by,
        now=now,
    )
