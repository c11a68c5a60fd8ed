"""Reading a placement list: sums by provider type and month, and every reason against a row or a file."""

import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from dashboards.finance.commitments.files import ORDER, template
from dashboards.imports.contract import Delivered, Level, Problem, UnusableDelivery
from dashboards.imports.placement_words import HEADINGS as PLACEMENT_HEADINGS
from dashboards.imports.placement_words import NAMES, TYPES, column_of, is_about_a_child
from dashboards.imports.placements import read, years_from
from tests.dashboards.commitments.lists import AS_AT, HEADINGS, listed, read_list

SEPTEMBER = date(2025, 9, 1)


def costs(row: str, headings: str = HEADINGS) -> list[Decimal]:
    """What one row costs the DSG, health and social care in 2026-27, all of whose days it covers."""
    found = read_list(row, headings=headings)
    assert [each.sentence for each in found.problems if each.level == Level.REFUSED] == []
    rows = [sums.costs for (_, month), sums in found.sums.items() if date(2026, 4, 1) <= month < date(2027, 4, 1)]
    return [sum((each[n] for each in rows), Decimal(0)) for n in range(3)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Independent,60000,year,01/09/2025,open,,,", (60_000, 0, 0)),
        ("Independent special school,£12k,per term,01/09/2025,,60%,30%,10%", (21_600, 10_800, 3_600)),
        ("NMSS,1000,weekly,1 Sep 2025,ongoing,£600,£300,£100", (22_800, 11_400, 3_800)),
        ("special,200,day,2025-09-01,,100,0,0", (38_000, 0, 0)),
        ("College,2000,Month,01/09/2025,,1000,1000,", (12_000, 12_000, 0)),
        ("AP,10000,pa,01/09/2025,,,25%,", (7_500, 2_500, 0)),
    ],
)
def test_rates_and_shares_as_people_write_them(row: str, expected: tuple[int, ...]) -> None:
    assert costs(row) == list(expected)


def test_a_list_may_say_how_often_a_rate_is_paid() -> None:
    headings = "Provider type,Rate,Unit,Weeks a year,Start"
    assert costs("Independent,1000,week,52,01/09/2025", headings) == [52_000, 0, 0]
    assert costs("Independent,1000,week,,01/09/2025", headings) == [38_000, 0, 0]


