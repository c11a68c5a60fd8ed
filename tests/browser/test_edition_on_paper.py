"""An edition printed from its page: the first chart stands under the words, its figures go on over the page."""

from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from dashboards.publishing.editions import Choice
from tests import factories
from tests.browser.people import signed_in_already
from tests.dashboards import records
from tests.dashboards.publishing.editions import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_chart_is_printed_whole_beneath_the_words_and_its_figures_after_it(
    chromium: Browser, live_server: Any, clock: Any
) -> None:
    world = factories.make_world()
    records.six_months(world.authority)
    choices = {"members": Choice("What the forum asked for.", ("plans", "requests-and-decisions"))}
    edition = published(world.authority, world.people["programme_manager"], choices=choices)
    context = chromium.new_context()
    signed_in_already(context, live_server.url, world.people["forum_member"])
    page = context.new_page()
    page.goto(f"{live_server.url}/c/999/publications/{edition.pk}/")
    paper = PdfReader(BytesIO(page.pdf(format="A4", print_background=True)))
    context.close()
    first = " ".join(paper.pages[0].extract_text().split())
    for words in ("What the forum asked for.", "EHC plans in May 2024 are", "EHC plans maintained: 1,5", "Source:"):
        assert words in first
    assert len(paper.pages) <= 3
    everything = " ".join(" ".join(each.extract_text().split()) for each in paper.pages)
    assert "Show the figures as a table" not in everything
    assert "Figures: EHC plans in May 2024 are" in everything
