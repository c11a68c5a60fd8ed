"""An edition from the publisher's desk to a phone and back: with scripts and without.

Prepared and published at a desk, opened by its link in a browser that nobody has signed in to, on a screen of 320
pixels; then withdrawn, and the link refuses.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, expect

from dashboards.models import LinkViews, Publication
from tests import factories
from tests.browser.people import Person, listen, open_window
from tests.dashboards import records
from tests.factories import NOW, PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def world() -> Iterator[World]:
    with time_machine.travel(NOW, tick=True):
        made = factories.make_world()
        records.six_months(made.authority)
        publisher = made.people["programme_manager"]
        publisher.set_password(PASSWORD)
        publisher.save()
        yield made


@pytest.mark.parametrize("with_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_publish_open_on_a_phone_withdraw_refused(
    with_scripts: bool, world: World, chromium: Browser, live_server: Any
) -> None:
    email = world.people["programme_manager"].email
    desk = Person(chromium, live_server.url, email, java_script_enabled=with_scripts)
    desk.sign_in(PASSWORD)
    desk.open("/c/999/publications/")
    desk.press("Prepare an edition")
    desk.page.get_by_label("Month").select_option("May 2024")
    desk.page.locator("textarea[name=links_introduction]").fill("Two more plans than agreed.")
    desk.press("Save and look at it")
    desk.press("Go on to publish")
    desk.press("Publish")
    assert desk.heading == "SEND dashboard, May 2024"
    desk.press("Make a link")
    desk.page.get_by_label("Whom it is for").fill("Forum members")
    desk.press("Make the link")
    address = desk.page.get_by_label("The address").input_value()

    complaints: list[str] = []
    phone = open_window(chromium, viewport=PHONE, java_script_enabled=with_scripts)
    page = phone.new_page()
    listen(page, complaints)
    page.goto(address)
    expect(page.locator("h1")).to_have_text("SEND dashboard")
    expect(page.get_by_text("Two more plans than agreed.")).to_be_visible()
    expect(page.locator("h2").first).to_contain_text("EHC plans in May 2024 are 2 above")
    expect(page.locator("main svg.chart-narrow").first).to_be_visible()
    assert page.locator("main svg.chart-narrow").first.bounding_box()["width"] <= PHONE["width"]  # type: ignore[index]
    page.get_by_text("Show the figures as a table").first.click()
    expect(page.get_by_role("cell", name="1,570")).to_be_visible()
    assert page.locator("nav").count() == 0
    assert LinkViews.objects.get().count == 1
    assert not complaints

    desk.follow("Back to the edition")
    assert "Forum members" in desk.words
    desk.follow("Withdraw this edition")
    desk.page.get_by_label("Why").fill("A figure was wrong.")
    desk.press("Withdraw this edition")
    assert Publication.objects.get().state == Publication.State.WITHDRAWN
    refused = page.goto(address)
    assert refused is not None
    assert refused.status == 404
    expect(page.locator("h1")).to_have_text("This link does not open anything")
    phone.close()
    desk.leave()
