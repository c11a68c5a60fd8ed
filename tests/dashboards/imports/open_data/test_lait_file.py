"""The interactive tool's long file: mixed years, counts under their own measures, percentages as reported."""

from decimal import Decimal

import pytest

from dashboards.imports.contract import Level, UnusableDelivery
from dashboards.imports.open_data import lait
from dashboards.models import ImportBatch
from dashboards.periods import Period
from dashboards.scope import INSIDE
from dashboards.series import read_series
from safetyvalve.core.models import Authority
from tests.dashboards import records
from tests.dashboards.imports.open_data.published import CENSUS, SMALL, deliver, files, values

pytestmark = pytest.mark.django_db
HEAD = "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\n"


def read(authority: Authority, *rows: str):
    return lait.read(deliver(authority, ("lait.csv", HEAD + "\n".join(rows))))


@pytest.mark.parametrize(
    ("written", "basis", "period"),
    [
        ("2024", "calendar", Period.calendar_year(2024)),
        ("2025", "census", Period(CENSUS, CENSUS)),
        ("2023-24 (OT)", "financial", Period.financial_year("2023-24")),
        ("2023/24", "financial", Period.financial_year("2023-24")),
        ("2023-25", "financial", None),
        ("2023-24", "calendar", None),
        ("spring", "calendar", None),
    ],
)
def test_a_year_is_what_its_measure_makes_of_it(written: str, basis: str, period: Period | None) -> None:
    assert lait.period_of(written, basis) == period


def test_the_key_for_cases_during_the_year_is_new_plans(torbay: Authority) -> None:
    reading = read(
        torbay, "SEN_CASES_DUR_YEAR,,2024,Torbay,205,880.0,South West", "SEN_CASES_JAN,,2025,Torbay,1643,880.0,x"
    )
    assert values(reading, "plans_new") == {2024: 205}
    assert values(reading, "plans_maintained") == {2025: 1643}
    assert not any(row.is_as_reported for row in reading.rows)


def test_a_percentage_is_rounded_as_published_and_stands_as_reported(torbay: Authority) -> None:
    reading = read(torbay, "SEN_AppealableDec,,2024,Torbay,2.2999999999999998,880.0,South West")
    [row] = reading.rows
    assert (row.code, row.value, row.is_as_reported) == ("appeal_rate_reported", Decimal("2.3"), True)


def test_a_reported_percentage_never_stands_in_the_way_of_the_counts(torbay: Authority) -> None:
    whole = lait.read(deliver(torbay, *files(SMALL, "lait", "lait_bds_long_sen_slice.csv")))
    records.put(torbay, *whole.rows, kind=ImportBatch.Kind.PUBLISHED)
    refused = records.Row("refusals_published", Period.calendar_year(2024), Decimal(31), source="DfE")
    records.put(torbay, refused, kind=ImportBatch.Kind.PUBLISHED)
    series = read_series(torbay, ["refusal_rate_published", "refusal_rate_reported"], INSIDE)
    year = Period.calendar_year(2024)
    assert (
        series["refusal_rate_published"].at(year).numerator,
        series["refusal_rate_published"].at(year).denominator,
    ) == (31, 307)
    assert series["refusal_rate_reported"].at(year).value == Decimal("10.1")


def test_england_and_the_region_stand_beside_the_council(torbay: Authority) -> None:
    reading = lait.read(deliver(torbay, *files(SMALL, "lait", "lait_bds_long_sen_slice.csv")))
    assert {row.area_name for row in reading.rows} == {"", "England", "South West"}
    assert values(reading, "sen_unit_cost_published")[2024] == 75
    assert values(reading, "timeliness_20_weeks_reported")[2018] == Decimal("92.4")


def test_keys_markers_and_years_that_cannot_be_used_are_told(torbay: Authority) -> None:
    reading = read(
        torbay,
        "SEN_INIT_REQ,,2024,Torbay,307,880.0,South West",
        "SEN_INIT_REQ,,2023,Torbay,x,880.0,South West",
        "SEN_INIT_REQ,,2022,Torbay,NA,880.0,South West",
        "SEN_INIT_REQ,,2023-24,Torbay,1,880.0,South West",
        "SEN_INIT_REQ,,2021,Torbay,some,880.0,South West",
        "SEN_SOMETHING_NEW,,2024,Torbay,1,880.0,South West",
        "SEN_PLAN_NOT_ISSUED,,2024,Torbay,7.7,880.0,South West",
    )
    assert values(reading, "requests_received") == {2024: 307, 2023: "x"}
    told = {(problem.code, problem.row) for problem in reading.problems}
    assert told == {("wrong-period", 5), ("wrong-figure", 6), ("measure-unknown", None)}
    assert "SEN_SOMETHING_NEW" in reading.problems[-1].sentence


@pytest.mark.parametrize(
    ("text", "code"),
    [(HEAD + "SEN_INIT_REQ,,2024,York,427,816.0,x\n", "wrong-council"), ("a,b\n1,2\n", "file-not-recognised")],
)
def test_another_file_cannot_be_used(torbay: Authority, text: str, code: str) -> None:
    with pytest.raises(UnusableDelivery) as refused:
        lait.read(deliver(torbay, ("lait.csv", text)))
    assert [(problem.code, problem.level) for problem in refused.value.problems] == [(code, Level.FATAL)]
