"""Every problem of a grid in one pass, each with its place, what is wrong and what to do."""

import pytest
from openpyxl import Workbook

from dashboards.imports import grid
from dashboards.imports.contract import Delivered, Problem, UnusableDelivery
from dashboards.models import Indicator, IndicatorVersion
from safetyvalve.core.models import Authority
from tests.dashboards.imports import sheets
from tests.dashboards.imports.sheets import csv_file, delivery, figures, found

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LONG = ["Measure", "Period", "Broken down by", "Breakdown", "Value", "Status", "Note"]


@pytest.fixture
def council() -> Authority:
    return sheets.council()


def problem(council: Authority, *row: object, heading: list[str] = LONG) -> Problem:
    """The only problem of a grid with that one row, which gives no figure."""
    reading = grid.read(delivery(council, csv_file([heading, row])))
    [only] = reading.problems
    assert only.level == "refused"
    assert reading.rows == ()
    return only


def test_all_problems_come_in_one_pass_and_the_good_figures_are_kept(council: Authority) -> None:
    file = csv_file(
        [
            ["Measure", "May 2024"],
            ["Requests recieved", "36"],
            ["New per request", "1"],
            ["Requests received", "-5"],
            ["New EHC plans", "12"],
        ]
    )
    reading = grid.read(delivery(council, file))
    assert figures(reading) == [("plans_new", "May 2024", "", "12")]
    assert found(reading) == [
        ("measure-unknown", 2, "A (Measure)"),
        ("measure-unknown", 3, "A (Measure)"),
        ("negative-figure", 4, "B (May 2024)"),
    ]


def test_an_unknown_measure_comes_with_the_nearest_name(council: Authority) -> None:
    found = problem(council, "Requests recieved", "May 2024", "", "", "36")
    assert found.sentence == "There is no measure called Requests recieved."
    assert found.fix == "Did you mean Requests received?"


def test_a_measure_that_is_worked_out_names_what_to_give_instead(council: Authority) -> None:
    found = problem(council, "conversion", "May 2024", "", "", "33%")
    assert found.code == "measure-computed"
    assert found.fix == "Give New EHC plans and Requests received instead."


def test_a_name_that_two_measures_have_asks_for_the_code(council: Authority) -> None:
    own = Indicator.objects.create(authority=council, code="own-requests", name="Requests received")
    IndicatorVersion.objects.create(indicator=own, definition="Ours.", unit="count", period_basis="month")
    found = problem(council, "Requests received", "May 2024", "", "", "36")
    assert (found.code, found.fix) == ("measure-ambiguous", "Give the code: own-requests, requests_received.")


def test_a_row_without_a_measure_is_refused(council: Authority) -> None:
    found = problem(council, "", "May 2024", "", "", "36")
    assert found.code == "measure-missing"
    assert "Merged cells" in found.fix


@pytest.mark.parametrize(
    ("measure", "value", "code"),
    [
        ("Requests received", "12.5%", "wrong-unit"),
        ("Requests received", "£12", "wrong-unit"),
        ("Requests received", "12.5", "decimals"),
        ("Reviews on time, as reported", "12.55", "decimals"),
        ("Requests received", "-1", "negative-figure"),
        ("Requests received", "about 12", "not-a-figure"),
        ("Requests received", "12/05/24", "not-a-figure"),
        ("Reviews on time, as reported", "100–96%", "range-goes-down"),
    ],
)
def test_a_wrong_figure_is_named_by_what_is_wrong_with_it(
    council: Authority, measure: str, value: str, code: str
) -> None:
    found = problem(council, measure, "May 2024", "", "", value)
    assert (found.code, found.row, found.column) == (code, 2, "E (Value)")
    assert value in found.sentence


def test_a_unit_column_that_disagrees_refuses_the_row(council: Authority) -> None:
    found = problem(council, "Requests received", "40", "%", heading=["Measure", "May 2024", "Unit"])
    assert (found.code, found.column) == ("wrong-unit", "C (Unit)")


@pytest.mark.parametrize(
    ("measure", "period"),
    [
        ("Refusals, published", "May 2024"),
        ("EHC plans maintained", "2023-24"),
        ("SEN officers", "May 2024"),
        ("Transport cost", "2024"),
        ("Transport cost", "Academic year 2023/24"),
        ("Requests received", "soon"),
    ],
)
def test_a_period_that_does_not_fit_the_measure_is_refused(council: Authority, measure: str, period: str) -> None:
    found = problem(council, measure, period, "", "", "36")
    assert (found.code, found.column) == ("period-does-not-fit", "B (Period)")
    assert found.sentence.startswith(f"For {measure} the period must be a ")


def test_a_row_without_a_period_is_refused(council: Authority) -> None:
    assert problem(council, "Requests received", "", "", "", "36").code == "period-missing"


def test_an_unknown_heading_of_a_breakdown_comes_with_the_nearest(council: Authority) -> None:
    found = problem(council, "Requests received", "May 2024", "source", "Parent or yuong person", "36")
    assert (found.code, found.column) == ("breakdown-unknown", "D (Breakdown)")
    assert found.fix == "Did you mean Parent or young person?"


def test_a_breakdown_that_the_measure_does_not_have_names_those_it_has(council: Authority) -> None:
    found = problem(council, "EHC plans maintained", "May 2024", "Source of request", "Parent", "36")
    assert (found.code, found.fix) == ("topic-not-of-measure", "Use one of: Primary need.")


