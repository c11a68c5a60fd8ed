"""The style guide in a real browser: nothing inaccessible, nothing refused by the security policy, nothing too wide."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 768, 1280)
REFUSALS = "addEventListener('securitypolicyviolation', event => (window.refused ??= []).push(event.violatedDirective))"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


def guide(chromium: Browser, live_server: Any, width: int = 1280, **options: Any) -> Page:
    page = chromium.new_page(viewport={"width": width, "height": 900}, **options)
    page.add_init_script(REFUSALS)
    page.goto(live_server.url + reverse("core:styleguide"))
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(chromium: Browser, live_server: Any, width: int) -> None:
    page = guide(chromium, live_server, width)
    page.wait_for_selector("body.govuk-frontend-supported")
    violations = Axe().run(page).response["violations"]
    assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []


def test_axe_finds_nothing_when_no_script_arrives(chromium: Browser, live_server: Any) -> None:
    page = chromium.new_page(viewport={"width": 768, "height": 900})
    page.route("**/*.js", lambda route: route.abort())
    page.goto(live_server.url + reverse("core:styleguide"))
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_is_no_wider_than_the_window(chromium: Browser, live_server: Any, width: int) -> None:
    page = guide(chromium, live_server, width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_security_policy_refuses_nothing(chromium: Browser, live_server: Any) -> None:
    page = guide(chromium, live_server)
    page.wait_for_selector("body.govuk-frontend-supported")
    assert page.evaluate("window.refused ?? []") == []


def test_a_line_of_the_error_summary_moves_the_focus_to_its_field(chromium: Browser, live_server: Any) -> None:
    page = guide(chromium, live_server)
    page.wait_for_selector("body.govuk-frontend-supported")
    page.click("text=Select the RAG for this update >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_wrong-rag_0"


def test_mitigation_is_folded_until_a_level_asks_for_it(chromium: Browser, live_server: Any) -> None:
    page = guide(chromium, live_server)
    mitigation = page.locator("#id_empty-mitigation")
    mitigation.wait_for(state="hidden")
    page.check("#id_empty-rag_2")
    assert mitigation.is_visible()
    page.check("#id_empty-rag_1")
    assert mitigation.is_hidden()


def test_what_is_written_is_never_folded_away(chromium: Browser, live_server: Any) -> None:
    page = guide(chromium, live_server)
    page.check("#id_empty-rag_2")
    page.fill("#id_empty-mitigation", "A second board meets in June.")
    page.check("#id_empty-rag_1")
    assert page.locator("#id_empty-mitigation").is_visible()


def test_without_script_everything_is_on_the_page(chromium: Browser, live_server: Any) -> None:
    page = guide(chromium, live_server, java_script_enabled=False)
    assert page.locator("#id_empty-mitigation").is_visible()
    assert page.locator("#id_empty-no_change_reason").is_visible()
