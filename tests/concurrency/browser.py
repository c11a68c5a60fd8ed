"""A browser as far as these tests need one: cookies, forms read from the page, no scripts. One thread each."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from threading import Barrier
from typing import Any, TypeVar
from urllib.parse import urlencode

Result = TypeVar("Result")
Fields = dict[str, str]


@dataclass(frozen=True)
class Page:
    """What the server answered."""

    status: int
    text: str
    location: str = ""

    @property
    def fields(self) -> Fields:
        """Everything its forms would send: hidden fields, texts, choices that are made."""
        reader = _Fields()
        reader.feed(self.text)
        return reader.found


class Person:
    """Somebody signed in, at ``127.0.0.1:port``."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.cookies = {"safetyvalve_session": session}

    def get(self, path: str) -> Page:
        return self._ask("GET", path)

    def post(self, path: str, fields: Fields) -> Page:
        """Send a form that was read from a page before; ``fields`` carries the page's CSRF token."""
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str = "") -> Page:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(cookie).items()})
        return Page(answer.status, text, answer.headers.get("Location", ""))


def at_once(*acts: Callable[[], Result]) -> list[Result]:
    """Do all of these at the same moment, each in a thread of its own; their results in order."""
    start = Barrier(len(acts))

    def wait_and(act: Callable[[], Result]) -> Result:
        start.wait()
        return act()

    return each_in_a_thread(wait_and, acts)


def each_in_a_thread(act: Callable[[Any], Result], things: Sequence[Any]) -> list[Result]:
    with ThreadPoolExecutor(max_workers=len(things)) as pool:
        return list(pool.map(act, things))


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Fields = {}
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "textarea":
            self._textarea = name
            self.found[name] = ""
        elif tag == "input" and name:
            kind = given.get("type", "text")
            if kind not in ("radio", "checkbox", "submit") or "checked" in given:
                self.found[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.found[self._textarea] += data.removeprefix("\n")