def test_a_topic_without_a_heading_is_no_total(council: Authority) -> None:
    assert problem(council, "Requests received", "May 2024", "source", "", "36").code == "breakdown-missing"


def test_a_heading_finds_its_topic_where_only_one_has_it(council: Authority) -> None:
    file = csv_file([LONG, ["Requests received", "May 2024", "", "Not known", "3"]])
    [row] = grid.read(delivery(council, file)).rows
    assert (row.breakdown_topic, row.breakdown) == ("source", "not_known")


def test_a_school_is_given_by_its_urn(council: Authority) -> None:
    found = problem(council, "Requests received", "May 2024", "School", "Harbour Primary", "3")
    assert found.code == "breakdown-not-a-urn"
    file = csv_file([LONG, ["Requests received", "May 2024", "School", "113000", "3"]])
    assert grid.read(delivery(council, file)).rows[0].breakdown == "113000"


def test_the_same_figure_twice_alike_is_a_note(council: Authority) -> None:
    row = ["Requests received", "May 2024", "", "", "36"]
    reading = grid.read(delivery(council, csv_file([LONG, row, row])))
    assert len(reading.rows) == 1
    assert [(p.code, p.level, p.row) for p in reading.problems] == [("given-twice", "note", 3)]


def test_two_different_figures_for_the_same_are_both_refused_naming_both_rows(council: Authority) -> None:
    rows = [["Requests received", period, "", "", value] for period, value in (("May 2024", "36"), ("2024-05", "37"))]
    reading = grid.read(delivery(council, csv_file([LONG, *rows])))
    [only] = reading.problems
    assert reading.rows == ()
    assert (only.code, only.level, only.row) == ("given-twice-differently", "refused", 3)
    assert only.sentence == "requests_received, May 2024: another figure is in row 2. Neither is used."


def test_a_third_row_for_a_contradicted_figure_is_refused_too(council: Authority) -> None:
    rows = [["Requests received", "May 2024", "", "", value] for value in ("36", "37", "36")]
    reading = grid.read(delivery(council, csv_file([LONG, *rows])))
    assert (reading.rows, [p.row for p in reading.problems]) == ((), [3, 4])


def test_a_period_that_has_not_ended_is_a_warning_counted_once(council: Authority) -> None:
    file = csv_file([["Measure", "June 2024"], ["Requests received", "3"], ["New EHC plans", "1"]])
    reading = grid.read(delivery(council, file))
    [only] = reading.problems
    assert len(reading.rows) == 2
    assert (only.code, only.level, only.count) == ("period-not-over", "warning", 2)


def test_an_unreliable_figure_needs_its_reason(council: Authority) -> None:
    found = problem(council, "Requests received", "May 2024", "", "", "74", "unreliable", "")
    assert found.code == "unreliable-without-note"


def test_a_status_that_is_none_is_refused(council: Authority) -> None:
    assert "status" in problem(council, "Requests received", "May 2024", "", "", "74", "maybe").sentence


def test_a_formula_without_its_result_and_an_error_cell_are_refused(council: Authority) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Measure", "April 2024", "May 2024"])
    sheet.append(["Requests received", "=SUM(D1:D9)", "#N/A"])
    sheet["C2"].data_type = "e"
    reading = grid.read(delivery(council, sheets.saved(book)))
    assert reading.rows == ()
    assert {("formula-without-value", 2, "B (April 2024)"), ("error-cell", 2, "C (May 2024)")} <= set(found(reading))


def test_merged_cells_are_named_and_the_rows_beneath_refused(council: Authority) -> None:
    book = Workbook()
    sheet = book.active
    for row in (["Measure", "Breakdown", "May 2024"], ["Requests received", "parent", 3], ["", "school", 4]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    reading = grid.read(delivery(council, sheets.saved(book)))
    assert [code for code, _, _ in found(reading)] == ["merged-cells", "measure-missing"]
    assert len(reading.rows) == 1


def test_another_council_s_template_is_refused_as_a_whole(council: Authority) -> None:
    rows = [["Safety Valve grid of figures", "880"], ["Measure", "May 2024"], ["Requests received", "36"]]
    with pytest.raises(UnusableDelivery) as refused:
        grid.read(delivery(council, csv_file(rows)))
    [only] = refused.value.problems
    assert (only.code, only.level, only.sentence) == (
        *("wrong-council", "fatal"),
        "This grid was made for council 880.",
    )


def test_a_council_column_must_name_this_council(council: Authority) -> None:
    rows = [["Council", "Measure", "May 2024"], ["999", "Requests received", "36"], ["921", "New EHC plans", "1"]]
    with pytest.raises(UnusableDelivery, match="made for council 921"):
        grid.read(delivery(council, csv_file(rows)))
    assert len(grid.read(delivery(council, csv_file(rows[:2]))).rows) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_grid_is_read_in_every_usual_encoding_and_with_semicolons(
    council: Authority, encoding: str, separator: str
) -> None:
    lines = [["Measure", "April 2024", "May 2024"], ["Reviews on time, as reported", "96–100%", "40%"]]
    content = "\r\n".join(separator.join(line if "," not in line else f'"{line}"' for line in row) for row in lines)
    reading = grid.read(delivery(council, Delivered("grid.csv", content.encode(encoding))))
    assert [value for *_, value in figures(reading)] == ["96-100", "40"]
