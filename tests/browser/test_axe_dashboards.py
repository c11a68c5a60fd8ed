"""Every page of measures, dashboards, money and editions in a real browser: nothing axe objects to, nothing too wide.

Read from the URLconf, so that a new page is looked at without being named here. With script files and without.
"""

import pytest

from tests.addresses import Route, address, our_routes
from tests.browser.axe_states import HERE, NOT_PAGES
from tests.browser.axe_walk import Walk, check_address, pages, walk

__all__ = ["walk"]
pytestmark = pytest.mark.browser


@pytest.mark.parametrize("route", pages("dashboards"), ids=str)
def test_every_address(route: Route, walk: Walk) -> None:
    check_address(route, walk)


def test_what_is_no_page_is_a_file_or_only_takes_a_form(walk: Walk) -> None:
    context = walk.page("programme.manager@saltmarsh.example").context
    parts = {**walk.examples, "kind": "docx", "key": "measure-plans_maintained", "format": "csv"}
    routes = [route for route in our_routes() if route.name in NOT_PAGES]
    answers = [context.request.get(walk.url + address(route, parts, **HERE.get(route.name, {}))) for route in routes]
    for answer in answers:
        # A feed takes a key.
        assert answer.status in (200, 401, 405)
        assert answer.status == 405 or not answer.headers["content-type"].startswith("text/html")
