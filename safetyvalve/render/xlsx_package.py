"""What openpyxl cannot be told: the time of saving, and alternative text for charts."""

import re
from datetime import datetime
from html import escape

from safetyvalve.render.archive import w3c_time

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CHART_NAME = re.compile(r'<((?:\w+:)?cNvPr) id="(\d+)" name="Chart \d+"\s*/>')
_DRAWING = re.compile(r"xl/drawings/drawing(\d+)\.xml")


class PackageEdit:
    """Edits members of a saved workbook. `descriptions` has one list per sheet that holds charts.

    openpyxl numbers the drawings in the order of those sheets, and keeps the order of charts within one.
    """

    def __init__(self, at: datetime, descriptions: list[list[str]]) -> None:
        self.at = w3c_time(at).encode("ascii")
        self.descriptions = descriptions

    def __call__(self, name: str, content: bytes) -> bytes:
        if name == "docProps/core.xml":
            return _MODIFIED.sub(rb"\g<1>" + self.at + rb"\g<2>", content)
        match = _DRAWING.fullmatch(name)
        if not match:
            return content
        waiting = iter(self.descriptions[int(match[1]) - 1])
        return _CHART_NAME.sub(lambda found: _described(found, next(waiting, "")), content.decode()).encode()


def _described(found: re.Match[str], words: str) -> str:
    return f'<{found[1]} id="{found[2]}" name="Chart {found[2]}" descr="{escape(words)}"/>'
