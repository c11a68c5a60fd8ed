"""What is kept of a release, whose figures, and what is told about those that are doubtful or cannot be read."""

import io
import zipfile
from decimal import Decimal

import pytest

from dashboards.imports.contract import Delivery, Level, UnusableDelivery
from dashboards.imports.open_data import ees
from dashboards.models import Area, ImportBatch, Measurement
from safetyvalve.core.models import Authority
from tests.dashboards import records
from tests.dashboards.imports.open_data.published import (
    ANYWHERE,
    ENGLAND,
    HERE,
    SMALL,
    compare_with,
    council,
    deliver,
    figure,
    files,
    found,
    read_ees,
    requests,
    table,
    values,
)

pytestmark = pytest.mark.django_db


def test_a_marker_is_kept_and_is_not_zero(torbay: Authority) -> None:
    headline = "All requests,All requests"
    reading = read_ees(
        torbay, requests(f"2022,{HERE}{headline},x,0", f"2023,{HERE}{headline},z,c", f"2024,{HERE}{headline},,low")
    )
    assert values(reading, "requests_received") == {2022: "x", 2023: "z"}
    assert values(reading, "refusals_published") == {2022: 0, 2023: "c", 2024: "low"}


def test_england_the_region_and_the_comparators_are_kept_and_nobody_else(torbay: Authority) -> None:
    compare_with(torbay, "921")
    reading = read_ees(torbay, *files(SMALL, "ees_ehcp_2025", "requests.csv"))
    areas = {(row.area_code, row.area_name) for row in reading.rows}
    assert areas == {
        ("", ""),
        (ENGLAND, "England"),
        ("E12000009", "South West"),
        ("E06000046", "Isle of Wight"),
    }
    assert values(reading, "requests_received", area="E06000046") == {2024: 74}


def test_the_region_is_learnt_from_the_file_when_the_council_is_in_no_list() -> None:
    authority = council()
    Area.objects.all().delete()
    reading = read_ees(authority, *files(SMALL, "ees_ehcp_2025", "requests.csv"))
    assert values(reading, "requests_received", area="E12000009").keys() == {2024}
    assert values(reading, "requests_received", area=ENGLAND).keys() == {2024}


def test_a_headline_far_from_its_parts_comes_in_as_unreliable_with_the_reason() -> None:
    york = council("York")
    reading = read_ees(york, *files(SMALL, "ees_ehcp_2025", "newplans.csv"))
    new = {
        row.period.start.year: row
        for row in reading.rows
        if row.code == "plans_new" and not row.area_code and not row.breakdown
    }
    assert new[2022].value == 6078
    assert (new[2022].status, new[2022].note) == (
        "unreliable",
        "Published as 6,078, but the parts of the same row add up to 100.",
    )
    assert {row.status for year, row in new.items() if year != 2022} == {"final"}
    [warning] = [problem for problem in reading.problems if problem.code == "headline-differs-from-parts"]
    assert (warning.level, warning.sheet, warning.column) == (Level.WARNING, "newplans.csv", "new_ehc_plans")
    records.put(york, *reading.rows, kind=ImportBatch.Kind.PUBLISHED)
    assert Measurement.objects.current().filter(status="unreliable", area_code=york.gss_code).count() == 1


def test_small_differences_are_used_and_only_told(torbay: Authority) -> None:
    reading = read_ees(torbay, *files(SMALL, "ees_ehcp_2025", "newplans.csv"))
    assert found(reading)["headline-near-parts"] > 0
    assert {row.status for row in reading.rows} == {"final"}


def test_a_file_without_the_columns_to_check_by_is_not_doubted(torbay: Authority) -> None:
    reading = read_ees(torbay, requests(f"2024,{HERE}All requests,All requests,307,31"))
    assert {row.status for row in reading.rows} == {"final"}
    assert reading.problems == ()


def test_a_percentage_that_does_not_follow_from_its_counts_is_told(torbay: Authority) -> None:
    columns = (
        "requests_received_in_year,request_outcome_six_weeks,request_outcome_over_6_weeks,request_outcome_six_weeks_pc"
    )
    reading = read_ees(torbay, table(columns, f"2024,{HERE}All requests,All requests,500,223,212,49.1"))
    [warning] = [problem for problem in reading.problems if problem.code == "percentage-differs-from-counts"]
    assert warning.sentence == "Published as 49.1%, but its counts give 51.3% (2024). The counts are used."


def test_average_weeks_stand_as_reported(torbay: Authority) -> None:
    columns = "plans_issued_den,plans_issued_within_20_weeks,avg_weeks_issue_plan"
    reading = read_ees(torbay, table(columns, f"2025,{HERE}All EHC plans,All EHC plans,218,63,27.4"))
    [weeks] = [row for row in reading.rows if row.code == "mean_weeks_to_issue_published"]
    assert (weeks.value, weeks.is_as_reported) == (Decimal("27.4"), True)
    assert not any(row.is_as_reported for row in reading.rows if row.code == "plans_issued")


