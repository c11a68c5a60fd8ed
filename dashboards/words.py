"""How figures are spoken of: changes, distances from a trajectory, findings. No figure is worked out twice.

Directions are words ("12 more than", "1.5 percentage points lower than"), never a sign inside a sentence. Whether a
change is welcome is said of measures with a direction only: a neutral one has no good and no bad.
"""

from collections.abc import Iterable
from decimal import Decimal

from dashboards.distances import TIMES, against, change, direction, is_off, points_of, size_of
from dashboards.periods import Grain, Period
from dashboards.points import Definition, MeasureSeries, Point, Trajectory
from dashboards.rolling import TwelveMonths
from safetyvalve.render import format as fmt

SINCE = {
    Grain.MONTH: "the month before",
    Grain.QUARTER: "the quarter before",
    Grain.YEAR: "the year before",
    Grain.CENSUS: "the January before",
}
A_YEAR_EARLIER = "a year earlier"


def since(period: Period) -> str:
    """What a figure is held against when it is held against the period before its own."""
    return period.previous().phrase if isinstance(period, TwelveMonths) else SINCE[period.grain]


def figure(definition: Definition, value: Decimal | None) -> str:
    """A value in its unit: "1,570", "40.3%", "£233,000", "12 days", "not known"."""
    if value is None:
        return "not known"
    if definition.unit == "percent":
        return fmt.percent(value, definition.decimals)
    if definition.unit == "money":
        return fmt.money(value)
    words = fmt.count(value, definition.decimals)
    if definition.unit in TIMES:
        return f"{words} {definition.unit}"
    return f"{words} per thousand" if definition.is_per_thousand else words


def figure_of(definition: Definition, point: Point) -> str:
    """A point's figure as it may be quoted: "96 to 100% (as reported)" for what came as a range without its counts."""
    words = figure(definition, point.value)
    if point.value is not None and point.upper is not None:
        low = words.removesuffix("%") if definition.is_rate else words
        words = f"{low} to {figure(definition, point.upper)}"
    return f"{words} (as reported)" if point.is_known and point.is_as_reported else words


def figure_with_parts(definition: Definition, point: Point) -> str:
    """A rate with its count: "40% (12 of 30)"; other figures alone."""
    words = figure_of(definition, point)
    is_share = definition.formula in ("", "percentage", "per_thousand")
    if point.numerator is None or point.denominator is None or not is_share:
        return words
    written = fmt.money if definition.parts_unit == "money" else fmt.count
    return f"{words} ({written(point.numerator)} of {written(point.denominator)})"


def welcome(definition: Definition, value: Decimal, other: Decimal) -> str:
    """ " (better)" or " (worse)"; nothing where a change is neither."""
    return {"good": " (better)", "bad": " (worse)", "": ""}[direction(definition, value, other)]


def finding(series: MeasureSeries, subject: str) -> str:
    """The title of a chart: what its latest figure says. ``subject`` is a plural that begins it: "EHC plans"."""
    place = _place(series)
    when = series.latest.phrase if series.latest else ""
    return f"{subject} {when} are {place}" if place else finding_of(series, subject)


def finding_of(series: MeasureSeries, name: str) -> str:
    """The title under any name: "On time: 64% in May, 16 percentage points below the plan", else how it has moved."""
    latest = series.latest
    if latest is None or latest.value is None:
        return nothing(series, name)
    more = _place(series) or next(reversed(changes_of(series, latest)), "")
    return f"{name}: {figure_of(series.definition, latest)} {latest.phrase}{', ' if more else ''}{more}"


def _place(series: MeasureSeries) -> str:
    """ "24 above the agreed trajectory"; empty where nothing was agreed for the time of the latest figure."""
    latest, aim = series.latest, _aim(series, series.latest)
    if latest is None or latest.value is None or aim is None:
        return ""
    return f"{against(series.definition, latest.value, aim[1])} the {in_sentence(aim[0].name)}"


def _aim(series: MeasureSeries, point: Point | None) -> tuple[Trajectory, Decimal] | None:
    """What was agreed for the time of a figure, and by which trajectory; None where it cannot be held against it."""
    trajectory = series.trajectory_at(point.period.end) if point and point.is_comparable else None
    target = trajectory.in_period(point.period) if point and trajectory else None
    return (trajectory, target) if trajectory and target is not None else None


def nothing(series: MeasureSeries, subject: str) -> str:
    """The title where no figure can be used."""
    return f"{subject}: no figure that can be {'relied on' if series.passed_over else 'shown'}"


