"""An edition from the publisher's desk to a phone and back: with scripts and without.

Prepared, published and e-mailed at a desk; opened from the e-mail in a browser that nobody has signed in to, on a
screen of 320 pixels; a question asked there is answered at the desk and read on the phone; then the edition is
withdrawn, and the link refuses.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from dashboards.models import LinkViews, Publication, Question
from tests import factories
from tests.browser.people import Person, listen, open_window
from tests.dashboards import records
from tests.factories import NOW, PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 320, "height": 640}
READER = "chair@forum.example"


@pytest.fixture
def world() -> Iterator[World]:
    with time_machine.travel(NOW, tick=True):
        made = factories.make_world()
        records.six_months(made.authority)
        publisher = made.people["programme_manager"]
        publisher.set_password(PASSWORD)
        publisher.save()
        yield made


@pytest.fixture
def post(settings: Any, tmp_path: Path) -> Path:
    """The folder into which each e-mail goes as a file."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def letter_to(address: str, post: Path) -> str:
    """The plain text of the e-mail to somebody, out of the files."""
    for file in post.iterdir():
        for part in file.read_bytes().split(b"-" * 79 + b"\n"):
            message = message_from_bytes(part, policy=policy.default)
            if message["To"] == address:
                body = message.get_body(("plain",))
                return body.get_content() if body else ""
    raise AssertionError(f"There is no e-mail to {address}")


def publish_and_email(desk: Person) -> None:
    desk.open("/c/999/publications/readers/")
    desk.press("Add a person")
    desk.page.get_by_label("Name").fill("Chair of the Forum")
    desk.page.get_by_label("E-mail address").fill(READER)
    desk.press("Add the person")
    desk.open("/c/999/publications/")
    desk.press("Prepare an edition")
    desk.page.get_by_label("Month", exact=True).select_option("May 2024")
    desk.page.locator("textarea[name=links_introduction]").fill("Plans are above what was agreed.")
    desk.press("Save and look at it")
    desk.press("Go on to publish")
    desk.press("Publish")
    assert desk.heading == "SEND dashboard, May 2024"


def read_on_a_phone(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("h1")).to_have_text("SEND dashboard")
    expect(page.get_by_text("Plans are above what was agreed.")).to_be_visible()
    expect(page.locator("h2").first).to_contain_text("EHC plans in May 2024 are 2 above")
    expect(page.locator("main svg.chart-narrow").first).to_be_visible()
    assert page.locator("main svg.chart-narrow").first.bounding_box()["width"] <= PHONE["width"]  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_text("Show the figures as a table").first.click()
    expect(page.get_by_role("cell", name="1,570")).to_be_visible()
    assert page.locator("nav").count() == 0
    assert LinkViews.objects.get().count == 1


def ask(page: Page) -> None:
    page.get_by_role("link", name="Ask a question about this chart").first.click()
    page.get_by_label("Your question").fill("Why are there more plans than agreed?")
    page.get_by_role("button", name="Send the question").click()
    expect(page.locator("h1")).to_contain_text("question has been sent")


def answer(desk: Person) -> None:
    desk.open("/c/999/questions/")
    desk.page.locator("main").get_by_role("link", name=re.compile("more plans than agreed")).first.click()
    desk.page.get_by_label("The answer", exact=True).fill("Fewer plans ended this spring than we expected.")
    desk.press("Publish the answer")


@pytest.mark.parametrize("with_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_publish_email_open_on_a_phone_ask_answer_withdraw_refused(
    with_scripts: bool, world: World, chromium: Browser, live_server: Any, post: Path
) -> None:
    email = world.people["programme_manager"].email
    desk = Person(chromium, live_server.url, email, java_script_enabled=with_scripts)
    desk.sign_in(PASSWORD)
    publish_and_email(desk)
    letter = letter_to(READER, post)
    assert "EHC plans in May 2024 are 2 above" in letter
    found = re.search(r"https?://[^/\s]+(/s/\S+)", letter)
    assert found, letter
    address = live_server.url + found[1]

    complaints: list[str] = []
    phone = open_window(chromium, viewport=PHONE, java_script_enabled=with_scripts)
    page = phone.new_page()
    listen(page, complaints)
    read_on_a_phone(page, address)
    ask(page)
    page.goto(address)
    expect(page.get_by_text("Why are there more plans than agreed?")).to_have_count(0)
    answer(desk)
    assert Question.objects.get().is_published
    page.goto(address)
    expect(page.get_by_text("Fewer plans ended this spring than we expected.")).to_be_visible()
    assert not complaints

    edition = Publication.objects.get()
    desk.open(f"/c/999/publications/{edition.pk}/manage/")
    assert "Chair of the Forum" in desk.words
    desk.follow("Withdraw this edition")
    desk.page.get_by_label("Why").fill("A figure was wrong.")
    desk.press("Withdraw this edition")
    edition.refresh_from_db()
    assert edition.state == Publication.State.WITHDRAWN
    refused = page.goto(address)
    assert refused is not None
    assert refused.status == 410
    expect(page.locator("h1")).to_have_text("These figures have been withdrawn")
    expect(page.locator("main svg")).to_have_count(0)
    phone.close()
    desk.leave()