def test_unknown_columns_and_breakdowns_are_named_and_left_out(torbay: Authority) -> None:
    columns = "requests_received_in_year,requests_by_telephone"
    rows = (f"2024,{HERE}All requests,All requests,307,12", f"2024,{HERE}Ethnicity,White - Irish,3,1")
    reading = read_ees(torbay, table(columns, *rows))
    told = {problem.code: problem.sentence for problem in reading.problems}
    assert "requests_by_telephone" in told["column-unknown"]
    assert "Ethnicity" in told["breakdown-left-out"]
    assert [(row.code, row.value) for row in reading.rows] == [("requests_received", 307)]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (f"2024,{HERE}All requests,All requests,many,31", "requests_received_in_year"),
        (f"2024,{HERE}All requests,All requests,-3,31", "requests_received_in_year"),
        (f"the year,{HERE}All requests,All requests,307,31", "time_period"),
        (f"202426,{HERE}All requests,All requests,307,31", "time_period"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_by_its_place(torbay: Authority, row: str, column: str) -> None:
    good = f"2023,{HERE}All requests,All requests,350,124"
    reading = read_ees(torbay, requests(good, row))
    [refused] = [problem for problem in reading.problems if problem.level is Level.REFUSED]
    assert (refused.sheet, refused.row, refused.column) == ("file0.csv", 3, column)
    assert figure(reading, "requests_received", 2023) == 350


def test_the_same_figure_twice_is_taken_once_and_another_one_is_refused(torbay: Authority) -> None:
    row = f"2024,{HERE}All requests,All requests,307,31"
    reading = read_ees(torbay, requests(row, row), requests(row.replace("307", "308")))
    assert values(reading, "requests_received") == {2024: 307}
    [refused] = [problem for problem in reading.problems if problem.level is Level.REFUSED]
    assert (refused.code, refused.sheet, refused.column) == (
        "figure-given-twice",
        "file1.csv",
        "requests_received_in_year",
    )


def test_another_councils_file_cannot_be_used_and_is_named(torbay: Authority) -> None:
    elsewhere = ANYWHERE + "E06000046,921,Isle of Wight,"
    with pytest.raises(UnusableDelivery) as refused:
        read_ees(torbay, requests(f"2024,{elsewhere}All requests,All requests,74,7"))
    [problem] = refused.value.problems
    assert (problem.code, problem.level) == ("wrong-council", Level.FATAL)
    assert "nothing about Torbay (880, E06000027)" in problem.sentence


def test_a_council_known_by_its_old_code_is_found(torbay: Authority) -> None:
    reading = read_ees(
        torbay, requests(f"2024,{HERE}All requests,All requests,307,31".replace("E06000027", "E06999999"))
    )
    assert figure(reading, "requests_received", 2024) == 307


def test_other_files_cannot_be_used_alone_and_are_left_out_beside_others(torbay: Authority) -> None:
    other = ("officers.csv", b"time_period,geographic_level,dmo\n2024,National,Yes\n")
    with pytest.raises(UnusableDelivery) as refused:
        read_ees(torbay, other)
    assert refused.value.problems[0].code == "file-not-recognised"
    reading = read_ees(torbay, requests(f"2024,{HERE}All requests,All requests,307,31"), other)
    assert "officers.csv" in next(problem.sentence for problem in reading.problems if problem.code == "file-left-out")


def test_a_zip_of_the_release_is_read_like_its_files(torbay: Authority) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files(SMALL, "ees_ehcp_2025"):
            archive.writestr(f"data/{name}", content)
        archive.writestr("data-guidance/data-guidance.txt", "Reporting year 2025")
    from_zip = read_ees(torbay, ("release.zip", packed.getvalue()))
    loose = read_ees(torbay, *files(SMALL, "ees_ehcp_2025"))
    assert set(from_zip.rows) == set(loose.rows)
    assert len(from_zip.rows) == len(from_zip.places) > 400


def test_the_edition_is_guessed_and_the_officer_can_correct_it(torbay: Authority) -> None:
    text = requests(f"2024,{HERE}All requests,All requests,307,31")
    assert dict(read_ees(torbay, text).summary)["Edition"] == "2025"
    corrected = read_ees(torbay, text, edition="2025, revised in November")
    assert corrected.edition == "2025, revised in November"
    assert corrected.rows[0].source.endswith("2025, revised in November release")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_encoding_is_read(torbay: Authority, encoding: str) -> None:
    text = requests(f"2024,{HERE.replace('Torbay', 'Torbay – Devon')}All requests,All requests,307,31")
    assert figure(read_ees(torbay, ("requests.csv", text.encode(encoding))), "requests_received", 2024) == 307


def test_progress_is_told_while_a_large_file_is_read(torbay: Authority) -> None:
    row = f"2024,{ANYWHERE}E06000046,921,Isle of Wight,All requests,All requests,74,7"
    text = requests(f"2024,{HERE}All requests,All requests,307,31", *[row] * 5_000)
    told: list[tuple[int, int, str]] = []
    delivery = deliver(torbay, ("requests.csv", text))
    ees.read(Delivery(torbay, delivery.files, progress=lambda *words: told.append(words)))
    assert len(told) == 2
    assert all(0 < done <= total for done, total, _ in told)
    assert told[0][2] == "Reading requests.csv"
