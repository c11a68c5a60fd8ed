"""Torbay's published figures come out exactly, from a handful of rows and from the whole files alike."""

from decimal import Decimal
from pathlib import Path

import pytest

from dashboards import categories
from dashboards.imports.contract import Reading
from dashboards.imports.open_data import ees, high_needs, lait, tribunal
from dashboards.models import ImportBatch
from dashboards.periods import Period
from dashboards.scope import INSIDE
from dashboards.series import read_series
from safetyvalve.core.models import Authority
from tests.dashboards import records
from tests.dashboards.imports.open_data.published import (
    CENSUS,
    ENGLAND,
    deliver,
    divided,
    figure,
    files,
    per_cent,
    values,
)

pytestmark = pytest.mark.django_db
Y2024 = Period.calendar_year(2024)


@pytest.fixture
def release(torbay: Authority, folder: Path) -> Reading:
    return ees.read(deliver(torbay, *files(folder, "ees_ehcp_2025")))


def test_plans_in_january_of_seven_years(release: Reading) -> None:
    plans = values(release, "plans_maintained")
    assert [plans[year] for year in range(2019, 2026)] == [1331, 1416, 1507, 1608, 1595, 1535, 1643]
    [latest] = [row for row in release.rows if row.code == "plans_maintained" and row.value == 1643]
    assert latest.period == Period(CENSUS, CENSUS)
    assert latest.source == "Department for Education, Education, health and care plans, 2025 release"


def test_what_was_decided_about_the_requests_of_2024(release: Reading) -> None:
    codes = ("requests_received", "requests_agreed", "refusals_published", "requests_undecided", "requests_withdrawn")
    assert [figure(release, code, 2024) for code in codes] == [307, 221, 31, 52, 3]
    assert values(release, "requests_agreed")[2022] == "x"
    assert [figure(release, code, 2024) for code in ("decisions_within_6_weeks", "decisions_timed")] == [105, 271]
    assert [figure(release, f"request_{code}", 2024) for code in ("mediation", "tribunal")] == [0, 7]


def test_rates_are_worked_out_from_the_counts_once_they_are_on_record(torbay: Authority, release: Reading) -> None:
    records.put(torbay, *release.rows, kind=ImportBatch.Kind.PUBLISHED)
    wanted = {
        "refusal_rate_published": (31, 307, "10.1"),
        "timeliness_6_weeks": (105, 271, "38.7"),
        "timeliness_20_weeks": (63, 218, "28.9"),
        "timeliness_20_weeks_all": (63, 218, "28.9"),
        "issue_rate_published": (228, 247, "92.3"),
        "reviews_in_time": (518, 1236, "41.9"),
    }
    series = read_series(torbay, list(wanted), INSIDE)
    found = {code: series[code].at(Y2024) for code in wanted}
    assert {
        code: (point.numerator, point.denominator, str(round(point.value, 1))) for code, point in found.items()
    } == wanted


def test_the_stock_does_not_close_by_41_plans(release: Reading) -> None:
    before, after = figure(release, "plans_maintained", 2024), figure(release, "plans_maintained", 2025)
    new, ceased = figure(release, "plans_new", 2024), figure(release, "plans_ceased", 2024)
    assert (before, new, ceased, after) == (1535, 205, 138, 1643)
    assert after - (before + new - ceased) == 41


def test_plans_ceased_by_reason_add_up_in_every_year(release: Reading) -> None:
    assert values(release, "plans_ceased") == {2022: 230, 2023: 264, 2024: 138}
    for year in (2022, 2023, 2024):
        reasons = divided(release, "plans_ceased", "cease_reason", Period.calendar_year(year).end)
        assert sum(reasons.values()) == figure(release, "plans_ceased", year)


def test_placements_come_out_in_the_groups_of_the_dsg_plan(torbay: Authority, release: Reading) -> None:
    groups = categories.crosswalk(torbay, "placement", "placement_group")
    sums: dict[str, Decimal] = {}
    for placement, plans in divided(release, "plans_maintained", "placement", CENSUS).items():
        sums[groups[placement]] = sums.get(groups[placement], Decimal(0)) + plans
    order = ("mainstream", "resourced", "special", "independent", "ap", "post_16", "other", "unknown")
    assert [sums[group] for group in order] == [613, 72, 512, 32, 0, 231, 181, 2]
    assert sum(sums.values()) == 1643


def test_needs_ages_and_sexes_each_add_up_to_the_plans(release: Reading) -> None:
    for topic in ("need", "age", "sex"):
        assert sum(divided(release, "plans_maintained", topic, CENSUS).values()) == 1643
    needs = divided(release, "plans_maintained", "need", CENSUS)
    assert (needs["ASD"], needs["SEMH"], needs["not_known"]) == (521, 389, 0)
    ages = divided(release, "plans_maintained", "age", CENSUS)
    assert (ages["under_3"], ages["10"], ages["24"]) == (2, 126, 2)


def test_appealable_decisions_follow_from_the_imported_counts_by_either_method(
    torbay: Authority, release: Reading, folder: Path
) -> None:
    table = tribunal.read(deliver(torbay, *files(folder, "tribunal")))
    refused, not_issued = figure(release, "refusals_published", 2024), figure(release, "assessments_no_plan", 2024)
    plans, reviews = figure(release, "plans_maintained", 2025), figure(release, "reviews_held", 2024)
    met = figure(release, "plans_ceased", 2024, topic="cease_reason", breakdown="needs_met")
    assert (refused, not_issued, plans, met) == (31, 19, 1643, 15)
    assert refused + not_issued + plans + met == figure(table, "appealable_decisions_old", 2024) == 1708
    assert refused + not_issued + reviews + met == figure(table, "appealable_decisions_new", 2024) == 1142
    appeals = figure(table, "appeals_published", 2024)
    assert [str(per_cent(appeals, Decimal(each))) for each in (1708, 1142)] == ["2.3", "3.4"]


def test_the_high_needs_block_follows_from_its_lines(torbay: Authority, folder: Path) -> None:
    tables = [file for file in files(folder, "dsg") if file[0].startswith("2022-23")]
    reading = high_needs.read(deliver(torbay, *tables))
    assert values(reading, "high_needs_block_allocation") == {2023: 24_402_756}
    lines = divided(reading, "high_needs_block_allocation", "allocation_line", Period.financial_year("2022-23").end)
    assert lines["BC"] == 4660 * 612
    assert sum(lines.values()) == 24_402_756
    assert values(reading, "high_needs_deductions") == {2023: 5_835_500}
    assert reading.edition == "2022-23"
    assert reading.problems == ()


def test_the_interactive_tool_agrees_with_the_release(torbay: Authority, release: Reading, folder: Path) -> None:
    tool = lait.read(deliver(torbay, *files(folder, "lait", "lait_bds_long_sen_slice.csv")))
    codes = ("plans_maintained", "plans_new", "plans_ceased", "requests_received", "assessments_in_year", "reviews_due")
    for code in codes:
        for area in ("", ENGLAND):
            for year, value in values(tool, code, area=area).items():
                published = values(release, code, area=area)
                assert published.get(year, value) == value, (code, area, year)
    assert values(tool, "plans_new")[2024] == 205
    assert values(tool, "timeliness_20_weeks_reported")[2024] == Decimal("28.9")
