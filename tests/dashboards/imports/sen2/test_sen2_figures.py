"""The made-up return gives the table worked out by hand, from XML of any year and from COLLECT's CSV files."""

from datetime import date
from decimal import Decimal

import pytest

from dashboards.categories import TOPICS, labels
from dashboards.imports.contract import Reading
from dashboards.imports.sen2 import read_blade, read_xml
from dashboards.periods import Grain, Period
from dashboards.series import current_version, usable
from dashboards.services.measurements import compare
from safetyvalve.core.models import Authority
from tests.dashboards.imports.sen2 import builder, table
from tests.dashboards.imports.sen2.conftest import delivery, loose
from tests.dashboards.imports.sen2.people import CENSUS, PEOPLE

YEAR = Period.calendar_year(2024)
DAY = Period(CENSUS, CENSUS)


def test_the_table_by_hand_adds_up_to_the_totals_by_hand() -> None:
    added = table.by_hand()
    assert {key: added[key] for key in table.totals_by_hand()} == table.totals_by_hand()


def test_xml_gives_the_table_worked_out_by_hand(from_xml: Reading) -> None:
    assert table.not_nothing(from_xml.rows) == dict(table.by_hand())


def test_csv_files_of_collect_give_the_same_figures_zeros_included(from_xml: Reading, from_csv: Reading) -> None:
    assert table.figures(from_csv.rows) == table.figures(from_xml.rows)


def test_zipped_files_give_the_same_figures(council: Authority, from_xml: Reading) -> None:
    files = {"return.xml": builder.xml(PEOPLE, day=CENSUS), "errors.txt": b"9999Q"}
    reading = read_xml(delivery(council, builder.zipped(files), "return.zip"))
    assert reading.rows == from_xml.rows
    assert "file-left-out" in {problem.code for problem in reading.problems}
    files = builder.blade(PEOPLE, day=CENSUS)
    reading = read_blade(delivery(council, builder.zipped(dict(reversed(files.items()))), "collect.zip"))
    assert table.figures(reading.rows) == table.figures(from_xml.rows)


@pytest.mark.parametrize("version", [2023, 2024, 2025])
def test_earlier_years_tell_the_same_of_what_they_collected(
    version: int, council: Authority, from_xml: Reading
) -> None:
    old = table.figures(read_xml(delivery(council, builder.xml(PEOPLE, day=CENSUS, version=version))).rows)
    new = table.figures(from_xml.rows)
    known = {key: value for key, value in old.items() if key[2] != "source" and key[0] != "backlog_reviews_overdue"}
    assert known == {key: new[key] for key in known}
    lost = {key[0] for key in new if key not in old and not key[2]}
    transfers = {"phase_transfers_due", "phase_transfers_on_time"}
    reviews = {"reviews_held", "reviews_outcome", "reviews_decided", "reviews_decided_in_time"}
    assert lost == (transfers | reviews if version == 2023 else transfers)


def test_before_sources_were_collected_every_request_is_of_a_source_not_known(council: Authority) -> None:
    rows = read_xml(delivery(council, builder.xml(PEOPLE, day=CENSUS, version=2024))).rows
    by_source = {key: value for key, value in table.figures(rows).items() if key[2] == "source"}
    assert {key[3] for key in by_source} == {"not_known"}
    assert by_source["requests_received", YEAR, "source", "not_known"] == 14


def test_nothing_in_a_month_is_a_real_nothing(from_xml: Reading) -> None:
    found = table.figures(from_xml.rows)
    january = Period.month(2024, 1)
    assert found["refusals_to_assess", january, "", ""] == 0
    assert found["refusals_to_assess", january, "source", "parent"] == 0
    assert found["plans_new", YEAR, "placement", "special_academy"] == 0


