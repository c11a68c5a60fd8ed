"""An edition e-mailed to somebody without an account: from the mailing list to a phone and out of the list again."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from playwright.sync_api import Browser, expect

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
def test_paste_the_list_publish_read_on_a_phone_and_stop(
    with_scripts: bool, world: World, chromium: Browser, live_server: Any, settings: Any
) -> None:
    settings.SITE_ADDRESS = live_server.url
    email = world.people["programme_manager"].email
    desk = Person(chromium, live_server.url, email, java_script_enabled=with_scripts)
    desk.sign_in(PASSWORD)
    desk.open("/c/999/publications/readers/many/")
    desk.page.get_by_label("People").fill("Clerk to the forum <clerk@elsewhere.example>\nhead@school.example")
    desk.press("Add them")
    assert "Added (2)" in desk.words

    desk.open("/c/999/publications/new/")
    desk.page.get_by_label("Month", exact=True).select_option("May 2024")
    desk.press("Save and look at it")
    desk.press("Go on to publish")
    assert desk.page.get_by_label("E-mail this to 3 people").is_checked()
    desk.press("Publish")
    assert "It is e-mailed to 3 people." in desk.words
    [message] = [each for each in mail.outbox if each.to == ["clerk@elsewhere.example"]]
    assert "EHC plans in May 2024 are 2 above" in message.body

    complaints: list[str] = []
    phone = open_window(chromium, viewport=PHONE, java_script_enabled=with_scripts)
    page = phone.new_page()
    listen(page, complaints)
    page.set_content(message.alternatives[0][0])
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("link", name="Read it and see the charts").click()
    expect(page.locator("h1")).to_have_text("SEND dashboard")
    address = page.url
    page.goto(re.findall(rf"{live_server.url}/e-mails/\S+", message.body)[0])
    page.get_by_role("button", name="Stop these e-mails").click()
    expect(page.locator("h1")).to_have_text("You will get no more of these e-mails")
    assert not complaints

    desk.page.reload()
    row = desk.page.locator(".govuk-summary-list__row").filter(has_text="Clerk to the forum").filter(has_text="Revoke")
    expect(row).to_contain_text("Opened 1 time, last on")
    row.get_by_role("link", name="Revoke").click()
    desk.press("Revoke the link")
    refused = page.goto(address)
    assert refused is not None
    assert refused.status == 410
    desk.open("/c/999/publications/readers/")
    assert "Stopped the e-mails on 14 June 2024" in desk.words
    phone.close()
    desk.leave()
