"""Assumptions and third-party income of the demonstration: what the papers give, and nothing else."""

from datetime import date
from decimal import Decimal

import pytest

from conditions.models import Assumption, Contribution, ForecastBasis
from dashboards.finance import blocks
from dashboards.finance.assumptions import watched
from dashboards.finance.commitments.reading import read_beside
from dashboards.finance.income import contributions_of, debt
from dashboards.models import CommitmentList
from dashboards.scope import INSIDE
from dashboards.series import read_series
from safetyvalve.demo.council import Council
from tests.demo.conftest import Load

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def torbay(load: Load) -> Council:
    return load("torbay")


@pytest.fixture(scope="module")
def island(load: Load) -> Council:
    return load("isle-of-wight")


@pytest.fixture(scope="module")
def saltmarsh(load: Load) -> Council:
    return load("saltmarsh")


def test_torbay_seeks_100_thousand_and_nothing_else_is_known(torbay: Council) -> None:
    entry = Contribution.objects.get(agreement=torbay.agreement)
    assert (entry.sought, entry.agreed, entry.plans) == (Decimal(100_000), None, None)
    assert not entry.invoices.exists()
    read = read_series(torbay.authority, ["health_contributions_sought", "health_contributions_received"], INSIDE)
    assert [point.value for point in read["health_contributions_sought"].points] == [100_000]
    assert read["health_contributions_received"].points == ()


def test_the_islands_growth_was_2_per_cent_and_is_9_then_4_5(island: Council) -> None:
    growth = Assumption.objects.get(agreement=island.agreement)
    first, second = growth.versions.all()
    assert set(first.by_year.values()) == {2}
    assert second.by_year == {"2024-25": 9, "2026-27": Decimal("4.5")}
    assert (second.effective_from, growth.tolerance, growth.owner) == (date(2024, 5, 31), None, None)


def test_saltmarsh_has_forecasts_that_name_their_versions_and_money_overdue(saltmarsh: Council) -> None:
    assert ForecastBasis.objects.filter(period__calendar__agreement=saltmarsh.agreement).exists()
    owed = debt(contributions_of(saltmarsh.agreement), date(2026, 11, 23)).total
    assert owed.bands == (0, Decimal(137_500), 0, Decimal(118_000))
    assert [each.is_off for each in watched(saltmarsh.authority, date(2026, 11, 23))] == [False]


def test_saltmarshs_placements_stand_beside_its_forecast_and_papers_give_none(
    saltmarsh: Council, torbay: Council, island: Council
) -> None:
    assert not CommitmentList.objects.of(torbay.authority).exists()
    assert not CommitmentList.objects.of(island.authority).exists()
    lists = CommitmentList.objects.of(saltmarsh.authority)
    assert [(each.as_at, each.rows_counted, each.rows_refused) for each in lists] == [
        (date(2026, 9, 30), 2786, 1),
        (date(2026, 6, 30), 2753, 0),
        (date(2026, 4, 30), 0, 0),
    ]
    year = read_beside(blocks.read(saltmarsh.agreement), today=date(2026, 11, 22))[0]
    assert (year.financial_year, year.forecast.amount) == ("2026-27", Decimal(33_749_900))
    assert (year.committed, year.not_yet) == (Decimal("33173505.62"), Decimal("421680.28"))