def test_placements_of_a_type_are_counted_and_added_by_month() -> None:
    found = read_list(
        "Independent,36500,year,01/09/2025,15/10/2025,,,",
        "Independent,36500,year,10/09/2025,,,,",
        "AP,0,year,01/01/2020,,,,",
    )
    september = found.sums["independent", SEPTEMBER]
    assert (september.placements, september.costs[0]) == (2, Decimal(5_100))
    assert found.sums["independent", date(2025, 11, 1)].placements == 1
    assert ("independent", date(2025, 8, 1)) not in found.sums
    assert (found.counted, found.refused) == (3, 0)
    assert max(month for _, month in found.sums) == date(2028, 3, 1)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("Boarding house,1,year,01/09/2025,,,,", "type-not-known", "A (Provider type)"),
        (",1,year,01/09/2025,,,,", "type-not-known", "A (Provider type)"),
        ("AP,lots,year,01/09/2025,,,,", "rate-not-read", "B (Rate)"),
        ("AP,,year,01/09/2025,,,,", "rate-missing", "B (Rate)"),
        ("AP,-5,year,01/09/2025,,,,", "rate-impossible", "B (Rate)"),
        ("AP,1000,fortnight,01/09/2025,,,,", "unit-not-known", "C (Unit)"),
        ("AP,1000,year,31/02/2025,,,,", "start-not-read", "D (Start)"),
        ("AP,1000,year,,,,,", "start-missing", "D (Start)"),
        ("AP,1000,year,01/09/2025,soon,,,", "end-not-read", "E (End)"),
        ("AP,1000,year,01/09/2025,01/08/2025,,,", "end-before-start", "E (End)"),
        ("AP,1000,year,01/09/2025,,60%,30%,", "shares-do-not-add", "F (DSG)"),
        ("AP,1000,year,01/09/2025,,£600,40%,", "shares-mixed", "F (DSG)"),
        ("AP,1000,year,01/09/2025,,60,30,", "shares-unclear", "F (DSG)"),
        ("AP,1000,year,01/09/2025,,most,,", "share-not-read", "F (DSG)"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_its_cells_are_not_quoted(row: str, code: str, column: str) -> None:
    found = read_list("AP,1000,year,01/09/2025,,,,", row)
    [problem] = [each for each in found.problems if each.level == Level.REFUSED]
    assert (problem.code, problem.row, problem.column) == (code, 3, column)
    assert problem.fix
    assert (found.counted, found.refused) == (1, 1)
    for cell in ("Boarding", "lots", "fortnight", "31/02", "soon", "most"):
        assert cell not in problem.sentence


@pytest.mark.parametrize(
    "heading",
    ["UPN", "Name", "Child's name", "DOB", "Date of birth", "Case ref", "Placement ID", "Need", "Notes", "Age"],
)
def test_a_file_with_a_column_about_children_is_refused_by_column(heading: str) -> None:
    delivered = listed("AP,1000,year,01/09/2025,x", headings=f"Provider type,Rate,Unit,Start,{heading}")
    with pytest.raises(UnusableDelivery) as refusal:
        read(delivered, as_at=AS_AT, types=TYPES)
    [problem] = refusal.value.problems
    assert (problem.code, problem.column) == ("column-about-children", "E")


def test_a_column_of_pupil_numbers_is_refused_whatever_it_is_called() -> None:
    delivered = listed("AP,1000,year,01/09/2025,A123456789012", headings="Provider type,Rate,Unit,Start,Spare")
    with pytest.raises(UnusableDelivery) as refusal:
        read(delivered, as_at=AS_AT, types=TYPES)
    assert [each.column for each in refusal.value.problems] == ["E"]
    assert "A1234" not in str(refusal.value)


def test_the_name_of_a_provider_is_not_about_a_child_and_is_not_kept() -> None:
    found = read_list("AP,1000,year,01/09/2025,The Ark", headings="Provider type,Rate,Unit,Start,Provider name")
    assert found.counted == 1
    assert [each.sentence for each in found.problems] == ["Not read and not kept: column E."]
    assert not is_about_a_child("Rate £")
    assert column_of("DSG (% or £)") == "dsg"


@pytest.mark.parametrize(
    ("headings", "code"),
    [("Provider type,Rate,Start", "column-missing"), ("Provider type,Rate,Cost,Unit,Start", "column-twice")],
)
def test_columns_that_are_missing_or_twice_are_named(headings: str, code: str) -> None:
    with pytest.raises(UnusableDelivery) as refusal:
        read(listed("AP,1,year,01/09/2025", headings=headings), as_at=AS_AT, types=TYPES)
    assert [each.code for each in refusal.value.problems] == [code]


def test_totals_are_left_out_and_unlikely_rates_are_doubted() -> None:
    found = read_list("AP,50000,week,01/09/2025,,,,", "Total,50000,,,,,,", "AP,1000,year,01/09/2019,01/09/2020,,,")
    assert [(each.code, each.row) for each in found.problems] == [
        ("rate-unlikely", 2),
        ("row-not-counted", 3),
        ("outside-the-years", None),
    ]
    assert found.counted == 2


def test_a_workbook_says_the_same_with_its_own_dates_and_percentages() -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["Our placements at 30 September"])
    sheet.append(HEADINGS.split(","))
    sheet.append(["Independent", 36500, "year", date(2025, 9, 1), None, 0.6, 0.4, None])
    for column in "FG":
        sheet[f"{column}3"].number_format = "0%"
    buffer = io.BytesIO()
    made.save(buffer)
    found = read(Delivered("list.xlsx", buffer.getvalue()), as_at=AS_AT, types=TYPES)
    assert found.sums["independent", SEPTEMBER].costs == [Decimal(1_800), Decimal(1_200), Decimal(0)]
    assert [str(year) for year in years_from(AS_AT)] == ["2025-26", "2026-27", "2027-28"]


def test_the_template_asks_for_everything_that_is_read() -> None:
    assert set(ORDER) == set(NAMES) == set(PLACEMENT_HEADINGS)
    found = read_list(headings=",".join(column.name for column in template(["AP"])[0].columns))
    assert (found.counted, found.problems) == (0, [])


def test_a_rate_that_no_placement_has_is_refused_by_the_year() -> None:
    found = read_list("AP,9000000,week,01/09/2025,,,,")
    assert [each.code for each in found.problems] == ["rate-impossible"]


def problems_of(name: str, content: bytes) -> tuple[Problem, ...]:
    try:
        return tuple(read(Delivered(name, content), as_at=AS_AT, types=TYPES).problems)
    except UnusableDelivery as refusal:
        return refusal.problems


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
@given(content=st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_refused_in_words(name: str, content: bytes) -> None:
    found = problems_of(name, content)
    assert found
    assert all(each.sentence for each in found)


cells = st.sampled_from(["", "AP", "1000", "-", "year", "week", "01/09/2025", "99/99/9999", "£", "50%", "1e9", "=1+1"])


@given(rows=st.lists(st.lists(cells, min_size=8, max_size=9), min_size=1, max_size=4))
def test_any_rows_are_counted_refused_or_named(rows: list[list[str]]) -> None:
    found = read_list(*[",".join(row) for row in rows])
    named = {each.row for each in found.problems if each.row is not None}
    assert found.counted + found.refused <= len(rows)
    assert len(named) >= found.refused
    assert all(cost >= 0 for sums in found.sums.values() for cost in sums.costs)
