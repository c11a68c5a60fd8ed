"""Torbay and York as loaded: what is published about them, as the importers bring it in."""

from datetime import date
from decimal import Decimal

import pytest

from dashboards.boards.own import read_own
from dashboards.charts.lines import Frame
from dashboards.models import CouncilDashboard, ImportBatch, ImportRun, Measurement, Publication, PublicFigure
from dashboards.periods import Grain, Period
from dashboards.publishing import content as contents
from dashboards.publishing.doubts import doubts_in
from dashboards.scope import INSIDE
from dashboards.series import read_series
from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council
from tests.demo.conftest import Load

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TORBAY, ISLE_OF_WIGHT = "E06000027", "E06000046"


@pytest.fixture(scope="module")
def torbay(load: Load) -> Council:
    return load("torbay")


@pytest.fixture(scope="module")
def york(load: Load) -> Council:
    return load("york")


def standing(council: Council, code: str, area: str = ""):
    own = area or council.authority.gss_code
    rows = Measurement.objects.current().filter(authority=council.authority, area_code=own)
    return rows.filter(version__indicator__code=code, breakdown="")


def test_torbays_rates_are_those_that_are_published(torbay: Council) -> None:
    codes = ["refusal_rate_published", "timeliness_6_weeks", "timeliness_20_weeks"]
    series = read_series(torbay.authority, codes, INSIDE)
    year = Period.calendar_year(2024)
    assert [round(series[code].at(year).value, 1) for code in codes] == [
        Decimal("10.1"),
        Decimal("38.7"),
        Decimal("28.9"),
    ]
    published = standing(torbay, "plans_maintained").filter(batch__kind=ImportBatch.Kind.PUBLISHED)
    plans = published.order_by("period_end").values_list("value", flat=True)
    assert list(plans) == [1331, 1416, 1507, 1608, 1595, 1535, 1643]


def test_placements_needs_and_ages_of_the_latest_january_each_add_up_to_the_plans(torbay: Council) -> None:
    rows = Measurement.objects.current().filter(
        authority=torbay.authority,
        area_code=TORBAY,
        period_end=date(2025, 1, 16),
        version__indicator__code="plans_maintained",
    )
    for topic in ("placement", "need", "age"):
        values = rows.filter(breakdown_topic=topic).exclude(value=None).values_list("value", flat=True)
        assert sum(values) == 1643


def test_the_isle_of_wights_doubtful_year_is_marked_beside_torbay_too(torbay: Council) -> None:
    received = standing(torbay, "requests_received", ISLE_OF_WIGHT)
    assert received.get(period_end=date(2024, 12, 31)).status == "unreliable"
    assert received.get(period_end=date(2022, 12, 31)).status == "final"


def test_yorks_impossible_year_is_there_as_published_and_marked(york: Council) -> None:
    new = {row.period_end.year: row for row in standing(york, "plans_new")}
    assert (new[2022].value, new[2022].status) == (6078, "unreliable")
    assert "add up to 100" in new[2022].note
    assert {row.status for year, row in new.items() if year != 2022} == {"final"}


def test_the_imports_can_be_looked_at_with_nothing_refused(york: Council) -> None:
    imports = ImportRun.objects.filter(authority=york.authority).order_by("made_at")
    assert [(run.importer, run.state, run.counts["refused"]) for run in imports] == [
        ("neighbours", "confirmed", 0),
        ("ees", "confirmed", 0),
    ]


def test_torbays_minute_stands_as_reported_beside_what_is_published(torbay: Council) -> None:
    """1,570 plans against 1,568, 40% of January's submissions refused, 1,576 plans with 34 to issue and 10 to cease."""
    codes = ["plans_maintained", "refusal_rate_month_reported", "plans_about_to_be_issued", "plans_about_to_cease"]
    codes.append("requests_month_reported")
    series = read_series(torbay.authority, codes, INSIDE)
    months = {code: found.of_grain(Grain.MONTH).points for code, found in series.items()}
    assert {code: [(p.period.label, int(p.value)) for p in points] for code, points in months.items()} == {
        "plans_maintained": [("March 2023", 1570), ("January 2024", 1576)],
        "refusal_rate_month_reported": [("January 2023", 40)],
        "plans_about_to_be_issued": [("January 2024", 34)],
        "plans_about_to_cease": [("January 2024", 10)],
        "requests_month_reported": [("April 2024", 27)],
    }
    assert {p.status for points in months.values() for p in points} == {"provisional"}
    [trajectory] = series["plans_maintained"].trajectories
    assert trajectory.in_period(Period.month(2023, 3)) == 1568
    [planned] = series["requests_month_reported"].trajectories
    assert planned.in_period(Period.month(2024, 4)) == 15


def test_torbays_dashboard_tells_what_its_papers_say_and_every_chart_has_figures(torbay: Council) -> None:
    [made] = CouncilDashboard.objects.visible_to(torbay.holder(Role.OFFICER), torbay.authority)
    drawn = read_own(torbay.authority, made.charts, INSIDE, Frame(), today=date(2026, 11, 22))
    assert [each.code for each in drawn if each.chart is None] == []
    titles = [each.chart.title for each in drawn if each.chart]
    assert "EHC plans maintained: 1,643 on 16 January 2025, 108 more than the January before" in titles
    assert drawn[1].chart is not None
    assert "12 above the planned number (15)" in drawn[1].chart.summary
    words = {made.name: made.about, **{each.code: each.words for each in drawn}}
    assert doubts_in(words, torbay.authority.small_count_threshold) == ()


def test_torbays_forum_finds_the_edition_it_asked_for(torbay: Council) -> None:
    edition = Publication.objects.live().get(authority=torbay.authority)
    titles = [chart["chart"]["title"] for chart in contents.read(edition.contents.get(audience="members"))["charts"]]
    assert titles[0] == "EHC plans in March 2023 are 2 above the agreed number"
    assert "33.2% of requests received in 2022 were refused an assessment" in titles


def test_torbays_edition_shows_januarys_share_which_its_minute_makes_public(torbay: Council) -> None:
    edition = Publication.objects.live().get(authority=torbay.authority)
    said = PublicFigure.objects.get(authority=torbay.authority)
    assert str(said) == "Refusals to assess in a month, as the council reports them, January 2023: 40%"
    for frozen in edition.contents.all():
        [item] = [each for each in contents.read(frozen)["charts"] if each["key"] == "refusal-rate-month"]
        assert [row[:2] for row in contents.tables_of(item)[0].rows] == [("January 2023", 40)]
        assert item["chart"]["source"].startswith("Torbay Schools Forum minute, early 2023")
