"""Reading figures as people write them: "1,570", "£1.2m", "12.5%", "96–100%", a dash, or a marker's letter."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from dashboards.imports.files.cells import NO_VALUE, Cell, ErrorCell, PerCent
from dashboards.imports.files.days import day
from dashboards.imports.files.spans import period
from dashboards.imports.files.wrong import WrongValue
from dashboards.services.measurements import LARGEST

__all__ = ["Figure", "WrongValue", "day", "number", "period"]

MARKERS: Final = {"x": "x", "z": "z", "c": "c", "u": "u", "low": "low", ":": "x", "..": "x", ".": "z"}
"""As the Department for Education writes them, now and in older tables."""
NOTHING: Final = frozenset({"", "-", "–", "—", "−", "--"})
STORED = Decimal("0.0001")
LONGEST = 60
_SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\ufeff": None, "\u200b": None, "\t": " "})
_MINUS = str.maketrans({"−": "-", "‒": "-", "–": "-", "—": "-"})
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)?"
_NUMBER = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[-+])?\s*(?P<pound>£)?\s*(?P<sign2>-)?(?P<digits>{_DIGITS}(?:\.[0-9]*)?)"
    r"\s*(?P<scale>k|m|bn|million|thousand|billion)?\s*(?P<percent>%)?\s*(?P<close>\))?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?P<low>[0-9.]+)\s*%?\s*(?:-|to)\s*(?P<high>[0-9.]+)\s*%?", re.IGNORECASE)
_SCALES: Final = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}
_NEVER_BELOW_ZERO = ("count", "days", "weeks")
_NO_FIGURE = "must be a figure, like 1,570, or one of the letters c, x, z and u"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: a value or a marker, or neither when nothing is known. ``upper`` is the other end of a range, which
    is always as reported: nobody can tell what it was worked out from."""

    value: Decimal | None = None
    marker: str = ""
    upper: Decimal | None = None
    is_as_reported: bool = False


def number(cell: Cell, *, unit: str, decimals: int | None = None) -> Figure:
    """A figure in a measure's ``unit`` (``IndicatorVersion.Unit``).

    With ``decimals`` more places than that are refused; without, they are rounded to the four that are kept. Empty and
    "-" are no figure. Counts, days and weeks are never below zero. Raises ``WrongValue``, which never quotes the cell.
    """
    if cell is None:
        return Figure()
    if isinstance(cell, str) and not isinstance(cell, ErrorCell):
        return _written(cell, unit, decimals)
    if isinstance(cell, PerCent) and unit != "percent":
        raise WrongValue("must be in the measure’s own unit")
    if isinstance(cell, Decimal):
        return Figure(_checked(cell, unit, decimals))
    raise WrongValue(_why_not(cell))


def _written(text: str, unit: str, decimals: int | None) -> Figure:
    text = text.translate(_SPACES).strip()
    if text in NOTHING:
        return Figure()
    if text.lower() in MARKERS:
        return Figure(marker=MARKERS[text.lower()])
    if len(text) > LONGEST:
        raise WrongValue(_NO_FIGURE)
    text = text.translate(_MINUS)
    if unit == "percent" and (found := _RANGE.fullmatch(text)):
        return _range(found["low"], found["high"], unit, decimals)
    return Figure(_checked(_value(text, unit), unit, decimals))


def _range(low: str, high: str, unit: str, decimals: int | None) -> Figure:
    value, upper = (_checked(_decimal(end), unit, decimals) for end in (low, high))
    if upper < value:
        raise WrongValue("must be a range from the lower to the higher figure")
    return Figure(value, "", upper if upper > value else None, is_as_reported=True)


def _value(text: str, unit: str) -> Decimal:
    found = _NUMBER.fullmatch(text)
    if not found or bool(found["open"]) != bool(found["close"]):
        raise WrongValue(_NO_FIGURE)
    scale = (found["scale"] or "").lower()
    if (found["percent"] and unit != "percent") or ((found["pound"] or scale) and unit != "money"):
        raise WrongValue("must be in the measure’s own unit")
    signs = [sign for sign in (found["sign"], found["sign2"], "-" if found["open"] else None) if sign]
    if len(signs) > 1:
        raise WrongValue(_NO_FIGURE)
    value = _decimal(found["digits"].replace(",", "").replace(" ", "")).scaleb(_SCALES.get(scale, 0))
    return -value if signs == ["-"] else value


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise WrongValue(_NO_FIGURE) from None


def _checked(value: Decimal, unit: str, decimals: int | None) -> Decimal:
    if not value.is_finite():
        raise WrongValue(_NO_FIGURE)
    if abs(value) >= LARGEST:
        raise WrongValue("must be smaller")
    if decimals is None:
        value = value if value == value.quantize(STORED) else value.quantize(STORED, ROUND_HALF_UP)
    elif value != value.quantize(Decimal(1).scaleb(-decimals)):
        words = "be a whole number" if not decimals else f"have no more than {decimals} decimal places"
        raise WrongValue(f"must {words}")
    if value < 0 and unit in _NEVER_BELOW_ZERO:
        raise WrongValue("must be 0 or more")
    return Decimal(value) + 0


def _why_not(cell: Cell) -> str:
    if cell is NO_VALUE:
        return "must be a figure, but the cell holds a formula whose result was not saved"
    if isinstance(cell, ErrorCell):
        return "must be a figure, but the cell shows an Excel error"
    if isinstance(cell, date):
        return "must be a figure, but the cell holds a date"
    return _NO_FIGURE
