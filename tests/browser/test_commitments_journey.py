"""A finance officer's placement list: refused with names in it, read without them, saved, seen beside the forecast."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests import factories
from tests.browser.people import Person, refusals, signed_in_already
from tests.dashboards.finance.ledger import a_year, enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONEY = "/c/999/finance/safety-valve/"
HEADINGS = "Provider type,Rate,Unit,Start,DSG,Health"
ROWS = ("Independent,365000,year,01/04/2024,60%,40%", "Palace,1,year,01/04/2024,,")


def hand_over(finance: Person, headings: str, *rows: str) -> None:
    page = finance.open(f"{MONEY}commitments/upload/")
    content = "\r\n".join([headings, *rows]).encode()
    file: Any = {"name": "list.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    for part, value in (("Day", "31"), ("Month", "5"), ("Year", "2024")):
        page.get_by_label(part, exact=True).fill(value)
    finance.press("Read this list")


@pytest.mark.parametrize("with_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_list_goes_from_the_file_to_beside_the_forecast_and_back(
    chromium: Browser, live_server: Any, clock: Any, with_scripts: bool
) -> None:
    world = factories.make_world()
    enter(world, "2024-25", a_year(l1_2_1=0, l1_2_2=0, l1_2_3=200_000))
    officer = world.people["finance_officer"]
    options = {"viewport": {"width": 320, "height": 800}, "java_script_enabled": with_scripts}
    finance = Person(chromium, live_server.url, officer.email, **options)
    signed_in_already(finance.context, live_server.url, officer)
    hand_over(finance, f"{HEADINGS},Pupil name", *(f"{row},Ada Jones" for row in ROWS))
    expect(finance.page.locator("main")).to_contain_text("Column G (Pupil name) may say which child a row is about.")
    # Not "Ada", which a random token of the form can hold.
    assert "Jones" not in finance.page.content()
    hand_over(finance, HEADINGS, *ROWS)
    assert finance.heading == "This list has 1 placement, and 1 row cannot be used"
    expect(finance.page.locator("main")).to_contain_text("list.csv, row 3, column A (Provider type)")
    finance.press("Save these commitments")
    assert finance.heading == "Commitments"
    assert "What is committed comes to £19,000 more than the forecast." in finance.words
    finance.open(MONEY)
    assert "What is committed comes to £19,000 more than the forecast." in finance.words
    finance.open(f"{MONEY}commitments/")
    finance.follow("Remove")
    finance.press("Remove this list")
    assert "No commitments yet" in finance.words
    assert not with_scripts or refusals(finance.page) == []
    finance.leave()
