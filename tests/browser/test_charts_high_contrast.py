"""Charts in Windows' high contrast: a drawing keeps its own ink on its own paper, and everything else follows."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import factories
from tests.browser.people import signed_in_already
from tests.dashboards.seeded import make_full

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GROUND = """() => [...document.querySelectorAll('.app-chart__drawing')].map(drawing => {
  const words = [...drawing.querySelectorAll('text')].filter(each => each.getBoundingClientRect().width)
  return [getComputedStyle(drawing).backgroundColor, words.map(each => getComputedStyle(each).fill)]
})"""
PAPER = "rgb(255, 255, 255)"


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_drawings_have_white_paper_under_dark_words_whatever_the_contrast_theme(
    chromium: Browser, live_server: Any, clock: Any, scheme: Any
) -> None:
    world = make_full(factories.make_world())
    context = chromium.new_context(forced_colors="active", color_scheme=scheme)
    signed_in_already(context, live_server.url, world.people["officer"])
    page = context.new_page()
    page.goto(f"{live_server.url}/c/999/dashboards/plans/")
    drawings = page.evaluate(GROUND)
    assert len(drawings) > 3
    for ground, inks in drawings:
        assert ground == PAPER
        assert inks
        assert all(sum(int(part) for part in ink[4:-1].split(", ")) < 400 for ink in inks)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(0, 0, 0)" if scheme == "dark" else PAPER
    )
    context.close()
