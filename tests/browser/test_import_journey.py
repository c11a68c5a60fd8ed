"""An analyst's file, from the drop on the page to the dashboard and the return and back: with scripts and without.

On record are half a year's figures; the file restates May's plans, brings a new figure, and has a cell that is no
figure. It is a workbook of our grid as somebody would fill it in.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, expect

from dashboards.models import Measurement
from tests import factories
from tests.browser.people import Person
from tests.dashboards import records
from tests.dashboards.imports.sheets import workbook
from tests.factories import NOW, PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILE = "figures-may.xlsx"
GRID = [
    ["Measure", "Code", "April 2024", "May 2024"],
    ["EHC plans maintained", "plans_maintained", 1560, 1583],
    ["New EHC plans", "plans_new", 15, "lots"],
    ["Complaints", "complaints", "", 4],
]
MEASURE = "/c/999/measures/plans_maintained/"
DROP = """([button, name, content]) => {
  const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  button.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""


@dataclass
class Journey:
    """One analyst at one browser, with or without scripts."""

    analyst: Person
    world: World
    with_scripts: bool

    def choose(self, content: bytes) -> None:
        """Drop the file on the page, or pick it in the browser's own dialogue where nothing listens for drops."""
        page = self.analyst.page
        if self.with_scripts:
            box = page.get_by_role("button", name="Choose the file")
            expect(box).to_contain_text("No file chosen")
            page.evaluate(DROP, [box.element_handle(), FILE, base64.b64encode(content).decode()])
            expect(box).to_contain_text(FILE)
        else:
            file = {"name": FILE, "mimeType": "application/octet-stream", "buffer": content}
            page.get_by_label("Choose the file").set_input_files(file)  # type: ignore[arg-type]

    def sees(self, path: str, *words: str) -> None:
        self.analyst.open(path)
        for each in words:
            assert each in self.analyst.words, (path, each)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def journey(request: pytest.FixtureRequest, chromium: Browser, live_server: Any) -> Iterator[Journey]:
    with time_machine.travel(NOW, tick=True):
        world = factories.make_world()
        records.six_months(world.authority)
        # June is not over yet.
        Measurement.objects.filter(period_end__gt=NOW.date()).delete()
        officer = world.people["officer"]
        officer.set_password(PASSWORD)
        officer.save()
        analyst = Person(chromium, live_server.url, officer.email, java_script_enabled=request.param)
        analyst.sign_in(PASSWORD)
        yield Journey(analyst, world, request.param)
        complaints = list(analyst.complaints)
        analyst.leave()
        assert complaints == []


def test_a_file_is_dropped_looked_at_confirmed_used_everywhere_and_undone(journey: Journey) -> None:
    analyst = journey.analyst
    analyst.open("/c/999/measures/")
    analyst.press("Import a file")
    analyst.follow("Grid of figures")
    journey.choose(workbook(FILE, Months=GRID).content)
    analyst.press("Read this file")

    the_dry_run_says_what_would_happen(journey)
    journey.sees(MEASURE, "1,570")
    analyst.page.go_back()
    analyst.press("Add 1 figure and change 1")

    expect(analyst.page.locator("h1")).to_have_text("1 figure added, 1 changed")
    address = analyst.page.url.removeprefix(analyst.url)
    # The restated figure's old value is still shown.
    row = analyst.page.get_by_role("row", name="EHC plans maintained, May 2024")
    assert row.get_by_role("cell").all_inner_texts() == ["1,570", "1,583"]
    journey.sees(MEASURE, "1,583")
    journey.sees("/c/999/dashboards/overview/", "1,583")
    journey.sees(f"{journey.world.period.get_absolute_url()}return/", "1,583")

    analyst.open(address)
    analyst.press("Undo this import")
    expect(analyst.page.locator("main")).to_contain_text("1 figure that it changed gets its earlier value back.")
    analyst.press("Undo this import")
    expect(analyst.page.locator("h1")).to_have_text("This import was undone")
    journey.sees("/c/999/dashboards/overview/", "1,570")
    journey.sees("/c/999/imports/", FILE, "Undone")


def the_dry_run_says_what_would_happen(journey: Journey) -> None:
    page = journey.analyst.page
    expect(page.locator("h1")).to_have_text("This file would add 1 figure, change 1, and cannot use 1 entry")
    row = page.get_by_role("row", name="EHC plans maintained, May 2024")
    assert row.get_by_role("cell").all_inner_texts() == ["1,570", "1,583"]
    [problem] = page.locator("#refused-problems li").all_inner_texts()
    assert problem.startswith("Sheet Months, row 3, column D (May 2024)")
    assert "It says lots." in problem
    expect(page.locator("#added")).to_contain_text("1 figure, May 2024")


def test_a_wrong_file_is_told_about_and_what_was_chosen_stays(journey: Journey) -> None:
    analyst = journey.analyst
    analyst.open("/c/999/imports/new/grid/")
    journey.choose(workbook(FILE, Months=GRID).content)
    for part, value in (("Day", "31"), ("Month", "12"), ("Year", "2030")):
        analyst.page.get_by_label(part).fill(value)
    analyst.press("Read this file")
    expect(analyst.page.locator(".govuk-error-summary")).to_contain_text("The day must not be in the future")
    assert analyst.page.title().startswith("Error: ")
    analyst.complaints.clear()
    if journey.with_scripts:
        expect(analyst.page.get_by_role("button", name="Choose the file")).to_contain_text(FILE)
    else:
        journey.choose(workbook(FILE, Months=GRID).content)
    analyst.page.get_by_label("Year").fill("2023")
    analyst.press("Read this file")
    expect(analyst.page.locator("h1")).to_contain_text("This file would add 1 figure")
