"""The catalogue as a page: sections, searching, the latest figure of each measure and nothing else."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.latest import latest_figures
from dashboards.models import Indicator, Measurement
from dashboards.periods import Period
from dashboards.scope import INSIDE, Scope
from dashboards.services.measurements import Row
from tests import factories
from tests.dashboards import records

pytestmark = pytest.mark.usefixtures("clock")
PAGE = "/c/999/measures/"


def test_measures_with_figures_come_first_under_their_sections(officer: Client) -> None:
    html = officer.get(PAGE).content.decode()
    for words in ('id="plans"', 'href="#timeliness"', "Share of plans issued within 20 weeks, without exceptions"):
        assert words in html
    assert "Complaints about SEND" not in html
    assert "without a figure yet" in html


def test_all_measures_are_one_link_away(officer: Client) -> None:
    html = officer.get(f"{PAGE}?shown=all").content.decode()
    assert "Complaints about SEND" in html
    assert "No figure yet" in html
    assert "DSG balance at the end of the financial year" not in html


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ("words=refus", "Decisions not to assess", "EHC plans maintained"),
        ("words=SHARE+requests+received", "as a share of requests received", "as a share of decisions made"),
        ("section=plans", "EHC plans maintained", "Decisions not to assess"),
        ("words=complaints&shown=all", "Complaints about SEND", "EHC plans maintained"),
        ("words=complaints", "Show also 1 without a figure yet", "EHC plans maintained"),
        ("words=plans+%20&section=nowhere&shown=everything", "EHC plans maintained", "Decisions not to assess"),
        ("words=xyzzy", "No measure fits.", "EHC plans maintained"),
        ("shown=own", "This council has no measures of its own yet.", "EHC plans maintained"),
    ],
)
def test_measures_are_found_by_words_and_section(officer: Client, query: str, found: str, missing: str) -> None:
    html = officer.get(f"{PAGE}?{query}").content.decode()
    assert found in html
    assert missing not in html.partition("</form>")[2]


def test_a_councils_own_measures_stand_first(officer: Client, world: factories.World) -> None:
    own = Indicator.objects.create(authority=world.authority, code="calls", name="Calls to the line")
    own.versions.create(definition="Calls.", unit="count", period_basis="month")
    records.put(world.authority, Row("calls", Period.month(2024, 5), Decimal(17)))
    html = officer.get(PAGE).content.decode()
    assert html.index('id="own"') < html.index('id="plans"')
    assert "Calls to the line" in officer.get(f"{PAGE}?shown=own").content.decode()


def test_a_council_without_figures_is_told_how_they_come(client: Client, db: None) -> None:
    records.catalogue()
    client.force_login(factories.make_world().people["officer"])
    assert "No figures yet." in client.get(PAGE).content.decode()


def test_an_unreliable_figure_says_so(officer: Client, world: factories.World) -> None:
    Measurement.objects.filter(version__indicator__code="plans_maintained").update(status="unreliable")
    assert "June 2024, not reliable" in officer.get(PAGE).content.decode()


def test_the_latest_figure_is_that_of_the_whole_series(world: factories.World) -> None:
    years = [
        Row("plans_maintained", Period.month(year, month), Decimal(1000 + year + month))
        for year in (2021, 2022, 2023)
        for month in range(1, 13)
    ]
    records.put(world.authority, *years)
    found = latest_figures(world.authority, ["plans_maintained", "plans_growth", "timeliness_20_weeks"], INSIDE)
    assert {code: (point.period.label, point.value) for code, (_, point) in found.items()} == {
        "plans_maintained": ("June 2024", Decimal(1574)),
        "plans_growth": ("June 2024", Decimal("-48.0357")),
        "timeliness_20_weeks": ("June 2024", Decimal("63.6364")),
    }
    series, _ = found["plans_maintained"]
    assert len(series.points) == 14


def test_outside_the_programme_a_small_latest_figure_is_hidden(world: factories.World) -> None:
    records.put(world.authority, Row("complaints", Period.month(2024, 4), Decimal(3)), kind="published")
    found = latest_figures(world.authority, ["complaints"], Scope(is_inside=False, threshold=5))
    assert found["complaints"][1].marker == "c"


def test_the_page_takes_as_many_queries_for_one_figure_as_for_hundreds(officer: Client, world: factories.World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert officer.get(f"{PAGE}?shown=all").status_code == 200
        return len(captured)

    few = queries()
    codes = Indicator.objects.filter(authority=None, versions__kind="stored").values_list("code", flat=True)
    rows = [Row(code, Period.month(2022, month), Decimal(40)) for code in codes for month in range(1, 13)]
    records.put(world.authority, *rows)
    assert queries() == few < 15
