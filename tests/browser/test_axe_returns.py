"""Every page of agreements, returns and workstreams in a real browser, and pages of every app in their states.

Read from the URLconf, so that a new page is looked at without being named here. With script files and without.
"""

import pytest

from tests.addresses import OURS, Route
from tests.browser.axe_states import REFUSALS, STATES
from tests.browser.axe_walk import Walk, check_address, look, pages, walk

__all__ = ["walk"]
pytestmark = pytest.mark.browser
OTHERS = [namespace for namespace in OURS if namespace != "dashboards"]


@pytest.mark.parametrize("route", pages(*OTHERS), ids=str)
def test_every_address(route: Route, walk: Walk) -> None:
    check_address(route, walk)


@pytest.mark.parametrize(("state", "email", "path"), STATES, ids=[state for state, _, _ in STATES])
def test_states_of_pages(state: str, email: str, path: str, walk: Walk) -> None:
    seen = look(walk, email, path.format(**walk.examples))
    assert seen.status == REFUSALS.get(state, 200)
    assert not seen.wrong, "\n".join(seen.wrong)
