"""Saving a draft while somebody writes: what the page says in each case. The server's part is played here."""

import json
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route

from tests.look.test_styleguide_in_browser import chromium as chromium

pytestmark = pytest.mark.browser
FORM = """<!doctype html><html lang="en"><body>
<form data-autosave-url="/autosave/"><textarea name="narrative"></textarea>
<input type="hidden" name="revision" value="3"><p data-saved-at role="status">Saved 14:02</p></form>
<script type="module" src="/static/js/app.js"></script></body></html>"""


@pytest.fixture
def page(chromium: Any) -> Any:
    made = chromium.new_page()
    made.clock.install()
    made.route("http://page.test/", lambda route: route.fulfill(body=FORM, content_type="text/html"))
    made.route("http://page.test/static/**", serve_static)
    yield made
    made.close()


def serve_static(route: Route) -> None:
    path = settings.BASE_DIR / route.request.url.removeprefix("http://page.test/")
    route.fulfill(body=path.read_text("utf-8"), content_type="text/javascript")


def write_and_wait(page: Page, replies: list[dict[str, Any]]) -> list[Any]:
    """Type a word, let three seconds pass, answer with the replies in turn. Gives back the requests."""
    asked: list[Any] = []

    def answer(route: Route) -> None:
        asked.append(route.request)
        route.fulfill(**replies[min(len(asked), len(replies)) - 1])

    page.route("http://page.test/autosave/", answer)
    page.goto("http://page.test/")
    page.fill("textarea", "On plan")
    page.clock.run_for(3100)
    return asked


def reply(status: int, **body: Any) -> dict[str, Any]:
    return {"status": status, "content_type": "application/json", "body": json.dumps(body)}


def said(page: Page, words: str) -> bool:
    page.wait_for_function("words => document.querySelector('[data-saved-at]').textContent.includes(words)", arg=words)
    return True


def test_a_pause_saves_and_says_when(page: Page) -> None:
    asked = write_and_wait(page, [reply(200, saved_at="14:32", revision=4)])
    assert said(page, "Saved 14:32")
    assert asked[0].headers["x-autosave"] == "1"
    assert "On plan" in asked[0].post_data
    assert page.input_value("[name=revision]") == "4"


def test_somebody_else_s_change_is_told_and_saving_stops(page: Page) -> None:
    asked = write_and_wait(page, [reply(409, message="The finance officer has changed this.")])
    assert said(page, "The finance officer has changed this.")
    page.fill("textarea", "On plan again")
    page.clock.run_for(10_000)
    assert len(asked) == 1


def test_a_lost_session_is_told(page: Page) -> None:
    write_and_wait(page, [{"status": 401, "body": ""}])
    assert said(page, "you have been signed out")


def test_a_server_in_trouble_is_asked_again(page: Page) -> None:
    write_and_wait(page, [{"status": 503, "body": ""}, reply(200, saved_at="14:33", revision=5)])
    assert said(page, "Trying again")
    page.clock.run_for(6_100)
    assert said(page, "Saved 14:33")
