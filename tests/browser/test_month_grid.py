"""The grid of a month by keyboard: Enter and the arrows move, a pasted column fills downwards, and it saves."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, BrowserContext, Page

from dashboards.models import Measurement
from tests import factories
from tests.browser.people import open_window, signed_in_already
from tests.dashboards import records
from tests.factories import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const options = {clipboardData: data, bubbles: true, cancelable: true};
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
}"""


@pytest.fixture
def served(live_server: Any) -> Iterator[tuple[str, factories.World]]:
    with time_machine.travel(NOW, tick=True):
        world = factories.make_world()
        records.six_months(world.authority)
        Measurement.objects.filter(period_end__gt=date(2024, 5, 1)).delete()
        yield f"{live_server.url}/c/999/measures/month/2024-05/", world


def opened(browser: Browser, served: tuple[str, factories.World], **options: Any) -> tuple[BrowserContext, Page]:
    address, world = served
    context = open_window(browser, **options)
    signed_in_already(context, address.partition("/c/")[0], world.people["officer"])
    page = context.new_page()
    page.goto(address)
    return context, page


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def filled(page: Page) -> list[str]:
    return [box.input_value() for box in page.locator("input[data-cell]").all()]


def test_a_month_is_typed_and_saved_without_the_mouse(chromium: Browser, served: tuple[str, factories.World]) -> None:
    context, page = opened(chromium, served)
    names = [box.get_attribute("id") for box in page.locator("input[data-cell]").all()]
    page.locator(f"#{names[0]}").focus()

    page.keyboard.type("1,571")
    for key, at in (("Enter", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("Shift+Enter", 0), ("ArrowUp", 0)):
        page.keyboard.press(key)
        assert focused(page) == names[at], key

    page.keyboard.press("Enter")
    page.evaluate(PASTE, '16\tleft out\r\n"5"\r\n36\r\n')
    assert filled(page)[:4] == ["1,571", "16", "5", "36"]
    assert focused(page) == names[3]
    assert page.locator("[data-grid-said]").inner_text() == "3 boxes filled."

    page.keyboard.press("Enter")
    page.evaluate(PASTE, "\n".join(["1"] * 20))
    assert "had no box" in page.locator("[data-grid-said]").inner_text()

    with page.expect_navigation():
        page.get_by_role("button", name="Save these figures").click()
    assert "figures of May 2024 saved" in page.locator("main").inner_text()
    assert (
        Measurement.objects.get(version__indicator__code="plans_maintained", period_end=date(2024, 5, 31)).value == 1571
    )
    context.close()


def test_a_single_pasted_figure_is_left_to_the_browser(chromium: Browser, served: tuple[str, factories.World]) -> None:
    context, page = opened(chromium, served)
    page.locator("input[data-cell]").first.focus()
    page.evaluate(PASTE, "1,571")
    assert page.locator("[data-grid-said]").inner_text() == ""
    context.close()


def test_without_scripts_enter_saves_and_a_doubt_can_be_answered(
    chromium: Browser, served: tuple[str, factories.World]
) -> None:
    context, page = opened(chromium, served, java_script_enabled=False)
    assert not page.get_by_text("Enter and the arrow keys move").is_visible()
    page.fill("#id_plans_maintained-value", "1,600")
    page.fill("#id_plans_new-value", "16")
    page.fill("#id_plans_ceased-value", "5")
    with page.expect_navigation():
        page.press("#id_plans_ceased-value", "Enter")
    assert "makes 1,571. Here it is 1,600, 29 more" in page.locator("main").inner_text()
    assert page.input_value("#id_plans_maintained-value") == "1,600"

    page.check("#checked", force=True)
    with page.expect_navigation():
        page.press("#id_plans_ceased-value", "Enter")
    assert "3 figures of May 2024 saved" in page.locator("main").inner_text()
    context.close()
