"""Words of a drawing that need no room worked out: what stands under it, and of when a line's last value is."""

from collections.abc import Sequence

from safetyvalve.render import format as fmt
from safetyvalve.render.data import ChartData, Marker, Series
from safetyvalve.render.metrics import text_width, wrap
from safetyvalve.render.styles import keeps_fill


def when_of(chart: ChartData, index: int) -> str:
    """ "in September 2027" where a line ends elsewhere than the first line of what was achieved; otherwise nothing."""
    actual = next((series for series in chart.series if series.role == "actual"), None)
    ends = _end(actual) if actual else None
    if ends is None or ends == index:
        return ""
    category = chart.categories[index]
    is_a_day = category.count(" ") == 2 and category.split()[0].isdigit()
    return f"{'on' if is_a_day else 'in'} {category}"


def _end(series: Series) -> int | None:
    """The last value that can be relied on, or else the last range."""
    if series.last_sound:
        return series.last_sound[0]
    ends = [index for index, _ in series.spans()]
    return ends[-1] if ends else None


def notes_of(chart: ChartData) -> list[str]:
    """What stands under the drawing, whatever its kind."""
    notes = []
    if any(series.has("provisional") for series in chart.series):
        notes.append("Paler bars are provisional." if keeps_fill(chart) else "Hollow marks are provisional.")
    if any(series.has("unreliable") for series in chart.series):
        mark = "Crosses are" if chart.kind == "line" else "Empty bars with a dotted edge are"
        notes.append(f"{mark} figures that cannot be relied on.")
    if any(True for series in chart.series for _ in series.spans()):
        notes.append("A bar with two ends is a range, as it was reported.")
    codes = dict.fromkeys(code for series in chart.series for code in series.markers if code)
    if codes:
        notes.append(fmt.legend(tuple(Marker(code) for code in codes)))
    if not chart.axis_from_zero:
        notes.append("The vertical axis does not start at zero.")
    if not any(True for _ in chart.numbers()):
        notes.append("No figures are available for this chart.")
    notes.extend(chart.notes)
    return notes


def in_lines(notes: Sequence[str], size: float, room: float) -> list[str]:
    """Notes in lines no wider than ``room``; short ones that are sentences share a line."""
    lines: list[str] = []
    for note in notes:
        together = f"{lines[-1]} {note}" if lines and lines[-1].endswith(".") else ""
        if together and text_width(together, size) <= room:
            lines[-1] = together
        else:
            lines.extend(wrap(note, size, room))
    return lines
