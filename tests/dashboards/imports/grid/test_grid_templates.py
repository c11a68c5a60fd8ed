"""The template of a council: its measures and periods with what is on record. Unchanged, it changes nothing."""

import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from dashboards.imports import grid
from dashboards.imports.contract import Delivered, Reading, UnusableDelivery
from dashboards.imports.grid_template import build, build_csv, usual_span
from dashboards.models import ImportBatch, Measurement
from dashboards.periods import Period
from dashboards.services.measurements import Row, compare, record_many
from safetyvalve.core.models import Authority
from tests.conftest import NOW
from tests.dashboards.imports import sheets

FIRST, LAST = date(2023, 1, 1), date(2024, 8, 31)
MAY, APRIL = Period.month(2024, 5), Period.month(2024, 4)
STANDING = [
    Row("requests_received", APRIL, Decimal(36)),
    Row("requests_received", MAY, Decimal(30), status="provisional"),
    Row("requests_received", MAY, Decimal(3), breakdown_topic="source", breakdown="parent"),
    Row("requests_received", MAY, None, "c", breakdown_topic="source", breakdown="school"),
    Row("requests_received", MAY, Decimal(2), breakdown_topic="age", breakdown="5"),
    Row("requests_received", MAY, Decimal(4), breakdown_topic="school", breakdown="113000"),
    Row("requests_received", MAY, Decimal(1), breakdown_topic="provider", breakdown="=Harbour & Co"),
    Row("requests_received", Period.calendar_year(2023), Decimal(307)),
    Row("requests_received", Period.financial_year("2023-24"), Decimal(310)),
    Row("requests_received", Period(date(2022, 9, 1), date(2023, 8, 31)), Decimal(311)),
    Row("requests_received", Period(date(2024, 1, 1), date(2024, 3, 31)), Decimal(90)),
    Row("plans_maintained", MAY, Decimal(1570)),
    Row("plans_maintained", Period(date(2024, 1, 18), date(2024, 1, 18)), Decimal(1535)),
    Row("plans_maintained", MAY, Decimal(700), breakdown_topic="need", breakdown="ASD"),
    Row("plans_new", MAY, Decimal(12), status="unreliable", note="System changed"),
    Row("plans_new", APRIL, None, "u", status="unreliable", note="System changed"),
    Row("refusals_published", Period.calendar_year(2023), None, "low"),
    Row("population_0_24", Period.census(2024), Decimal(33120)),
    Row("reviews_on_time", MAY, Decimal(96), upper=Decimal(100), is_as_reported=True),
    Row("reviews_on_time", APRIL, Decimal(29), upper=Decimal("40.5"), status="provisional", is_as_reported=True),
    Row("absence_rate", Period(date(2022, 9, 1), date(2023, 8, 31)), Decimal("7.4567"), is_as_reported=True),
    Row("transport_cost", Period.financial_year("2023-24"), Decimal("-1200000")),
    Row("officers", Period(date(2024, 4, 1), date(2024, 6, 30)), Decimal("11.5")),
]


@pytest.fixture
def council(db: None, clock: object) -> Authority:
    council = sheets.council()
    put(council, STANDING)
    return council


def put(council: Authority, rows: list[Row]) -> None:
    record_many(ImportBatch(authority=council, kind="imported"), rows, by=None, now=NOW)


def template(council: Authority, **asked: str) -> bytes:
    return build(council, first=FIRST, last=LAST, at=NOW, **asked)


def read_back(council: Authority, content: bytes, name: str = "grid.xlsx") -> Reading:
    return grid.read(sheets.delivery(council, Delivered(name, content)))


def cells(content: bytes, sheet: str) -> list[list[object]]:
    return [list(row) for row in load_workbook(io.BytesIO(content))[sheet].values]


def test_the_template_unchanged_changes_nothing(council: Authority) -> None:
    reading = read_back(council, template(council))
    assert [problem for problem in reading.problems if problem.level != "warning"] == []
    assert len(reading.rows) == len(STANDING)
    found = compare(council, reading.rows)
    assert (found.changes_nothing, len(found.standing)) == (True, len(STANDING))


