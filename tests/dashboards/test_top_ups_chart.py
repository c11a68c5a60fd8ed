"""What top-ups cost: only whole years of outturn, by where the child learns, with the change said in words."""

from datetime import date
from decimal import Decimal

import pytest

from conditions.models import FinanceLine
from dashboards.charts.top_ups import top_ups
from dashboards.top_ups import TopUps, read_top_ups
from tests import factories


def spent(schools: int, academies: int, independent: int) -> dict[str, Decimal]:
    return {"1.2.1": Decimal(schools), "1.2.2": Decimal(academies), "1.2.3": Decimal(independent)}


def test_the_finding_is_the_last_year_and_its_change() -> None:
    found = TopUps(
        {"2024-25": spent(8_000_000, 7_000_000, 14_000_000), "2025-26": spent(8_100_000, 7_000_000, 14_400_000)},
        date(2026, 3, 31),
    )
    chart = top_ups(found)
    assert chart is not None
    assert chart.title == "£29.5 million paid in top-ups in 2025-26, £500,000 more than the year before"
    assert chart.summary == (
        "The largest part of 2025-26 went to non-maintained and independent schools: £14.4 million of £29.5 million."
    )
    assert [line.values[-1] for line in chart.series] == [8_100_000, 7_000_000, 14_400_000]


def test_without_the_year_before_no_change_is_said() -> None:
    chart = top_ups(
        TopUps({"2022-23": spent(1, 2, 3), "2024-25": spent(8_000_000, 7_000_000, 1_000_000)}, date(2025, 3, 31))
    )
    assert chart is not None
    assert chart.title == "£16 million paid in top-ups in 2024-25"
    assert "went to maintained schools" in chart.summary


def test_nothing_known_is_no_chart() -> None:
    assert top_ups(TopUps({}, date(2026, 3, 31))) is None


@pytest.mark.django_db
def test_a_year_with_a_line_missing_or_not_over_is_left_out() -> None:
    agreement = factories.make_agreement()
    year = {"agreement": agreement, "column": "actual", "block": "high_needs", "updated_at": factories.NOW}
    for code, amount in spent(1, 2, 3).items():
        FinanceLine.objects.create(**year, financial_year="2022-23", line=code, amount=amount)
        FinanceLine.objects.create(**year, financial_year="2024-25", line=code, amount=amount)
    FinanceLine.objects.create(**year, financial_year="2023-24", line="1.2.1", amount=Decimal(5))
    found = read_top_ups(agreement, until=date(2024, 6, 30))
    assert list(found.spent) == ["2022-23"]
    assert found.as_at == date(2023, 3, 31)
