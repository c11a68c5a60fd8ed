"""The rules by themselves, at their edges."""

from datetime import date

import pytest

from dashboards.imports.sen2 import Case, Faults, Person, Schools, ages, indicators, own_checks, person_from_items
from dashboards.imports.sen2.coverage import Window, usual_since
from dashboards.imports.sen2.meanings import Meanings
from dashboards.imports.sen2.places import attended_on, kind_of
from dashboards.imports.sen2.records import Placement, Plan
from dashboards.imports.sen2.reviews import overdue
from dashboards.imports.sen2.rules import Facts
from dashboards.imports.sen2.stages import case_age
from dashboards.imports.sen2.values import code, day, flag, identifier, number
from dashboards.periods import Period
from safetyvalve.demo.reading import toml
from tests.dashboards.imports.sen2 import table
from tests.dashboards.imports.sen2.people import SCHOOLS

CODES = toml("categories.toml")["return_codes"]
MEANINGS = Meanings(CODES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-12", date(2024, 5, 12)),
        (" 2024-05-12T00:00:00 ", date(2024, 5, 12)),
        ("2024-05-12T00:00:00Z", date(2024, 5, 12)),
        ("2022-Sep-28 00:00:00", date(2022, 9, 28)),
        ("12/05/2024", date(2024, 5, 12)),
        ("12/05/24", date(2024, 5, 12)),
        ("12 May 2024", date(2024, 5, 12)),
        ("29/02/2024 00:00", date(2024, 2, 29)),
        ("", None),
    ],
)
def test_dates_are_read_as_they_come(text: str, expected: date | None) -> None:
    assert day(text) == expected


@pytest.mark.parametrize("text", ["2023-02-29", "31/06/2024", "x", "0024-05-12", "2024-Foo-12", "45000", "2024-05"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them will do
        day(text)


def test_flags_codes_and_numbers_are_read_as_they_come() -> None:
    assert [flag(text) for text in ("1", "0", "true", "No", "")] == [True, False, True, False, None]
    assert [code(text) for text in (" y ", "5.0", "01", "")] == ["Y", "5", "01", ""]
    assert [number(text) for text in ("1", "2.0", "")] == [1, 2, None]
    for read in (flag, number):
        with pytest.raises(ValueError):  # noqa: PT011
            read("perhaps")
    for read_long in (code, identifier):
        with pytest.raises(ValueError):  # noqa: PT011
            read_long("x" * 21)


@pytest.mark.parametrize(
    ("birth", "on", "age", "group"),
    [
        ("2008-08-31", "2025-01-16", 16, 12),
        ("2008-09-01", "2025-01-16", 15, 11),
        ("2008-08-31", "2024-08-31", 15, 11),
        ("2008-08-31", "2024-09-01", 16, 12),
        ("2024-08-31", "2025-01-16", 0, -4),
        ("2024-09-01", "2025-01-16", 0, None),
        ("2000-08-31", "2025-01-16", 24, 20),
        ("1999-08-31", "2025-01-16", 25, None),
        ("2020-02-29", "2025-01-16", 4, 0),
    ],
)
def test_ages_of_plans_count_from_31_august(birth: str, on: str, age: int, group: int | None) -> None:
    born, then = date.fromisoformat(birth), date.fromisoformat(on)
    assert ages.stock_age(born, then) == age
    assert ages.year_group(born, then) == group


def test_somebody_born_on_29_february_is_older_on_1_march() -> None:
    born = date(2012, 2, 29)
    assert [ages.whole_years(born, date(2023, month, of_month)) for month, of_month in ((2, 28), (3, 1))] == [10, 11]
    assert ages.whole_years(born, date(2012, 2, 28)) is None


def test_bands_of_age() -> None:
    assert [ages.band(age) for age in (0, 4, 5, 10, 11, 15, 16, 19, 20, 25, 26, None)] == [
        *("under_5", "under_5", "5_10", "5_10", "11_15", "11_15"),
        *("16_19", "16_19", "20_25", "20_25", "20_25", "not_known"),
    ]
    assert [ages.heading(age) for age in (0, 25, 26, None)] == ["0", "25", "over_25", "not_known"]


@pytest.mark.parametrize(
    ("placement", "kind"),
    [
        (Placement(urn="100010"), "mainstream_la_maintained"),
        (Placement(urn="100010", in_unit=True), "mainstream_la_maintained_senunit"),
        (Placement(urn="100010", in_resourced=True), "mainstream_la_maintained_resourced_provision"),
        (Placement(urn="100004", in_unit=True), "special_la_maintained"),
        (Placement(urn="100011"), "mainstream_independent"),
        (Placement(urn="100006"), "general_fe_tertiary_colleges"),
        (Placement(ukprn="10001111"), "general_fe_tertiary_colleges"),
        (Placement(ukprn="10009999"), "ukrlp_provider"),
        (Placement(urn="999999"), "placement_unknown"),
        (Placement(urn="999999", setting="OTH"), "other_placement_settings"),
        (Placement(setting="OLA"), "other_arrangements_la"),
        (Placement(setting="OPA"), "other_arrangements_parents"),
        (Placement(setting="EHE"), "elective_home_education"),
        (Placement(setting="EYP"), "nm_early_years"),
        (Placement(setting="NEET"), "neet"),
        (Placement(setting="NIEC"), "neet_ntci"),
        (Placement(setting="NIEO"), "neet_other"),
        (Placement(setting="XYZ"), "placement_unknown"),
        (Placement(), "placement_unknown"),
        (None, "placement_unknown"),
    ],
)
def test_placements_are_told_by_urn_then_ukprn_then_setting(placement: Placement | None, kind: str) -> None:
    assert kind_of(placement, Schools.of(SCHOOLS), MEANINGS) == kind


def test_the_placement_on_a_day_is_the_one_of_rank_1_then() -> None:
    old = Placement(urn="1", rank=1, entered=date(2020, 9, 1), left=date(2024, 9, 1))
    new = Placement(urn="2", rank=1, entered=date(2024, 9, 1))
    second = Placement(urn="3", rank=2)
    assert attended_on([new, old, second], date(2024, 8, 31)) is old
    assert attended_on([new, old, second], date(2024, 9, 1)) is new
    assert attended_on([second], date(2024, 9, 1)) is None
    unranked = Placement(urn="4")
    assert attended_on([second, unranked], date(2024, 9, 1)) is unranked


def _case(received: date) -> Facts:
    return Facts.of(Person(), Case(received=received), MEANINGS)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        *((0, "under_6_weeks"), (41, "under_6_weeks"), (42, "6_to_12"), (83, "6_to_12"), (84, "12_to_16")),
        *((111, "12_to_16"), (112, "16_to_20"), (139, "16_to_20"), (140, "20_to_52"), (363, "20_to_52")),
        (364, "over_52"),
    ],
)
def test_the_age_of_a_case_is_in_whole_weeks(days: int, expected: str) -> None:
    on = date(2024, 12, 31)
    assert case_age(_case(date.fromordinal(on.toordinal() - days)), on) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        *(("2024-01-16", ""), ("2024-01-15", "under_3_months"), ("2023-10-17", "under_3_months")),
        *(("2023-10-16", "3_to_6"), ("2023-07-16", "6_to_12"), ("2023-01-16", "over_12_months")),
    ],
)
def test_a_review_is_due_a_year_after_the_plan(start: str, expected: str) -> None:
    case = Case(plan=Plan(start=date.fromisoformat(start)))
    assert overdue(Facts.of(Person(), case, MEANINGS), date(2025, 1, 16)) == expected


