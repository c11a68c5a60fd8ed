"""A chart that somebody wants to explore: the library comes when asked for, by mouse or keyboard, and goes again."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from dashboards.models import Indicator, IndicatorVersion, Measurement
from safetyvalve.demo import shipped
from tests import factories
from tests.browser.people import listen, open_window, refusals, signed_in_already
from tests.factories import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dashboard(chromium: Browser, live_server: Any) -> Iterator[Page]:
    """The overview of a council with five months of plans."""
    with time_machine.travel(NOW, tick=True):
        shipped.load()
        world = factories.make_world()
        version = IndicatorVersion.objects.get(indicator=Indicator.objects.get(code="plans_maintained"))
        for month, (day, value) in enumerate(((31, 1540), (29, 1551), (31, 1562), (30, 1570), (31, 1581)), start=1):
            Measurement.objects.create(
                authority=world.authority,
                version=version,
                area_code=world.authority.gss_code,
                period_start=date(2024, month, day),
                period_end=date(2024, month, day),
                value=Decimal(value),
                recorded_at=NOW,
            )
        context = open_window(chromium)
        signed_in_already(context, live_server.url, world.people["officer"])
        page = context.new_page()
        page.complaints = []  # type: ignore[attr-defined]
        listen(page, page.complaints)  # type: ignore[attr-defined]
        page.goto(f"{live_server.url}/c/999/dashboards/overview/")
        yield page
        context.close()


def first_chart(page: Page) -> Any:
    return page.locator("figure.app-chart").filter(has_text="EHC plans").first


def library_is_here(page: Page) -> bool:
    return bool(page.evaluate("Boolean(window.Plotly)"))


def test_the_library_is_fetched_on_the_first_click_only(dashboard: Page) -> None:
    fetched: list[str] = []
    dashboard.on("request", lambda request: fetched.append(request.url))
    dashboard.reload()
    assert not library_is_here(dashboard)
    assert [address for address in fetched if "plotly" in address] == []
    chart = first_chart(dashboard)
    chart.get_by_role("button", name="Explore this chart").click()
    expect(chart.locator(".app-chart__canvas .main-svg").first).to_be_visible()
    expect(chart.locator(".app-chart__drawing")).to_be_hidden()
    assert len([address for address in fetched if "plotly" in address and address.endswith(".js")]) == 1
    assert refusals(dashboard) == []
    assert dashboard.complaints == []  # type: ignore[attr-defined]


def test_it_can_be_switched_back_and_forth_by_keyboard(dashboard: Page) -> None:
    chart = first_chart(dashboard)
    chart.get_by_role("button", name="Explore this chart").focus()
    dashboard.keyboard.press("Enter")
    expect(chart.get_by_role("status")).to_contain_text("shows each figure")
    dashboard.keyboard.press("Space")
    expect(chart.locator(".app-chart__drawing")).to_be_visible()
    expect(chart.locator(".app-chart__canvas")).to_be_hidden()
    expect(chart.get_by_role("status")).to_contain_text("The simple chart is back.")
    assert dashboard.evaluate("document.activeElement.textContent").startswith("Explore this chart")


def test_a_library_that_does_not_come_leaves_the_drawing(dashboard: Page) -> None:
    dashboard.route("**/*plotly*.js", lambda route: route.abort())
    chart = first_chart(dashboard)
    chart.get_by_role("button", name="Explore this chart").click()
    expect(chart.get_by_role("status")).to_contain_text("could not be loaded")
    expect(chart.locator(".app-chart__drawing")).to_be_visible()
