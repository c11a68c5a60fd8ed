"""What a number in a workbook stands for: its format says whether people see a number, a percentage or a day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum, auto

from dashboards.imports.files.cells import Cell, ErrorCell, PerCent
from dashboards.imports.files.xml_parts import attribute, walk

SIGNIFICANT = 15
"""Digits that Excel shows; those after are noise of binary fractions (0.30000000000000004)."""
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class Shown(Enum):
    """How a number is shown."""

    NUMBER = auto()
    PERCENTAGE = auto()
    DAY = auto()


@dataclass(frozen=True)
class Styles:
    """How the numbers of each cell style are shown."""

    shown: tuple[Shown, ...] = ()
    is_1904: bool = False

    def value(self, text: str, style: int) -> Cell:
        """The cell that a number with that style is: a Decimal, ``PerCent``, date or datetime."""
        number = as_decimal(text)
        if number is None:
            return ErrorCell("#VALUE!")
        shown = self.shown[style] if 0 <= style < len(self.shown) else Shown.NUMBER
        if shown is Shown.DAY:
            return self._day(number)
        return PerCent(number * 100) if shown is Shown.PERCENTAGE else number

    def _day(self, number: Decimal) -> Cell:
        """What Excel shows for a day's number; ##### where it shows that."""
        from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

        try:
            found = from_excel(float(number), CALENDAR_MAC_1904 if self.is_1904 else CALENDAR_WINDOWS_1900)
        except (OverflowError, ValueError):
            return ErrorCell("#####")
        if isinstance(found, datetime):
            return found.date() if found.time() == time() else found
        if isinstance(found, time | timedelta):
            return str(found)
        return found if isinstance(found, date) else ErrorCell("#####")


def as_decimal(text: str) -> Decimal | None:
    """The number as Excel shows it in full; None when it is none."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 300:
        return None
    if len(number.as_tuple().digits) > SIGNIFICANT:
        number = Decimal(f"{number:.{SIGNIFICANT - 1}e}")
    if number.as_tuple().exponent not in range(-30, 1) and number == number.to_integral_value():
        return Decimal(int(number))
    return number


def read_styles(pieces: Iterable[bytes], name: str, *, is_1904: bool) -> Styles:
    """The styles of a workbook; none when it has no such part."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    pieces = list(pieces)
    formats = dict(BUILTIN_FORMATS)
    shown: list[Shown] = []
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt" and inside[-1:] == ["numFmts"]:
            formats[_whole(attribute(attributes, "numFmtId"))] = attribute(attributes, "formatCode")
        elif tag == "xf" and inside[-1:] == ["cellXfs"]:
            shown.append(_shown(formats.get(_whole(attribute(attributes, "numFmtId")), "")))
        inside.append(tag)

    def end(tag: str) -> None:
        inside.pop()

    if pieces:
        walk(pieces, name, start=start, end=end)
    return Styles(tuple(shown), is_1904)


def _shown(code: str) -> Shown:
    from openpyxl.styles.numbers import is_date_format

    if is_date_format(code):
        return Shown.DAY
    return Shown.PERCENTAGE if "%" in _LITERALS.sub("", code) else Shown.NUMBER


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else -1