def test_a_window_holds_whole_months_and_years_only() -> None:
    window = Window(date(2023, 1, 2), date(2025, 1, 16))
    assert window.months[0] == Period.month(2023, 2)
    assert window.months[-1] == Period.month(2024, 12)
    assert window.years == [Period.calendar_year(2024)]
    assert Window(date(2024, 1, 1), date(2024, 12, 31)).years == [Period.calendar_year(2024)]
    assert Window(date(2024, 6, 2), date(2024, 6, 29)).months == []


def test_the_usual_first_day() -> None:
    assert usual_since(date(2025, 1, 16)) == date(2024, 1, 1)
    assert usual_since(date(2025, 1, 31)) == date(2024, 1, 1)
    assert usual_since(date(2025, 2, 1)) == date(2025, 1, 1)


def test_a_row_of_a_spreadsheet_counts_by_the_same_rules() -> None:
    faults = Faults()
    row = {
        "receiveddate": "02/01/2024",
        "RequestSource": "parent",
        "RequestOutcome": "Y",
        "RequestOutcomeDate": "13/02/2024",
        "StartDate": "21/05/2024",
        "SENtype": "SLCN",
        "SENsetting": "EHE",
        "RES": "A",
        "PersonBirthDate": "21/05/2018",
        "Week20": "no",
        "CeaseDate": "never",
    }
    people = [person_from_items(row, faults, "Row 2")]
    assert faults.places == {"value-not-read": ["Row 2, item CeaseDate"]}
    found = table.figures(indicators(people, as_at=date(2024, 6, 30), codes=CODES))
    june, may = Period.month(2024, 6), Period.month(2024, 5)
    assert found["requests_received", Period.month(2024, 1), "source", "parent"] == 1
    assert found["plans_new", may, "", ""] == found["plans_issued_20_weeks", may, "", ""] == 1
    assert found["plans_maintained", june, "placement", "elective_home_education"] == 1
    assert found["plans_maintained", june, "need", "SLCN"] == 1
    assert found["residential_placements", june, "residential", "r38_51"] == 1
    problems = own_checks(people, faults, as_at=date(2024, 6, 30), codes=CODES)
    assert {problem.code for problem in problems} == {"value-not-read", "identifier-missing"}


def test_needs_and_schools_of_requests_count_where_a_spreadsheet_has_them() -> None:
    person = person_from_items({"ReceivedDate": "2024-01-02", "RequestOutcome": "N"}, Faults(), "Row 2")
    person.cases[0].need, person.cases[0].school = "ASD", "100001"
    found = table.figures(indicators([person], as_at=date(2024, 6, 30), codes=CODES))
    january = Period.month(2024, 1)
    assert found["requests_received", january, "need", "ASD"] == 1
    assert found["requests_received", january, "need", "MLD"] == 0
    assert found["requests_received", january, "school", "100001"] == 1


def test_nobody_gives_no_figures() -> None:
    assert indicators([], as_at=date(2024, 6, 30), codes=CODES) == []
    assert own_checks([], Faults(), as_at=date(2024, 6, 30), codes=CODES) == []
