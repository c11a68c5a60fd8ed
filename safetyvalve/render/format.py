"""How a figure reads. Every renderer prints through here, so all faces round the same way (half up)."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from safetyvalve.render.data import NOT_AVAILABLE, Cell, ChartData, Column, Marker, Number, Range, Series, Table

MINUS = "−"
DASH = "–"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@cache
def _unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def rounded(value: Number, places: int = 0) -> Decimal:
    """`value` to `places` decimals, half away from zero; never a negative zero."""
    result = Decimal(value).quantize(_unit(places), rounding=ROUND_HALF_UP)
    return result if result else abs(result)


def _signed(value: Number, places: int, prefix: str = "", suffix: str = "") -> str:
    number = rounded(value, places)
    sign = MINUS if number < 0 else ""
    return f"{sign}{prefix}{abs(number):,}{suffix}"


def count(value: Number, places: int = 0) -> str:
    """A whole number with its thousands apart: "1,234"."""
    return _signed(value, places)


def money(value: Number, places: int = 0) -> str:
    """Pounds as in tables: "£2,732,000", a deficit as "−£2,732,000"."""
    return _signed(value, places, prefix="£")


def percent(value: Number, places: int = 0) -> str:
    """`value` is in percentage points: 40 reads "40%"."""
    return _signed(value, places, suffix="%")


def day(value: date) -> str:
    """The date as "24 May 2024", whatever the locale of the server."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def number(unit: str, value: Number, places: int = 0) -> str:
    """A figure in the words of its unit: count, percent or money."""
    return _IN_UNITS[unit](value, places)


_IN_UNITS = {"count": count, "percent": percent, "money": money}


def standing(series: Series, index: int) -> str:
    """ " (provisional)" or " (not reliable)" after a value that is either."""
    if series.is_unreliable(index):
        return " (not reliable)"
    return " (provisional)" if series.is_provisional(index) else ""


def span(unit: str, ends: Range, places: int = 0) -> str:
    """A range as it was reported: "96 to 100%", "£1,000 to £2,000"."""
    low = count(ends.low, places) if unit == "percent" else number(unit, ends.low, places)
    return f"{low} to {number(unit, ends.high, places)}"


def cell(column: Column, value: Cell) -> str:
    """The text of a table cell. Missing reads "–"; a marker reads as its letter."""
    if value is None:
        return DASH
    if isinstance(value, Marker):
        return value.code
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Range):
        return span(column.kind, value, column.places)
    return number(column.kind, value, column.places)


def explanation(value: Cell) -> str:
    """What a dash or a letter means, for those who cannot see a legend; empty for a real value."""
    if value is None:
        return NOT_AVAILABLE
    return value.meaning if isinstance(value, Marker) else ""


def legend_entry(code: str) -> str:
    """A marker's code with its meaning: "c: hidden to protect children"."""
    return f"{code}: {Marker(code).meaning}"


def legend(markers: tuple[Marker, ...]) -> str:
    """Each marker with its meaning: "c: hidden to protect children. x: not published." or nothing."""
    return " ".join(f"{legend_entry(marker.code)}." for marker in markers)


def table_notes(table: Table) -> list[str]:
    """The table's own notes, then what its letters and dashes mean."""
    notes = list(table.notes)
    if table.markers():
        notes.append(legend(table.markers()))
    if any(value is None for row in table.rows for value in row):
        notes.append(f"{DASH}: {NOT_AVAILABLE}.")
    return notes


def source_line(chart: ChartData, *, with_axis: bool = False) -> str:
    """Source and date, "Source: SEN2. As at 24 May 2024."; for a workbook also that the axis starts elsewhere than
    zero, which drawings say themselves."""
    parts = [f"Source: {chart.source.rstrip('.')}."]
    if chart.as_at:
        parts.append(f"As at {day(chart.as_at)}.")
    if with_axis and not chart.axis_from_zero:
        parts.append("The vertical axis does not start at zero.")
    return " ".join(parts)


def _decimals(value: Number) -> int:
    exponent = Decimal(value).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _scale(largest: Number) -> tuple[int, str]:
    size = abs(Decimal(largest))
    if size >= 1_000_000:
        return 1_000_000, "m"
    return (1_000, "k") if size >= 10_000 else (1, "")


def tick(unit: str, value: Number, step: Number, largest: Number) -> str:
    """A short axis label. Money is in thousands or millions as the `largest` tick needs: "£2.5m"."""
    if unit != "money":
        return number(unit, value, _decimals(step))
    scale, letter = _scale(largest)
    if not value:
        return money(0)
    return _signed(Decimal(value) / scale, _decimals(Decimal(step) / scale), "£", letter)


def millions(value: Decimal) -> str:
    """Pounds that are whole tenths of a million: "−£12.3m"."""
    return _signed(value / 1_000_000, 1, "£", "m") if value else money(0)


def short(unit: str, value: Number, places: int = 0) -> str:
    """A figure where room is tight: money to one decimal of a million, or whole thousands."""
    if unit != "money":
        return number(unit, value, places)
    exact = Decimal(value)
    scale, letter = _scale(rounded(exact, -3) if abs(exact) >= 10_000 else exact)
    return _signed(exact / scale, 1 if letter == "m" else 0, "£", letter)