def summary(series: MeasureSeries, subject: str, also: Iterable[Point] = ()) -> str:
    """Latest value, change on the period before and on last year, distance from target and from elsewhere.

    ``subject`` names the measure as a sentence can begin with it: "Plans maintained". ``also`` are figures of other
    times that stand on the chart: one of them may be the last that something was agreed for.
    """
    latest = series.latest
    if latest is None or latest.value is None:
        return " ".join(filter(None, (f"{nothing(series, subject)}.", passed_over(series))))
    definition = series.definition
    sentences = [f"{subject}: {figure_with_parts(definition, latest)} {latest.phrase}{standing(latest)}."]
    changes = changes_of(series, latest)
    if changes:
        sentences.append(f"That is {' and '.join(changes)}.")
    on_target = target_sentence(series, latest) or last_aimed(series, also)
    if on_target:
        sentences.append(on_target)
    sentences.extend(comparator_sentences(series, latest))
    if series.passed_over:
        sentences.append(passed_over(series))
    return " ".join(sentences)


def passed_over(series: MeasureSeries) -> str:
    """ "2024 is not reliable; the latest figure that can be used is 2022." or nothing."""
    labels = [point.period.label for point in series.passed_over]
    if not labels:
        return ""
    names = labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"
    words = f"{names} {'is' if len(labels) == 1 else 'are'} not reliable"
    return (
        f"{words}; the latest figure that can be used is {series.latest.period.label}."
        if series.latest
        else f"{words}."
    )


def changes_of(series: MeasureSeries, latest: Point) -> list[str]:
    """Up to two changes, on the period before and on a year earlier; only between known figures of one definition."""
    found = []
    grain = latest.period.grain
    before, year_before = series.before(latest), series.a_year_before(latest)
    if before and before.value is not None and latest.value is not None:
        found.append(_change_from(series.definition, latest.value, before.value, since(latest.period)))
    is_within_year = grain in (Grain.MONTH, Grain.QUARTER)
    if is_within_year and year_before and year_before.value is not None and latest.value is not None:
        found.append(_change_from(series.definition, latest.value, year_before.value, A_YEAR_EARLIER))
    return found


def target_sentence(series: MeasureSeries, latest: Point) -> str:
    """ "It is 2 above the agreed trajectory (1,568)." or nothing."""
    aim = _aim(series, latest)
    if latest.value is None or aim is None:
        return ""
    (trajectory, target), definition = aim, series.definition
    told = f"the {in_sentence(trajectory.name)} ({figure(definition, target)})"
    place = against(definition, latest.value, target)
    return f"It is {place} {told}{_within(definition, latest.value, target, trajectory.tolerance)}."


def last_aimed(series: MeasureSeries, also: Iterable[Point] = ()) -> str:
    """ "Nothing was agreed for that time. In March 2023 it was 1,570, 2 above the agreed number (1,568)." or nothing.

    For where something was agreed for an earlier figure and nothing for the time of the latest.
    """
    if series.latest is None or not series.latest.is_comparable:
        return ""
    for point in sorted((*series.points, *also), key=lambda each: each.period.end, reverse=True):
        told = target_sentence(series, point)
        if told:
            was = f"{figure_of(series.definition, point)}{standing(point)}"
            when = f"{point.phrase[:1].upper()}{point.phrase[1:]}"
            return f"Nothing was agreed for that time. {when} it was {was}, {told.removeprefix('It is ')}"
    return ""


def comparator_sentences(series: MeasureSeries, latest: Point) -> list[str]:
    """ "It is 15.1 percentage points lower than England (25.2%).": rates only, a count elsewhere says nothing here."""
    if not series.definition.is_relative or not latest.is_comparable:
        return []
    sentences = []
    for other in series.comparators:
        point = other.at(latest.period)
        if point and point.is_comparable and point.value is not None and latest.value is not None:
            place = change(series.definition, latest.value, point.value, elsewhere(other))
            sentences.append(f"It is {place} ({figure(series.definition, point.value)}).")
    return sentences


def elsewhere(other: MeasureSeries) -> str:
    """ "England", "statistical neighbours taken together": a group has no area of its own."""
    if other.area_code:
        return other.area_name
    name = in_sentence(other.area_name) if other.area_name == "Statistical neighbours" else f"“{other.area_name}”"
    return f"{name} taken together"


def standing(point: Point) -> str:
    """ " (provisional)" or " (not reliable)" after a figure that is either."""
    return {"provisional": " (provisional)", "unreliable": " (not reliable)"}.get(point.status, "")


def in_sentence(words: str) -> str:
    """A name as it stands within a sentence: first letter small unless it is an abbreviation."""
    return words if len(words) > 1 and words[1].isupper() else words[:1].lower() + words[1:]


def _change_from(definition: Definition, value: Decimal, other: Decimal, since: str) -> str:
    return change(definition, value, other, since) + welcome(definition, value, other)


def _within(definition: Definition, value: Decimal, target: Decimal, tolerance: Decimal | None) -> str:
    if tolerance is None:
        return ""
    is_inside = abs(value - target) <= tolerance
    has_side = definition.polarity in ("higher", "lower")
    is_better = has_side and not is_off(definition, value, target, tolerance)
    place = "within" if is_inside else "better by more than" if is_better else "outside"
    is_rate = definition.unit == "percent"
    size = points_of(tolerance, definition.decimals) if is_rate else size_of(definition, tolerance)
    return f", {place} the tolerance of {size}"
