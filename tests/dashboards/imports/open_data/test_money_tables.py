"""Allocations and balances of the dedicated schools grant: the year of the title, lines that add up, signs."""

from decimal import Decimal

import pytest

from dashboards.imports.contract import Level, UnusableDelivery
from dashboards.imports.open_data import dsg_share, high_needs
from dashboards.periods import Period
from safetyvalve.core.models import Authority
from tests.dashboards.imports.open_data.published import ENGLAND, SMALL, deliver, divided, files, found, values

pytestmark = pytest.mark.django_db
BLOCK = "2022-23_High_needs_block.csv"
TABLES = (BLOCK, "2022-23_High_needs_deductions.csv", "2022-23_Allocations_summary.csv")
SHARES = "dsg_deficit_derived_2019-20_to_2021-22.csv"
YEAR_END = Period.financial_year("2022-23").end


def test_the_year_is_that_of_the_title_whatever_the_file_is_called(torbay: Authority) -> None:
    [(_, content)] = files(SMALL, "dsg", BLOCK)
    reading = high_needs.read(deliver(torbay, ("dedicated-schools-grant_2024_07_20.csv", content)))
    assert {row.period for row in reading.rows} == {Period.financial_year("2022-23")}


def test_england_has_its_lines_without_the_product_of_its_averages(torbay: Authority) -> None:
    reading = high_needs.read(deliver(torbay, *files(SMALL, "dsg", *TABLES)))
    assert values(reading, "high_needs_block_allocation", area=ENGLAND) == {2023: 8_988_258_915}
    lines = divided(reading, "high_needs_block_allocation", "allocation_line", YEAR_END, area=ENGLAND)
    assert sorted(lines) == ["A", "D", "E", "F", "H"]
    assert found(reading) == {}


def test_lines_that_do_not_come_to_the_total_are_told(torbay: Authority) -> None:
    [(name, content)] = files(SMALL, "dsg", BLOCK)
    reading = high_needs.read(deliver(torbay, (name, content.replace(b"486000", b"496000"))))
    [warning] = reading.problems
    assert warning.code == "total-differs-from-lines"
    assert warning.sentence == "The allocation of 2022-23 is £24,402,756, but its lines come to £24,412,756."


def test_a_block_after_deductions_that_does_not_follow_is_told(torbay: Authority) -> None:
    tables = [(name, content.replace(b"18567256", b"18567250")) for name, content in files(SMALL, "dsg", *TABLES)]
    assert found(high_needs.read(deliver(torbay, *tables))) == {"net-differs": 1}


def test_the_published_example_of_2023_24_comes_out(torbay: Authority) -> None:
    text = (
        "Dedicated schools grant: 2023 to 2024 high needs block allocations,,a,b,c,d,e,f,g,h,i\n"
        ",,[A],[B],[C],[D],[E],[F],[G],[H],[I]\n"
        '880,Torbay,"22,122,437",4660,608.5,24000,66000,124343,22122437,"1,015,718","26,188,108"\n'
    )
    reading = high_needs.read(deliver(torbay, ("dedicated-schools-grant.csv", text)))
    assert values(reading, "high_needs_block_allocation") == {2024: 26_188_108}
    assert reading.problems == ()


def test_a_deficit_is_negative_whichever_of_its_columns_is_there(torbay: Authority) -> None:
    [(name, content)] = files(SMALL, "dsg", SHARES)
    expected = {2020: Decimal("-3.63"), 2021: Decimal("-5.28"), 2022: Decimal("-7.57")}
    reading = dsg_share.read(deliver(torbay, (name, content)))
    assert values(reading, "dsg_balance_share_published") == expected
    assert all(row.is_as_reported for row in reading.rows)
    assert values(reading, "dsg_balance_share_published", area="E12000009")[2020] == Decimal("-2.52")
    only_deficit = "\n".join(
        ",".join(cell for place, cell in enumerate(line.split(",")) if place != 5)
        for line in content.decode().splitlines()
    )
    assert values(dsg_share.read(deliver(torbay, (name, only_deficit))), "dsg_balance_share_published") == expected


@pytest.mark.parametrize(
    ("reader", "name", "text", "code"),
    [
        (high_needs, "a.csv", "Dedicated schools grant,,\n880,Torbay,1\n", "file-not-recognised"),
        (high_needs, BLOCK, "", "wrong-council"),
        (dsg_share, "a.csv", "la_name,deficit\nTorbay,3.63\n", "file-not-recognised"),
        (dsg_share, SHARES, "", "wrong-council"),
    ],
)
def test_other_tables_and_other_councils_cannot_be_used(
    torbay: Authority, reader: object, name: str, text: str, code: str
) -> None:
    content = text.encode() or files(SMALL, "dsg", name)[0][1].replace(b"880,Torbay", b"881,Essex").replace(
        b"Torbay", b"Essex"
    )
    with pytest.raises(UnusableDelivery) as refused:
        reader.read(deliver(torbay, (name, content)))  # type: ignore[attr-defined]
    assert [(problem.code, problem.level) for problem in refused.value.problems] == [(code, Level.FATAL)]
