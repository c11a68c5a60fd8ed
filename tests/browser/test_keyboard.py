"""The main pages by keyboard alone: past the navigation in one step, and every stop can be seen."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page

from tests import factories
from tests.browser.people import open_window, signed_in_already
from tests.conditions import answering
from tests.factories import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PERIOD = "agreements/safety-valve/periods/update-1-2024-25/"
DRAFT = (
    ("officer", ""),
    ("officer", PERIOD),
    ("officer", f"{PERIOD}conditions/3.1/"),
    ("officer", f"{PERIOD}summary/"),
    ("finance_officer", f"{PERIOD}dsg-position/2024-25/"),
    ("programme_manager", f"{PERIOD}check/"),
    ("officer", f"{PERIOD}return/"),
    ("officer", "dashboards/overview/"),
)
MOST_STOPS = 70

# What the focus changes about an element; a choice shows it on the ring drawn beside its label.
CHANGES = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const isChoice = ["radio", "checkbox"].includes(element.type);
  const look = () => {
    const style = isChoice ? getComputedStyle(element.labels[0], "::before") : getComputedStyle(element);
    return [style.outlineStyle, style.outlineColor, style.outlineWidth, style.boxShadow, style.backgroundColor,
      style.borderColor, style.borderWidth].join("|");
  };
  const focused = look();
  element.blur();
  const blurred = look();
  element.focus({preventScroll: true});
  const box = (isChoice ? element.labels[0] : element).getBoundingClientRect();
  const points = [0.1, 0.5, 0.9].map((part) => [box.left + Math.min(box.width / 2, 40), box.top + box.height * part]);
  const bar = document.querySelector(".app-save-bar");
  const isUnderBar = bar && !bar.contains(element)
    && points.every(([x, y]) => bar.contains(document.elementFromPoint(x, y)));
  return {
    element: element.outerHTML.slice(0, 120),
    shows: focused !== blurred,
    inSight: box.bottom > 0 && box.top < innerHeight && box.width > 0 && !isUnderBar,
  };
}"""


@pytest.fixture
def page(request: pytest.FixtureRequest, chromium: Browser, live_server: Any) -> Iterator[Page]:
    role, path = request.param
    with time_machine.travel(NOW, tick=True):
        world = factories.make_world()
        if path.endswith("sign-off/"):
            answering.walk_to(world, "awaiting_sign_off")
        context = open_window(chromium)
        signed_in_already(context, live_server.url, world.people[role])
        page = context.new_page()
        page.goto(f"{live_server.url}/c/999/{path}")
        yield page
        context.close()


@pytest.mark.parametrize(
    "page", [*DRAFT, ("director", f"{PERIOD}sign-off/")], indirect=True, ids=lambda p: p[1] or "home"
)
def test_the_skip_link_comes_first_and_every_stop_can_be_seen(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "govuk-skip-link"
    unseen = []
    for _ in range(MOST_STOPS):
        stop = page.evaluate(CHANGES)
        if stop is None:
            break
        if not (stop["shows"] and stop["inSight"]):
            unseen.append(stop)
        page.keyboard.press("Tab")
    assert unseen == []


@pytest.mark.parametrize("page", [DRAFT[2]], indirect=True, ids=["condition"])
def test_the_skip_link_leads_past_the_navigation(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("page", [DRAFT[2]], indirect=True, ids=["condition"])
def test_an_update_can_be_written_and_saved_by_keyboard(page: Page) -> None:
    page.locator("input[name=rag]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("- Guidance sent.")
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("Condition 3.1: saved.").wait_for()
