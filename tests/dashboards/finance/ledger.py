"""Finance lines for tests: a year with a figure on every line, and ways to put it on record."""

from collections.abc import Mapping
from decimal import Decimal

from conditions.line_list import lines
from conditions.models import FinanceLine, ReportingPeriod
from conditions.services import finance_lines as services
from conditions.services.finance_lines import Change
from tests.factories import NOW, World

# What makes one year: high needs spends £560,000 more than it gets, £400,000 of which schools give, and DfE pays.
YEAR: Mapping[str, int] = {
    "hn-opening-before": -13_880_000,
    "hn-opening-after": -7_280_000,
    "hn-income": 38_000_000,
    "1.0.2": 6_000_000,
    "1.2.1": 9_000_000,
    "1.2.2": 7_000_000,
    "1.2.3": 14_000_000,
    "1.2.5": 2_560_000,
    "hn-transfer": 400_000,
    "hn-payments": 2_030_000,
    "sch-opening": 0,
    "sch-income": 85_000_000,
    "1.0.1": 84_000_000,
    "sch-growth": 600_000,
    "sch-transfer": -400_000,
    "ey-opening": 0,
    "ey-income": 20_000_000,
    "ey-providers": 20_000_000,
    "css-opening": 0,
    "css-income": 1_100_000,
    "css-spend": 1_100_000,
}


def a_year(**instead: Decimal | int | None) -> dict[str, Decimal | None]:
    """Every line with a figure, £0 where ``YEAR`` has none; keywords are codes: l1_2_3, lhn_transfer."""
    found: dict[str, Decimal | None] = {}
    for code in lines():
        amount = instead.get("l" + code.replace(".", "_").replace("-", "_"), YEAR.get(code, 0))
        found[code] = None if amount is None else Decimal(amount)
    return found


def enter(
    world: World,
    year: str,
    amounts: Mapping[str, Decimal | None],
    *,
    column: str = "forecast",
    scenario: str = "mitigated",
    period: ReportingPeriod | None = None,
) -> int:
    """Put a year on record as finance would; a forecast at the world's open period unless told otherwise."""
    return services.set_figures(
        world.agreement,
        {(year, code): Change(None, amount) for code, amount in amounts.items() if amount is not None},
        column=column,
        scenario=scenario,
        period=(period or world.period) if column == FinanceLine.Column.FORECAST else None,
        source="Ledger at period 2",
        by=world.people["finance_officer"],
        now=NOW,
    )