def test_what_occurs_nowhere_in_a_file_gives_no_figure(council: Authority) -> None:
    people = [each for each in PEOPLE if each.items.get("UPN") not in (builder.upn(3), builder.upn(30))]
    rows = read_xml(delivery(council, builder.xml(people, day=CENSUS))).rows
    codes = {row.code for row in rows}
    assert not codes & {"residential_placements", "organised_arrangements_missing", "phase_transfers_due"}
    assert "work_based_placements" in codes


def test_a_month_cut_off_by_the_day_of_the_return_has_no_figures_of_its_own(from_xml: Reading) -> None:
    assert {row.period for row in from_xml.rows if row.period.end > YEAR.end} == {DAY}


def test_a_return_in_the_middle_of_a_year_covers_the_months_since_january(council: Authority) -> None:
    content = builder.xml(PEOPLE, day=None)
    rows = read_xml(delivery(council, content, as_at=date(2024, 5, 31))).rows
    flows = {row.period for row in rows if row.code == "requests_received"}
    assert flows == {Period.month(2024, month) for month in range(1, 6)}
    found = table.figures(rows)
    assert found["plans_maintained", Period.month(2024, 5), "", ""] == 14
    assert found["plans_maintained", Period.month(2024, 5), "need", "ASD"] == 2


def test_another_first_day_covers_more(council: Authority) -> None:
    rows = read_xml(delivery(council, builder.xml(PEOPLE, day=CENSUS), since="2023-01-01")).rows
    years = {row.period for row in rows if row.code == "plans_ceased" and row.period.grain == Grain.YEAR}
    assert years == {Period.calendar_year(2023), YEAR}


def test_months_add_up_to_the_year_and_headings_to_the_total(from_xml: Reading) -> None:
    found = table.figures(from_xml.rows)
    for (code, period, topic, heading), value in found.items():
        months = [found.get((code, Period.month(2024, month), topic, heading)) for month in range(1, 13)]
        if period == YEAR and None not in months:
            assert value == sum(months), (code, topic, heading)
    for code, period, topic in {key[:3] for key in found if key[2]}:
        headings = [value for key, value in found.items() if key[:3] == (code, period, topic)]
        assert sum(headings) == found[code, period, "", ""], (code, period, topic)


def test_every_figure_can_be_recorded_under_the_catalogue(council: Authority, from_xml: Reading) -> None:
    assert len(compare(council, from_xml.rows).added) == len(from_xml.rows)
    known = labels(council)
    topics = {indicator.code: set(indicator.breakdown_topics) for indicator in usable(council)}
    for row in from_xml.rows:
        if row.breakdown_topic:
            assert row.breakdown_topic in topics[row.code], row.code
            assert TOPICS[row.breakdown_topic].is_open or (row.breakdown_topic, row.breakdown) in known


def test_measures_of_the_calendar_year_have_no_months(council: Authority, from_xml: Reading) -> None:
    annual = {
        indicator.code
        for indicator in usable(council)
        if (version := current_version(indicator)) and version.period_basis == "calendar_year"
    }
    with_months = {row.code for row in from_xml.rows if row.period.grain == Grain.MONTH}
    assert not annual & with_months


def test_facts_about_the_file_are_stated(from_xml: Reading, from_csv: Reading) -> None:
    assert dict(from_xml.summary) == {
        "As at": "16 January 2025",
        "Covers": "1 January 2024 to 16 January 2025",
        "Looks like the return of": "2026 or later",
        "People": "30",
        "Requests in the file": "32",
        "Plans on the day": "14",
    }
    assert from_csv.summary == from_xml.summary
    assert (from_xml.as_at, from_xml.edition) == (CENSUS, "2025-01-16")


def test_figures_carry_the_day_they_are_of(from_xml: Reading) -> None:
    assert {row.as_at for row in from_xml.rows} == {CENSUS}
    assert all(isinstance(row.value, Decimal) for row in from_xml.rows)


def test_reading_takes_a_handful_of_queries(council: Authority, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        read_xml(delivery(council, builder.xml(PEOPLE, day=CENSUS)))
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        read_blade(loose(council, builder.blade(PEOPLE, day=CENSUS)))