def test_the_long_template_unchanged_changes_nothing(council: Authority) -> None:
    reading = read_back(council, build_csv(council, first=FIRST, last=LAST), "grid.csv")
    assert [problem for problem in reading.problems if problem.level != "warning"] == []
    found = compare(council, reading.rows)
    assert (found.changes_nothing, len(found.standing)) == (True, len(STANDING))


def test_one_changed_cell_changes_one_figure(council: Authority) -> None:
    book = load_workbook(io.BytesIO(template(council)))
    sheet = book["Months"]
    [row] = [row for row in sheet.iter_rows() if row[5].value == "plans_maintained" and not row[2].value]
    [column] = [cell.column for cell in sheet[3] if cell.value == "May 2024"]
    row[column - 1].value = 1574
    found = compare(council, read_back(council, sheets.saved(book).content).rows)
    [(standing, new)] = found.changed.values()
    assert (standing.value, new.value, found.added) == (1570, 1574, {})


BY_GROUP = {"breakdown_topic": "placement_group", "breakdown": "special"}
NOT_LISTED = [
    Row("plans_maintained", MAY, Decimal(310), **BY_GROUP),
    Row("plans_new", MAY, Decimal(5), breakdown_topic="panel", breakdown="Late panel"),
]


def test_figures_by_what_their_measure_does_not_list_are_read_back_as_they_stand(council: Authority) -> None:
    put(council, NOT_LISTED)
    for content, name in (
        (template(council), "grid.xlsx"),
        (build_csv(council, first=FIRST, last=LAST), "grid.csv"),
    ):
        reading = read_back(council, content, name)
        assert [problem for problem in reading.problems if problem.level != "warning"] == []
        found = compare(council, reading.rows)
        assert (found.changes_nothing, len(found.standing)) == (True, len(STANDING) + len(NOT_LISTED))


def test_such_a_figure_is_changed_and_what_no_figure_stands_by_is_still_refused(council: Authority) -> None:
    put(council, NOT_LISTED)
    book = load_workbook(io.BytesIO(template(council)))
    sheet = book["Months"]
    [column] = [cell.column for cell in sheet[3] if cell.value == "May 2024"]
    [row] = [row for row in sheet.iter_rows() if row[1].value == "Placement group of the DSG plan"]
    row[column - 1].value = 312
    reading = read_back(council, sheets.saved(book).content)
    [(standing, new)] = compare(council, reading.rows).changed.values()
    assert (standing.value, new.value) == (310, 312)
    put(council, [new])
    row[0].value, row[5].value = "Requests received", "requests_received"
    [refused] = [p for p in read_back(council, sheets.saved(book).content).problems if p.level != "warning"]
    assert refused.sentence == "Requests received is not broken down by Placement group of the DSG plan."


def test_a_cleared_cell_removes_nothing(council: Authority) -> None:
    book = load_workbook(io.BytesIO(template(council)))
    for row in book["Months"].iter_rows(min_row=4, min_col=8):
        for cell in row:
            cell.value = None
    assert compare(council, read_back(council, sheets.saved(book).content).rows).changes_nothing


def test_there_is_a_sheet_for_each_kind_of_period_with_its_measures(council: Authority) -> None:
    book = load_workbook(io.BytesIO(template(council)))
    assert book.sheetnames == [
        *("Months", "Quarters", "Calendar years", "Financial years", "Academic years", "Days", "How to fill this in"),
    ]
    [_, _, headings, *rows] = cells(template(council), "Months")
    assert headings[:7] == ["Measure", "Broken down by", "Breakdown", "Unit", "Counted", "Code", "Note"]
    assert headings[7] == "January 2023"
    assert headings[-1] == "August 2024"
    assert [row[0] for row in rows[:2]] == ["EHC plans maintained", "EHC plans maintained"]
    assert rows[1][1:6] == ["Primary need", "Autistic spectrum disorder", "Count", "On a date", "plans_maintained"]


def test_figures_that_are_not_final_say_so_in_their_cells(council: Authority) -> None:
    [_, _, headings, *rows] = cells(template(council), "Months")
    may, april = headings.index("May 2024"), headings.index("April 2024")
    by_line = {(row[5], row[2]): row for row in rows}
    assert by_line["requests_received", None][may] == "30 p"
    assert by_line["plans_new", None][may] == "12 unreliable"
    assert by_line["plans_new", None][6] == "System changed"
    assert by_line["reviews_on_time", None][may] == "96–100%"
    assert by_line["reviews_on_time", None][april] == "29–40.5% p"
    assert by_line["requests_received", "School or other setting"][may] == "c"


