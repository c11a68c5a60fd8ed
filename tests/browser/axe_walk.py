"""The walk of axe: the demonstration in a real browser, one window per person, with script files and without."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from safetyvalve.core.models import User
from safetyvalve.core.roles import GRANTS
from safetyvalve.demo import loading, people, shipped
from tests.addresses import Route, address, our_routes
from tests.browser.axe_examples import NOW, examples
from tests.browser.axe_forms import DONE_AT_ONCE, WITH_ERRORS
from tests.browser.axe_states import (
    BEFORE_PUBLISHING,
    HERE,
    JUDGED,
    NAMES,
    NOT_PAGES,
    ONCE_ANSWERED,
    ONCE_EMAILED,
)
from tests.browser.conftest import Serve
from tests.browser.looking import WIDTHS, problems, spoil, summary_problems
from tests.browser.people import listen, open_window, signed_in_already


@dataclass
class Walk:
    """The served demonstration, one window per person with script files and one without."""

    browser: Browser
    url: str
    examples: dict[str, Any]
    windows: dict[tuple[str, bool], Page] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def page(self, email: str, *, with_scripts: bool = True) -> Page:
        if (email, with_scripts) not in self.windows:
            context = open_window(self.browser)
            if not with_scripts:
                context.route("**/*.js", lambda route: route.abort())
            if email:
                signed_in_already(context, self.url, User.objects.get(email=email))
            self.windows[email, with_scripts] = context.new_page()
            if with_scripts:
                listen(self.windows[email, True], self.complaints)
        return self.windows[email, with_scripts]

    def contexts(self) -> list[BrowserContext]:
        return [page.context for page in self.windows.values()]


@pytest.fixture(scope="module")
def walk(chromium: Browser, serve: Serve) -> Iterator[Walk]:
    with serve(NOW) as url:
        shipped.load()
        administrator, _ = people.installation_administrator()
        names = [*loading.folders("921"), *loading.folders("999")]
        loading.load(names, by=administrator, say=lambda words: None)
        walk = Walk(chromium, url, examples())
        yield walk
        for context in walk.contexts():
            context.close()


def pages(*namespaces: str) -> list[Route]:
    """Every page of these apps."""
    return [r for r in our_routes() if r.name not in NOT_PAGES and r.name.partition(":")[0] in namespaces]


def opener(route: Route) -> str:
    """Who opens the route: the first role that may, an installation administrator, or anybody."""
    access = route.view.access
    if access.kind == "installation administrator":
        return people.ADMINISTRATOR_EMAIL
    for role, name in NAMES.items():
        if GRANTS[role] & set(access.permissions):
            return f"{name}@saltmarsh.example"
    return "officer@saltmarsh.example" if access.kind == "signed in" else ""


def check_address(route: Route, walk: Walk) -> None:
    """Nothing wrong there, and a form that can object does so when it is sent nonsense."""
    instead = {"publication_id": walk.examples["prepared"]} if route.name in BEFORE_PUBLISHING else {}
    instead |= {"publication_id": walk.examples["mailed"]} if route.name in ONCE_EMAILED else {}
    instead |= {"question_id": walk.examples["answered"]} if route.name in ONCE_ANSWERED else {}
    path = address(route, walk.examples, **HERE.get(route.name, {}), **instead)
    seen = look(walk, opener(route), path, spoils=route.name not in DONE_AT_ONCE)
    assert seen.status == 200
    assert not seen.wrong, "\n".join(seen.wrong)
    assert seen.has_shown_errors == (route.name in WITH_ERRORS)


@dataclass
class Seen:
    """What there was to see at an address: its status, everything wrong, whether its form could be made to object."""

    status: int = 0
    has_shown_errors: bool = False
    wrong: list[str] = field(default_factory=list)

    def note(self, state: str, lines: list[str]) -> None:
        self.wrong += [f"{state}: {line}" for line in lines]


def look(walk: Walk, email: str, path: str, *, spoils: bool = True) -> Seen:
    """The page with script files at three widths and without them at one; then its form, sent with nonsense in it."""
    seen = Seen()
    for state, widths in (("with scripts", WIDTHS), ("without scripts", WIDTHS[:1])):
        page = walk.page(email, with_scripts=state == "with scripts")
        walk.complaints.clear()
        response = page.goto(walk.url + path)
        assert response is not None
        seen.status = response.status
        seen.note(state, problems(page, JUDGED, widths=widths))
        if spoils and spoil(page) and page.locator(".govuk-error-summary").count():
            seen.has_shown_errors = True
            seen.note(f"errors, {state}", problems(page, JUDGED, widths=(WIDTHS[0], WIDTHS[-1])[: len(widths)]))
            seen.note(f"errors, {state}", summary_problems(page))
        if state == "with scripts":
            # The browser also notes that a page was answered with 404 or 422, as it should be.
            seen.note("console", [line for line in walk.complaints if "responded with a status of" not in line])
    return seen
