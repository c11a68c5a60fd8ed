"""People at browsers of their own: each signs in through the sign-in page and sees what their role shows."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page

from safetyvalve.core.models import User

# Set before any script of the page runs; read by `refusals`.
LISTEN = """
addEventListener("securitypolicyviolation", (event) => {
  (window.refused ??= []).push(`${event.violatedDirective}: ${event.blockedURI}`);
});
"""


class Person:
    """Somebody with a browser window. What its console has to complain about goes into ``complaints``."""

    def __init__(
        self, browser: Browser, url: str, email: str, *, complaints: list[str] | None = None, **options: Any
    ) -> None:
        self.url, self.email = url, email
        self.context = open_window(browser, **options)
        self.page = self.context.new_page()
        self.complaints = [] if complaints is None else complaints
        listen(self.page, self.complaints)

    def sign_in(self, password: str) -> Page:
        self.page.goto(f"{self.url}/accounts/login/")
        self.page.get_by_label("E-mail address").fill(self.email)
        self.page.locator("input[name=password]").fill(password)
        self.press("Sign in")
        return self.page

    def open(self, path: str) -> Page:
        """A page by its address, complete or not: what it answered is in ``answered``."""
        response = self.page.goto(self.url + path)
        self.answered = response.status if response else 0
        return self.page

    def press(self, name: str) -> None:
        """A button, or a link that looks like one."""
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.locator("main").get_by_role("link", name=name).first.click()

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def words(self) -> str:
        return self.page.locator("main").inner_text()

    def leave(self) -> None:
        self.context.close()


def open_window(browser: Browser, **options: Any) -> BrowserContext:
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options})
    context.set_default_timeout(15_000)
    context.add_init_script(LISTEN)
    return context


def listen(page: Page, complaints: list[str]) -> None:
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))


def signed_in_already(context: BrowserContext, url: str, user: User) -> None:
    """A session for ``user`` in this window, for tests that are not about signing in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": url}])


def refusals(page: Page) -> list[str]:
    """What the content security policy refused on this page so far."""
    found: list[str] = page.evaluate("window.refused ?? []")
    return found
