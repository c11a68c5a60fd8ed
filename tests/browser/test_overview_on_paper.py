"""The programme overview on paper: everything but the charts on one sheet, the charts as their findings."""

from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests import factories
from tests.browser.people import signed_in_already
from tests.dashboards.records import monthly, put
from tests.furniture import furnish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_overview_prints_on_one_sheet_with_the_findings_of_its_charts(
    chromium: Browser, live_server: Any, clock: Any
) -> None:
    world = furnish(factories.make_world())
    put(world.authority, *[row for row in monthly() if row.code == "plans_maintained"])
    context = chromium.new_context()
    signed_in_already(context, live_server.url, world.people["officer"])
    page = context.new_page()
    page.goto(f"{live_server.url}/c/999/dashboards/overview/")
    assert page.locator(".app-overview__charts svg").count() > 0
    paper = PdfReader(BytesIO(page.pdf(format="A4", print_background=True)))
    context.close()
    assert len(paper.pages) == 1
    words = " ".join(paper.pages[0].extract_text().split())
    for heading in ("What is late", "Measures off their trajectory", "Milestones due and slipped", "Risks, period by"):
        assert heading in words
    assert "Is the agreement being kept?" in words
    assert "What the figures say EHC plans" in words.replace("• ", "")
