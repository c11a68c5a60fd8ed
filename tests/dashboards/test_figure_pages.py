"""Typing figures: what is understood, what is refused, what is kept."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from dashboards.forms.figures import WrongFigure, read_figure, recent_periods, written
from dashboards.models import Indicator, IndicatorVersion, Measurement
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards import records

pytestmark = pytest.mark.usefixtures("clock")

FIGURES = "/c/999/measures/requests_received/figures/"


@pytest.fixture
def world(db: None) -> factories.World:
    """Figures of January to May are on record; today is 14 June 2024."""
    world = factories.make_world()
    records.six_months(world.authority)
    Measurement.objects.filter(period_end__gt=date(2024, 6, 1)).delete()
    return world


@pytest.mark.parametrize(
    ("typed", "unit", "decimals", "expected"),
    [
        ("1,570", "count", 0, (Decimal(1570), "")),
        (" 36 ", "count", 0, (Decimal(36), "")),
        ("0", "count", 0, (Decimal(0), "")),
        ("40.3%", "percent", 1, (Decimal("40.3"), "")),
        ("£1,200.50", "money", 2, (Decimal("1200.50"), "")),
        ("−5", "money", 0, (Decimal(-5), "")),
        ("", "count", 0, (None, "")),
        ("C", "count", 0, (None, "c")),
        ("x", "count", 0, (None, "x")),
    ],
)
def test_figures_are_understood_as_people_write_them(typed, unit, decimals, expected) -> None:
    assert read_figure(typed, unit=unit, decimals=decimals) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "lots",
        "<5",
        "12.5",
        "-3",
        "40%",
        "£5",
        "1e9",
        "NaN",
        "Infinity",
        "=1+1",
        "9" * 40,
        "12/05/24",
        "99999999999999999",
    ],
)
def test_anything_else_is_refused(typed) -> None:
    with pytest.raises(WrongFigure):
        read_figure(typed, unit="count", decimals=0)


def test_a_figure_is_written_back_as_it_is_read() -> None:
    assert (written(Decimal("1570.0000"), ""), written(Decimal("40.3000"), ""), written(None, "c")) == (
        "1,570",
        "40.3",
        "c",
    )


@pytest.mark.parametrize(
    ("basis", "frequency", "labels"),
    [
        ("month", "monthly", ["May 2024", "April 2024"]),
        ("snapshot", "monthly", ["May 2024", "April 2024"]),
        ("snapshot", "annual", ["January 2024", "January 2023"]),
        ("quarter", "", ["January to March 2024", "October to December 2023"]),
        ("calendar_year", "", ["2023", "2022"]),
        ("financial_year", "", ["2023-24", "2022-23"]),
        ("academic_year", "", ["September 2022 to August 2023", "September 2021 to August 2022"]),
    ],
)
def test_the_grid_offers_the_last_periods_that_have_ended(basis, frequency, labels) -> None:
    version = IndicatorVersion(period_basis=basis, frequency=frequency)
    found = recent_periods(version, today=date(2024, 6, 14), number=2)
    assert [period.label for period in found] == labels


def grid(officer: Client, **typed: str) -> dict[str, str]:
    """What the page holds, with some boxes typed over: p20240531="37"."""
    forms = officer.get(FIGURES).context["forms"]
    data = {}
    for form in forms:
        data[f"{form.prefix}-value"] = typed.get(form.prefix, form.initial.get("value", ""))
        data[f"{form.prefix}-seen"] = str(form.standing.pk) if form.standing else ""
        if typed.get(f"{form.prefix}_provisional"):
            data[f"{form.prefix}-is_provisional"] = "on"
    return data


def test_a_restated_figure_keeps_the_old_one_and_is_audited_once(officer: Client) -> None:
    events = AuditEvent.objects.count()
    assert officer.post(FIGURES, grid(officer, p20240531="37", p20231231="28")).status_code == 302
    rows = Measurement.objects.filter(version__indicator__code="requests_received", period_end=date(2024, 5, 31))
    assert sorted(rows.values_list("value", "status")) == [(36, "final"), (37, "restated")]
    assert rows.get(value=36).superseded_by.value == 37
    event = AuditEvent.objects.latest("sequence")
    assert AuditEvent.objects.count() == events + 1
    assert event.changes["requests_received, May 2024"] == ["36, final", "37, final"]


def test_saving_what_is_there_writes_nothing(officer: Client) -> None:
    before = Measurement.objects.count(), AuditEvent.objects.count()
    assert officer.post(FIGURES, grid(officer)).status_code == 302
    assert (Measurement.objects.count(), AuditEvent.objects.count()) == before


def test_one_wrong_figure_saves_none_and_gives_all_back(officer: Client) -> None:
    before = Measurement.objects.count()
    response = officer.post(FIGURES, grid(officer, p20240531="37", p20240430="lots"))
    assert response.status_code == 422
    html = response.content.decode()
    assert "April 2024 must be a figure, like 1,570" in html
    assert 'value="lots"' in html
    assert 'value="37"' in html
    assert 'href="#id_p20240430-value"' in html
    assert Measurement.objects.count() == before


def test_a_letter_and_a_provisional_mark_are_kept(officer: Client) -> None:
    officer.post(FIGURES, grid(officer, p20240531="x", p20240430="34", p20240430_provisional="on"))
    current = Measurement.objects.current().filter(version__indicator__code="requests_received")
    assert current.get(period_end=date(2024, 5, 31)).marker == "x"
    assert current.get(period_end=date(2024, 4, 30)).status == "provisional"


def test_a_range_is_kept_as_reported_with_both_ends(officer: Client, world: factories.World) -> None:
    indicator = Indicator.objects.create(authority=world.authority, code="paper_rate", name="Rate in a paper")
    IndicatorVersion.objects.create(indicator=indicator, unit="percent", period_basis="month", decimals=1)
    page = "/c/999/measures/paper_rate/figures/"

    assert officer.post(page, {"p20240531-value": "96–100%"}).status_code == 302
    row = Measurement.objects.get(version__indicator=indicator)
    assert (row.value, row.upper, row.is_as_reported) == (96, 100, True)
    assert 'value="96–100"' in officer.get(page).content.decode()

    seen = {"p20240531-value": "96 to 100", "p20240531-seen": str(row.pk), "p20240531-is_provisional": "on"}
    assert officer.post(page, seen).status_code == 302
    row = Measurement.objects.current().get(version__indicator=indicator)
    assert (row.upper, row.is_as_reported, row.status) == (100, True, "provisional")


def test_an_emptied_box_takes_the_figure_away_and_keeps_it_on_record(officer: Client) -> None:
    officer.post(FIGURES, grid(officer, p20240531=""))
    current = Measurement.objects.current().get(
        version__indicator__code="requests_received", period_end=date(2024, 5, 31)
    )
    assert (current.value, current.marker) == (None, "")


def test_a_figure_that_somebody_else_changed_meanwhile_is_not_overwritten(
    officer: Client, world: factories.World
) -> None:
    mine = grid(officer, p20240531="37")
    records.put(world.authority, records.Row("requests_received", records.Period.month(2024, 5), Decimal(40)))
    response = officer.post(FIGURES, mine)
    assert response.status_code == 422
    assert "May 2024 was changed by somebody else meanwhile: it is now 40" in response.content.decode()
    current = Measurement.objects.current().get(
        version__indicator__code="requests_received", period_end=date(2024, 5, 31)
    )
    assert current.value == 40
    assert f'name="p20240531-seen" value="{current.pk}"' in response.content.decode()
    assert officer.post(FIGURES, grid(officer, p20240531="37")).status_code == 302
