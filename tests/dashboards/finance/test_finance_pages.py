"""The finance grid in a browser's hands: who sees it, what is saved, what is refused and what is asked about."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conditions.line_list import lines
from conditions.models import FinanceLine
from dashboards.finance import blocks as reading
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.conditions.answering import complete, send
from tests.dashboards.finance.grid_pages import FORECAST, GRID, USE
from tests.dashboards.finance.ledger import a_year, enter

pytestmark = pytest.mark.usefixtures("clock")
CHANGE = f"{GRID}change/"
ACTUAL = "?sheet=actual"


@pytest.fixture
def world(db: None) -> factories.World:
    return factories.make_world()


def sheet(client: Client, address: str, **typed: str) -> dict[str, str]:
    """What the page would send, with some boxes typed over: by line of 2024-25, or by the whole name of a box."""
    form = client.get(address).context["form"]
    data = {bound.html_name: str(bound.value() if bound.value() is not None else "") for bound in form}
    return data | {name if "_" in name else f"2024-25_{name}": text for name, text in typed.items()}


def amount(code: str, year: str = "2024-25", **fields: Any) -> Decimal | None:
    row = FinanceLine.objects.filter(financial_year=year, line=code, **fields).first()
    return row.amount if row else None


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_one_agreement_is_opened_at_once_and_several_are_listed(finance: Client, world: factories.World) -> None:
    assert finance.get("/c/999/finance/").headers["Location"] == GRID
    factories.make_agreement(world.authority, slug="another", title="Another agreement")
    assert b"Another agreement" in finance.get("/c/999/finance/").content


def test_an_officer_reads_and_does_not_change(client: Client, world: factories.World) -> None:
    client.force_login(world.people["officer"])
    page = client.get(GRID)
    assert page.status_code == 200
    assert CHANGE.encode() not in page.content
    assert client.get(CHANGE).status_code == 403
    assert client.post(USE).status_code == 403


def test_a_page_without_figures_says_so_and_still_shows_what_was_agreed(finance: Client) -> None:
    page = finance.get(GRID).content.decode()
    assert "Nobody has entered these figures yet." in page
    assert "−£14,440,000" in page


def test_a_grid_is_saved_in_one_go_and_every_change_is_audited(finance: Client, world: factories.World) -> None:
    data = sheet(finance, CHANGE + FORECAST, **{"1.2.3": "14.1m", "hn-payments": "2,030,000.50"}) | {"source": "Ledger"}
    response = finance.post(CHANGE + FORECAST, data)
    assert response.headers["Location"] == GRID + FORECAST
    row = FinanceLine.objects.get(line="1.2.3")
    assert (row.amount, row.block, row.period, row.column) == (
        Decimal(14_100_000),
        "high_needs",
        world.period,
        "forecast",
    )
    assert (row.source, row.updated_by, row.revision) == ("Ledger", world.people["finance_officer"], 1)
    event = AuditEvent.objects.get(action="finance_forecast_changed")
    assert event.changes == {
        "2024-25: 1.2.3 Top-up: non-maintained and independent": [None, "14100000.00"],
        "2024-25: DfE Safety Valve payments (high needs block)": [None, "2030000.50"],
    }
    finance.post(CHANGE + FORECAST, sheet(finance, CHANGE + FORECAST, **{"1.2.3": ""}))
    assert amount("1.2.3") is None
    assert AuditEvent.objects.filter(action="finance_forecast_changed").last().changes == {  # type: ignore[union-attr]
        "2024-25: 1.2.3 Top-up: non-maintained and independent": ["14100000.00", None]
    }


def test_the_same_words_in_two_blocks_are_two_changes(finance: Client) -> None:
    finance.post(CHANGE + FORECAST, sheet(finance, CHANGE + FORECAST, **{"sch-adjustment": "1", "ey-adjustment": "2"}))
    assert AuditEvent.objects.get(action="finance_forecast_changed").changes == {
        "2024-25: Other adjustments (schools block)": [None, "1.00"],
        "2024-25: Other adjustments (early years block)": [None, "2.00"],
    }


def test_saving_what_is_there_writes_nothing(finance: Client, world: factories.World) -> None:
    enter(world, "2024-25", a_year())
    before = AuditEvent.objects.count()
    finance.post(CHANGE + FORECAST, sheet(finance, CHANGE + FORECAST))
    assert AuditEvent.objects.count() == before


def test_text_in_a_money_cell_is_refused_at_its_cell_and_everything_is_kept(finance: Client) -> None:
    data = sheet(finance, CHANGE + FORECAST, **{"1.2.3": "about twelve", "1.2.1": "9m"})
    response = finance.post(CHANGE + FORECAST, data)
    assert response.status_code == 422
    assert list(errors(response)) == ["2024-25_1.2.3"]
    page = response.content.decode()
    assert 'value="about twelve"' in page
    assert 'value="9m"' in page
    assert not FinanceLine.objects.exists()


def test_income_has_no_minus_sign(finance: Client) -> None:
    response = finance.post(CHANGE + FORECAST, sheet(finance, CHANGE + FORECAST, **{"hn-income": "-38m"}))
    assert "without a minus sign" in errors(response)["2024-25_hn-income"][0]


def test_a_thousand_fold_jump_asks_once_and_is_saved_when_ticked(finance: Client, world: factories.World) -> None:
    enter(world, "2024-25", a_year())
    data = sheet(finance, CHANGE + FORECAST, **{"1.2.3": "14,000"})
    asked = finance.post(CHANGE + FORECAST, data)
    assert asked.status_code == 422
    assert "£14,000 where £14,000,000 stood before. Pounds or thousands?" in asked.content.decode()
    assert amount("1.2.3") == Decimal(14_000_000)
    other = finance.post(CHANGE + FORECAST, {**data, "2024-25_1.2.1": "9", "checked": asked.context["doubts_digest"]})
    assert other.status_code == 422
    ticked = finance.post(CHANGE + FORECAST, {**data, "checked": asked.context["doubts_digest"]})
    assert ticked.status_code == 302
    assert amount("1.2.3") == Decimal(14_000)


def test_nobody_saves_over_a_figure_they_have_not_seen(finance: Client, world: factories.World) -> None:
    enter(world, "2024-25", a_year())
    mine = sheet(finance, CHANGE + FORECAST, **{"1.2.3": "14.5m", "1.2.1": "9.5m"})
    theirs = sheet(finance, CHANGE + FORECAST, **{"1.2.3": "14.2m", "1.2.2": "7.7m"})
    assert finance.post(CHANGE + FORECAST, theirs).status_code == 302
    refused = finance.post(CHANGE + FORECAST, mine)
    assert refused.status_code == 422
    assert "somebody else saved £14,200,000 meanwhile" in errors(refused)["2024-25_1.2.3"][0]
    assert (amount("1.2.3"), amount("1.2.1")) == (Decimal(14_200_000), Decimal(9_000_000))
    again = {**mine, "seen": refused.context["form"]["seen"].value()}
    assert finance.post(CHANGE + FORECAST, again).status_code == 302
    # A box that was not touched keeps what the other person put there.
    assert (amount("1.2.3"), amount("1.2.1"), amount("1.2.2")) == (
        Decimal(14_500_000),
        Decimal(9_500_000),
        Decimal(7_700_000),
    )


def test_a_year_outside_the_agreement_is_refused(finance: Client) -> None:
    data = sheet(finance, CHANGE + FORECAST, **{"2035-36_1.2.3": "1m"})
    response = finance.post(CHANGE + FORECAST, data)
    assert errors(response)["__all__"] == ["2035-36 is not a year of this agreement. Its years are 2022-23 to 2026-27."]
    assert not FinanceLine.objects.exists()


@pytest.mark.parametrize("seen", ["", "nonsense", "[]", '{"2024-25_1.2.3": "NaN"}', '{"x": "1"}', "[" * 100_000])
def test_a_page_that_lost_track_of_what_it_showed_saves_nothing(finance: Client, seen: str) -> None:
    data = {**sheet(finance, CHANGE + FORECAST, **{"1.2.3": "1m"}), "seen": seen}
    response = finance.post(CHANGE + FORECAST, data)
    assert response.status_code == 422
    assert not FinanceLine.objects.exists()


def test_a_forecast_whose_return_is_locked_is_refused_and_nothing_typed_is_lost(
    finance: Client, world: factories.World
) -> None:
    data = sheet(finance, CHANGE + FORECAST, **{"1.2.3": "14.1m"})
    complete(world)
    send(world)
    response = finance.post(CHANGE + FORECAST, data)
    assert response.status_code == 422
    assert "waiting for sign-off, so its answers are locked" in errors(response)["__all__"][0]
    assert 'value="14.1m"' in response.content.decode()
    assert not FinanceLine.objects.exists()
    assert "waiting for sign-off" in finance.get(GRID + FORECAST).content.decode()
    assert finance.post(CHANGE + ACTUAL, sheet(finance, CHANGE + ACTUAL, **{"1.2.3": "14.1m"})).status_code == 302


def test_empty_boxes_of_a_year_are_filled_with_nothing_on_the_page_only(finance: Client) -> None:
    data = sheet(finance, CHANGE + FORECAST, **{"1.2.3": "14m"}) | {"zeros": "2024-25"}
    response = finance.post(CHANGE + FORECAST, data)
    form = response.context["form"]
    assert (form["2024-25_1.2.3"].value(), form["2024-25_1.2.4"].value()) == ("14m", "0")
    assert (form["2024-25_hn-opening-before"].value(), form["2025-26_1.2.4"].value()) == ("", "")
    assert not FinanceLine.objects.exists()


def test_one_year_can_be_typed_alone(finance: Client) -> None:
    address = f"{CHANGE}{FORECAST}&year=2025-26"
    assert finance.get(address).context["years"] == ["2025-26"]
    finance.post(address, sheet(finance, address, **{"2025-26_1.2.3": "14m"}))
    assert amount("1.2.3", "2025-26") == Decimal(14_000_000)


def test_a_forecast_offers_the_years_that_are_not_over_unless_asked_for_all(finance: Client) -> None:
    assert finance.get(CHANGE + FORECAST).context["years"] == ["2024-25", "2025-26", "2026-27"]
    assert finance.get(f"{CHANGE}{FORECAST}&year=all").context["years"][0] == "2022-23"


def test_the_page_names_what_is_missing(finance: Client, world: factories.World) -> None:
    enter(world, "2024-25", a_year(l1_2_3=None))
    page = finance.get(GRID + FORECAST).content.decode()
    missing = "2024-25: not known, because 1 figure is missing: 2024-25 1.2.3 Top-up: non-maintained and independent."
    assert missing in page


def test_ten_years_of_forty_lines_open_in_under_fifteen_queries(finance: Client, world: factories.World) -> None:
    version = world.agreement.versions.get()
    version.last_year = "2031-32"
    version.save()
    years = reading.read(world.agreement).years
    for year in years:
        enter(world, year, a_year())
        enter(world, year, a_year(), column="actual")
    assert (len(years), len(lines())) == (10, 40)
    for address in (GRID + FORECAST, f"{CHANGE}{FORECAST}&year=all"):
        with CaptureQueriesContext(connection) as captured:
            assert finance.get(address).status_code == 200
        assert len(captured) < 15, [each["sql"][:90] for each in captured]
