"""The account of plans, and what new and ceased plans do not explain."""

from decimal import Decimal

import pytest

from dashboards import stock_flow
from dashboards.disclosure import suppress
from dashboards.scope import INSIDE
from dashboards.series import read_series
from safetyvalve.core.models import Authority
from safetyvalve.render.data import SUPPRESSED
from tests import factories
from tests.dashboards import records

CODES = ("plans_maintained", "plans_new", "plans_ceased")


@pytest.fixture
def council(db: None) -> Authority:
    authority = factories.make_authority("Torbay", "880")
    records.torbay(authority)
    return authority


def test_the_published_year_of_torbay_leaves_41_plans_unexplained(council: Authority) -> None:
    account = stock_flow.last_year(read_series(council, CODES, INSIDE))
    assert account is not None
    assert account.residual == 41
    assert [row[1] for row in stock_flow.table(account).rows] == [1535, 205, -138, 41, 1643]


@pytest.mark.parametrize("missing", range(4))
def test_a_missing_part_leaves_no_residual(missing: int) -> None:
    parts: list[Decimal | None] = [Decimal(1535), Decimal(1643), Decimal(205), Decimal(138)]
    parts[missing] = None
    assert stock_flow.residual(*parts) is None


def test_a_small_residual_cannot_be_worked_out_from_the_rest(council: Authority) -> None:
    records.put(council, records.Row("plans_ceased", records.Period.calendar_year(2024), Decimal(99)))
    account = stock_flow.last_year(read_series(council, CODES, INSIDE))
    assert account is not None
    assert account.residual == 2
    hidden = [row[1] for row in suppress(stock_flow.table(account), 5).rows]
    assert hidden == [1535, 205, SUPPRESSED, SUPPRESSED, 1643]


def test_months_are_added_up_only_when_none_is_missing(db: None) -> None:
    authority = factories.make_authority()
    records.catalogue()
    records.put(authority, *records.monthly(2023), *records.monthly(2024))
    read = read_series(authority, CODES, INSIDE)
    account = stock_flow.last_year(read)
    assert account is not None
    assert (account.opening.value, account.closing.value) == (1574, 1574)
    assert account.new is None
    assert account.residual is None
