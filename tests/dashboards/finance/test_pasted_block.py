"""A block copied from a spreadsheet: how its headings, signs and units are read, and where it lands."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from conditions.models import FinanceLine
from dashboards.finance.coming_in.pasting import Placed, read, year_of
from dashboards.models import FinanceDelivery
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter

BOOK: Any = SimpleNamespace(years=["2023-24", "2024-25", "2025-26"])
PASTE = "/c/999/finance/safety-valve/in/paste/"


def amounts(text: str, line: str = "", year: str = "", unit: str = "") -> dict[tuple[str, str], int | str]:
    found = read(text, BOOK, Placed(line, year, unit))
    assert [each.sentence for each in found.problems if each.level == "refused"] == []
    return {cell: str(each.amount) for cell, each in found.cells.items()}


def refusals(text: str, line: str = "", year: str = "") -> list[tuple[str, str]]:
    found = read(text, BOOK, Placed(line, year))
    return [(each.sheet, each.sentence) for each in found.problems if each.level == "refused"]


def test_bare_figures_go_to_the_lines_and_years_that_follow() -> None:
    assert amounts("£1,200.50\t(3,000)\n\n-5\t", line="1.2.1", year="2024-25") == {
        ("2024-25", "1.2.1"): "1200.50",
        ("2025-26", "1.2.1"): "-3000.00",
        ("2024-25", "1.2.3"): "-5.00",
    }


def test_headings_of_the_block_go_before_what_was_chosen() -> None:
    text = (
        "High needs block\t2025/26 £k\tNotes\t2024-2025 £k\n1.2.3 Independent\t14,100\tup\t13,900.5\n"
        "Net spending\t99\t\t99\nBlock transfer into high needs\t£400k\t\t-\n"
    )
    assert amounts(text, line="1.0.2", year="2023-24") == {
        ("2025-26", "1.2.3"): "14100000.00",
        ("2024-25", "1.2.3"): "13900500.00",
        ("2025-26", "hn-transfer"): "400000.00",
    }


def test_a_unit_that_is_chosen_counts_and_a_figure_with_its_own_keeps_it() -> None:
    found = amounts("14.1\n250k\n1.2m", line="1.2.1", year="2024-25", unit="millions")
    assert list(found.values()) == ["14100000.00", "250000.00", "1200000.00"]


def test_the_same_name_in_several_blocks_is_told_by_the_heading_above_it() -> None:
    assert amounts("\t2024-25\nSchools block\nOther adjustments\t1\nEarly years block\nOther adjustments\t2") == {
        ("2024-25", "sch-adjustment"): "1.00",
        ("2024-25", "ey-adjustment"): "2.00",
    }
    assert refusals("\t2024-25\nOther adjustments\t1") == [
        ("Row 2, column 1 of the block", "Several blocks have a line of this name.")
    ]


def test_what_cannot_be_placed_is_named_by_row_and_column() -> None:
    assert refusals("1\t2") == [
        ("", "The block has no names of lines: choose its first line."),
        ("", "The block has no row of years: choose its first year."),
    ]
    assert refusals("1\t2\t3", line="1.2.1", year="2024-25") == [
        ("Row 1, column 3 of the block", "The agreement ends with 2025-26, and the block goes on.")
    ]
    assert refusals("\t2030-31\n1.2.3\t5") == [
        ("Row 1, column 2 of the block", "2030-31 is not a year of this agreement. Its years are 2023-24 to 2025-26.")
    ]
    (wrong,) = refusals("\t2024-25\n1.2.3 Top-up\t5\n1.2.1\tabout 12")
    assert wrong[0] == "Row 3, column 2 of the block"
    assert "about 12" not in wrong[1]
    assert refusals("\t2024-25\n1.2.3\t5\n1.2.3\t6")[0][1].endswith("stands there twice.")
    assert refusals("\t2024-25\nA Child\t5")[0][1] == "The name of this row is not a line of the grid."
    assert refusals("1\t" * 70, line="1.2.1", year="2024-25")[0][1].startswith("The block is larger")


@pytest.mark.parametrize(
    ("words", "year"),
    [("2024-25", "2024-25"), ("2024/25", "2024-25"), ("FY 2024–2025", "2024-25"), ("2024-26", ""), ("1,234", "")],
)
def test_years_as_people_write_them(words: str, year: str) -> None:
    assert year_of(words) == year


@pytest.mark.parametrize("length", [1, 140_000])
def test_a_quotation_mark_that_is_not_closed_is_refused_with_its_row_and_loses_nothing(length: int) -> None:
    text = '\t2024-25\n1.2.3\t5\n"A note\t6\n1.2.1\t7' + " " * length
    ((place, words),) = refusals(text)
    assert place == "Row 3 of the block"
    assert "quotation mark" in words
    assert "note" not in words
    assert amounts('\t2024-25\n"1.2.3 Top-up:\nindependent"\t5') == {("2024-25", "1.2.3"): "5.00"}


@pytest.mark.usefixtures("clock")
def test_a_block_is_refused_beside_what_was_pasted_and_saved_after_its_dry_run(client: Client, db: None) -> None:
    world = factories.make_world()
    enter(world, "2024-25", a_year(), column="actual")
    client.force_login(world.people["finance_officer"])
    data = {"sheet": "actual", "block": "14,500\tx", "line": "1.2.3", "year": "2024-25", "unit": "", "source": "P9"}
    refused = client.post(PASTE, data)
    assert refused.status_code == 422
    assert "14,500\tx" in refused.content.decode()
    assert not FinanceDelivery.objects.exists()
    shown = client.post(PASTE, data | {"block": "14,500"}, follow=True)
    assert "Pounds or thousands?" in shown.context["doubts"][0]
    again = client.post(PASTE, data | {"block": "14,500", "unit": "thousands"}, follow=True)
    assert again.context["doubts"] == []
    address = again.request["PATH_INFO"]
    assert client.post(f"{address}confirm/", {"expected": again.context["found"].digest}).status_code == 302
    row = FinanceLine.objects.get(line="1.2.3", column="actual")
    assert (row.amount, row.source) == (Decimal(14_500_000), "P9")
