"""How a figure reads. Every renderer prints through here, so all faces round the same way (half up)."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from safetyvalve.render.data import NOT_AVAILABLE, Cell, ChartData, Column, Marker, Number

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


def rounded(value: Number, places: int = 0) -> Decimal:
    """`value` to `places` decimals, half away from zero; never a negative zero."""
    result = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return result if result else abs(result)


def _signed(value: Number, places: int, prefix: str = "", suffix: str = "") -> str:
    number = rounded(value, places)
    sign = MINUS if number < 0 else ""
    return f"{sign}{prefix}{abs(number):,}{suffix}"


def count(value: Number, places: int = 0) -> str:
    """ "1,234"."""
    return _signed(value, places)


def money(value: Number, places: int = 0) -> str:
    """Pounds as in tables: "£2,732,000", a deficit as "−£2,732,000"."""
    return _signed(value, places, prefix="£")


def percent(value: Number, places: int = 0) -> str:
    """`value` is in percentage points: 40 reads "40%"."""
    return _signed(value, places, suffix="%")


def day(value: date) -> str:
    """ "24 May 2024", whatever the locale of the server."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def number(unit: str, value: Number, places: int = 0) -> str:
    """A figure in the words of its unit: count, percent or money."""
    return {"count": count, "percent": percent, "money": money}[unit](value, places)


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
    return number(column.kind, value, column.places)


def explanation(value: Cell) -> str:
    """What a dash or a letter means, for those who cannot see a legend; empty for a real value."""
    if value is None:
        return NOT_AVAILABLE
    return value.meaning if isinstance(value, Marker) else ""


def legend(markers: tuple[Marker, ...]) -> str:
    """ "c: hidden to protect children. x: not published." or nothing."""
    return " ".join(f"{marker.code}: {marker.meaning}." for marker in markers)


def source_line(chart: ChartData) -> str:
    """ "Source: SEN2. As at 24 May 2024." with the note that lines may start elsewhere than zero."""
    parts = [f"Source: {chart.source.rstrip('.')}."]
    if chart.as_at:
        parts.append(f"As at {day(chart.as_at)}.")
    if not chart.axis_from_zero:
        parts.append("The vertical axis does not start at zero.")
    return " ".join(parts)


def tick(unit: str, value: Number, step: Number) -> str:
    """A short axis label: money in thousands or millions as the step between ticks needs."""
    if unit != "money":
        places = max(0, -Decimal(step).normalize().as_tuple().exponent)  # type: ignore[operator]
        return number(unit, value, places)
    size = abs(step)
    for scale, letter in ((1_000_000, "m"), (1_000, "k")):
        if size >= Decimal(scale) / 2 or (
            value and abs(value) >= scale and (Decimal(size) * 10) % scale == 0
        ):
            scaled = Decimal(value) / scale
            places = max(0, -(Decimal(size) / scale).normalize().as_tuple().exponent)  # type: ignore[operator]
            return _signed(scaled, places, prefix="£", suffix=letter if value else "")
    return money(value)
