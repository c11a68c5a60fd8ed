"""What nobody types on purpose, and the forms to type it into."""

from html.parser import HTMLParser
from typing import Any

NUL, BELL = "\x00", "\x07"
HOSTILE = "</textarea><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}"
# Kind of junk: the values that a field is given, one after another; several are sent as an array.
KINDS: dict[str, tuple[str, ...]] = {
    "nothing": ("",),
    "words": ("297/05/24",),
    "markup": (HOSTILE,),
    "control characters": (f"a{NUL}b{BELL}c\x0b\x85\ufeff\u202e",),
    "NUL alone": (NUL,),
    "huge number": ("9" * 400,),
    "beyond 64 bits": ("9223372036854775808",),
    "negative": ("-1",),
    "zero": ("0",),
    "one": ("1",),
    "not a number": ("NaN",),
    "infinity": ("-Infinity",),
    "exponent": ("1e999999",),
    "Arabic digits": ("٣",),
    "superscript": ("²",),
    "emoji": ("💥" * 70,),
    "long": ("long words " * 3_000,),
    "array": ("1", "2", HOSTILE),
    "quotes": ("' OR 1=1 --",),
    "date": ("2024-02-30",),
}
Fields = dict[str, list[str]]


class _Form(HTMLParser):
    """Names of everything in a page that can be sent, with what it would send as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self._textarea = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        name = given.get("name") or ""
        if tag == "select":
            self._select = name
        if tag == "option" and self._select and "selected" in given:
            self.fields[self._select] = [given.get("value") or ""]
        if not name or tag not in ("input", "textarea", "select", "button"):
            return
        self.fields.setdefault(name, [])
        if tag == "textarea":
            self._textarea, self.fields[name] = name, [""]
        elif tag == "input" and (given.get("type") not in ("radio", "checkbox", "submit") or "checked" in given):
            self.fields[name].append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self._textarea = "" if tag == "textarea" else self._textarea
        self._select = "" if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.fields[self._textarea] = [self.fields[self._textarea][0] + data]


def fields_of(html: str) -> Fields:
    """The fields of a page's forms, each with what it would send untouched."""
    form = _Form()
    form.feed(html)
    form.fields.pop("csrfmiddlewaretoken", None)
    return form.fields
