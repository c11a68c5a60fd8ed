"""Figures on their way into the finance grid, and how addresses name them."""

from decimal import Decimal
from typing import Any

from conditions.models import Agreement, FinanceLine
from dashboards.finance.blocks import ACTUAL
from dashboards.finance.coming_in.figures import Incoming, Proposed
from dashboards.finance.coming_in.kept import to_json
from dashboards.imports.contract import Level, Problem
from dashboards.models import FinanceDelivery, LedgerCode
from dashboards.services import finance_deliveries
from safetyvalve.core.models import User
from tests.factories import NOW


def make_for(agreement: Agreement, *, by: User, year: str = "2023-24") -> FinanceDelivery:
    """Two figures of an outturn that wait to be confirmed, one conflict and one cell not taken; and an extract."""
    cells = {
        (year, "1.2.3"): Proposed(Decimal("14100000.50"), "Roll-forward, cell C12", None),
        (year, "hn-opening-before"): Proposed(Decimal(-13_880_000), "Roll-forward, cell C6", None),
        (year, "1.2.1"): Proposed(Decimal(9_000_000), "Roll-forward, cell C10", Decimal(8_000_000)),
    }
    words = f"Net spending, {year}, is worked out here, and was typed over."
    problem = Problem("formula-changed", words, "It was not taken.", Level.WARNING, "Roll-forward, cell C24")
    incoming = Incoming(cells, (problem,), (("Downloaded", NOW.isoformat()),), knows_seen=True)
    make_extract(agreement, by=by, year=year)
    make_saved(agreement, by=by, year=year)
    LedgerCode.objects.create(
        authority=agreement.authority, cost_centre="S1", line="1.2.3", updated_at=NOW, updated_by=by
    )
    return finance_deliveries.start(
        agreement,
        FinanceDelivery.Way.WORKBOOK,
        ACTUAL,
        to_json(incoming),
        problems=incoming.problems,
        summary=incoming.summary,
        file_name="finance-actual.xlsx",
        content=b"as edited",
        source="Ledger at year end",
        by=by,
        now=NOW,
    )


def make_extract(agreement: Agreement, *, by: User, year: str) -> FinanceDelivery:
    """A ledger extract of which two cost centres have no line yet."""
    sums = [["S1", "4410", year, "", "250.10"], ["X7", "1000", year, "", "99.00"], ["X7", "1100", year, "", "-1.00"]]
    return finance_deliveries.start(
        agreement,
        FinanceDelivery.Way.LEDGER,
        ACTUAL,
        {"sums": sums, "total": "348.10"},
        summary=(("Rows with an amount", "3"),),
        file_name="ledger.csv",
        source="Ledger at period 9",
        by=by,
        now=NOW,
    )


def make_saved(agreement: Agreement, *, by: User, year: str) -> FinanceDelivery:
    """A pasted block that was confirmed: it brought a figure of the outturn, or took one away where there is none."""
    rows = FinanceLine.objects.filter(agreement=agreement, column="actual", amount__isnull=False)
    row = rows.order_by("financial_year", "line").last()
    cell = [row.financial_year, row.line] if row else [year, "1.2.10"]
    wrote = [*cell, "1000.00", f"{row.amount:.2f}" if row else None, "Ledger at period 9"]
    return FinanceDelivery.objects.create(
        agreement=agreement,
        way=FinanceDelivery.Way.PASTE,
        state=FinanceDelivery.State.CONFIRMED,
        sheet=ACTUAL.code,
        source="Ledger at year end",
        saved=1,
        written={"years": [wrote], "months": [], "decided": [], "carried": [], "same": []},
        **{"made_at": NOW, "made_by": by, "ended_at": NOW, "ended_by": by},
    )


def parts(agreement: Agreement) -> dict[str, Any]:
    """How addresses name them."""
    deliveries = FinanceDelivery.objects.filter(agreement=agreement)
    return {
        "delivery_id": deliveries.filter(way="workbook").latest("pk").pk,
        "saved_id": deliveries.filter(state="confirmed").latest("pk").pk,
        "extract_id": deliveries.filter(way="ledger").latest("pk").pk,
        "code_id": LedgerCode.objects.filter(authority=agreement.authority).latest("pk").pk,
    }