def test_one_frequency_gives_only_its_sheets(council: Authority) -> None:
    assert load_workbook(io.BytesIO(template(council, frequency="quarter"))).sheetnames == [
        *("Quarters", "How to fill this in"),
    ]
    assert "Months" not in load_workbook(io.BytesIO(template(council, frequency="year"))).sheetnames


def test_the_same_record_gives_the_same_bytes(council: Authority) -> None:
    assert template(council) == template(council)


def test_the_key_is_hidden_and_the_headings_stay_in_sight(council: Authority) -> None:
    sheet = load_workbook(io.BytesIO(template(council)))["Months"]
    assert (sheet["B1"].value, sheet.row_dimensions[1].hidden, sheet.freeze_panes) == ("999", True, "E4")
    [validation] = sheet.data_validations.dataValidation
    assert (validation.formula1, validation.showErrorMessage) == ('"c,x,z,u,low"', False)


def test_a_name_that_looks_like_a_formula_stays_text(council: Authority) -> None:
    book = load_workbook(io.BytesIO(template(council)))
    assert [c.coordinate for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"] == []


def test_another_council_cannot_bring_it_in_by_mistake(council: Authority) -> None:
    with pytest.raises(UnusableDelivery, match="made for council 999"):
        read_back(sheets.council("Elsewhere", "998"), template(council))


def test_a_council_without_figures_gets_every_measure_that_can_be_entered(council: Authority) -> None:
    fresh = sheets.council("Elsewhere", "998")
    [_, _, _, *rows] = cells(template(fresh), "Months")
    assert [row[5] for row in rows] == ["plans_maintained", "requests_received", "plans_new", "reviews_on_time"]


def test_measures_that_are_not_in_use_are_named_in_the_notes(council: Authority) -> None:
    Measurement.objects.filter(version__indicator__code="officers").update(is_withdrawn=True)
    words = [row[0] for row in cells(template(council), "How to fill this in")]
    assert "SEN officers (officers): count, in a quarter" in words


def test_the_usual_span_is_the_twelve_months_up_to_the_last_that_ended() -> None:
    assert usual_span(date(2024, 6, 14)) == (date(2023, 6, 1), date(2024, 5, 31))


def test_the_template_costs_the_same_number_of_queries_however_much_is_on_record(
    council: Authority, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        template(council)


class TestRoundTrips(TestCase):
    """Whatever stands in the record is read back from its template as it stands."""

    MARKERS = st.sampled_from(["c", "x", "z", "u", "low"])
    COUNTS = st.integers(0, 10**7).map(Decimal)
    RATES = st.decimals(-999, 999, places=4, allow_nan=False)
    STATUSES = st.sampled_from(["final", "provisional", "unreliable"])

    @settings(max_examples=25)
    @given(data=st.data())
    def test_a_template_of_any_figures_changes_nothing(self, data: st.DataObject) -> None:
        council = sheets.council()
        months = st.integers(1, 12).map(lambda month: Period.month(2023, month))
        rows = {}
        for _ in range(data.draw(st.integers(1, 8))):
            period, status = data.draw(months), data.draw(self.STATUSES)
            code = data.draw(st.sampled_from(["requests_received", "reviews_on_time", "plans_maintained"]))
            value = data.draw(self.RATES if code == "reviews_on_time" else self.COUNTS)
            marker = data.draw(st.one_of(st.just(""), self.MARKERS))
            rows[code, period] = Row(code, period, None if marker else value, marker, status)
        put(council, list(rows.values()))
        for name, content in (
            ("grid.xlsx", build(council, first=FIRST, last=LAST, at=NOW)),
            ("grid.csv", build_csv(council, first=FIRST, last=LAST)),
        ):
            reading = read_back(council, content, name)
            found = compare(council, reading.rows)
            assert reading.problems == ()
            assert (found.changes_nothing, len(found.standing)) == (True, len(rows))
