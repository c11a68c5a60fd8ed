"""How a ledger writes codes, years and periods; what of it may be kept."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboards.finance.coming_in.ledger import Extract, read
from dashboards.finance.coming_in.ledger_lines import IGNORED, incoming, share
from dashboards.finance.coming_in.ledger_words import code_of, is_about_a_child, month_in, year_in
from dashboards.imports.contract import Delivered, UnusableDelivery

LEDGER = """Cost Centre,Subjective,Supplier,Financial Year,Period,Actual £
S1001,4410,A person,2024/25,1,"1,000.10"
S1001,4410,Another,2024/25,2,2000.20
S1001,9100,,2024/25,2,-500.00
S2002,4410,,2024/25,13,(0.05)
R9,8000,,2024/25,12,-38000000
,,,,Total,"-37997499.75"
"""


def extract(text: str, **options: Any) -> Extract:
    return read(Delivered("ledger.csv", text.encode()), **options)


def test_rows_become_sums_by_code_year_and_month_and_nothing_else_is_kept() -> None:
    found = extract(LEDGER.replace("Total,", ",").replace(",,,,,", "Total,,,,,"))
    assert found.sums == {
        ("S1001", "4410", "2024-25", "2024-04"): Decimal("1000.10"),
        ("S1001", "4410", "2024-25", "2024-05"): Decimal("2000.20"),
        ("S1001", "9100", "2024-25", "2024-05"): Decimal(-500),
        ("S2002", "4410", "2024-25", "2025-03"): Decimal("-0.05"),
        ("R9", "8000", "2024-25", "2025-03"): Decimal(-38_000_000),
    }
    assert (found.stated, found.total, found.rows) == (Decimal("-37997499.75"), Decimal("-37997499.75"), 5)
    assert [each.code for each in found.problems] == ["columns-unread"]
    assert "person" not in str(found.to_json())


def test_a_total_of_the_file_that_its_rows_do_not_come_to_stands_against_saving() -> None:
    found = extract("Cost centre,Amount\nS1,10.00\nS2,5.00\nTotal,15.01\n", year="2024-25")
    assert [each.sentence for each in found.problems] == [
        "The file’s own total is £15.01, but its rows come to £15.00."
    ]


def test_debits_less_credits_and_turned_signs() -> None:
    assert extract("Account code,Cost centre,Debit,Credit\n4410,S1,10,\n4410,S1,,2.50\n", year="2024-25").total == 7.5
    assert extract("Cost centre,Amount\nS1,-10\n", year="2024-25", credits_positive=True).total == 10


def test_every_sum_goes_somewhere_to_the_penny_and_signs_are_the_grids() -> None:
    kept = extract(LEDGER.replace("Total,", ",").replace(",,,,,", "Total,,,,,")).to_json()
    mapping = {("S1001", ""): "1.2.3", ("S1001", "9100"): IGNORED, ("R9", ""): "hn-income"}
    found = share(kept, mapping)
    assert found.cells == {("2024-25", "1.2.3"): Decimal("3000.30"), ("2024-25", "hn-income"): Decimal(38_000_000)}
    assert (found.ignored, found.unmapped, found.left) == (-500, {("S2002", "4410"): Decimal("-0.05")}, 0)
    shown = incoming(kept, mapping, [])
    assert shown.problems[0].sentence == "1 code has no line yet, with −£0.05 between them."
    assert "3 of 12 months, April 2024 to March 2025" in shown.problems[1].sentence
    assert [shown.months["2024-25", "1.2.3", month].amount for month in (0, 1, 11)] == [
        Decimal("1000.10"),
        Decimal("2000.20"),
        0,
    ]
    assert dict(shown.summary)["Unaccounted for"] == "£0.00"


def test_files_that_are_refused_or_wrong_name_their_cells_and_quote_nothing() -> None:
    with pytest.raises(UnusableDelivery, match="something of a child"):
        extract("Cost centre,UPN,Amount\nS1,A123,10\n", year="2024-25")
    with pytest.raises(UnusableDelivery, match="no column headed Amount"):
        extract("Cost centre,Subjective,Narrative\nS1,4410,x\n", year="2024-25")
    found = extract("Cost centre,Period,Amount\nSMITH,1,10\nS1,1,ten\nS1,later,10\n,1,10\n", year="2024-25")
    assert [(each.sheet, each.code) for each in found.problems] == [
        ("ledger.csv, cell A2", "wrong-code"),
        ("ledger.csv, cell C3", "wrong-amount"),
        ("ledger.csv, cell B4", "wrong-time"),
        ("ledger.csv, cell A5", "no-code"),
    ]
    assert "SMITH" not in str(found.problems)
    assert [each.code for each in extract("Cost centre,Amount\nS1,10\n").problems] == ["no-year"]


@pytest.mark.parametrize(
    ("cell", "year", "month"),
    [
        (Decimal(1), "2024-25", "2024-04"),
        ("P10", "2024-25", "2025-01"),
        ("Apr-24", "2024-25", "2024-04"),
        ("March 2025", "2024-25", "2025-03"),
        ("jun", "2024-25", "2024-06"),
        (date(2025, 3, 31), "2024-25", "2025-03"),
        ("13", "2024-25", "2025-03"),
        ("0", "2024-25", ""),
        (None, "2024-25", ""),
    ],
)
def test_periods(cell: Any, year: str, month: str) -> None:
    assert month_in(cell, "2024-25") == (year, month)


def test_codes_and_years() -> None:
    assert (code_of(Decimal("4410")), code_of(" s10.a ")) == ("4410", "S10.A")
    assert [year_in(each) for each in ("2024/25", "202425", "2425", None)] == ["2024-25"] * 3 + [""]
    with pytest.raises(ValueError, match="not a financial year"):
        year_in("2025")
    assert is_about_a_child("Pupil name")
    assert not is_about_a_child("Supplier name")
