"""How figures are spoken of: changes, distances from a trajectory, findings. No figure is worked out twice.

Directions are words ("12 more than", "1.5 percentage points lower than"), never a sign inside a sentence. Whether a
change is welcome is said of measures with a direction only: a neutral one has no good and no bad.
"""

from decimal import Decimal

from dashboards.periods import Grain
from dashboards.points import Definition, MeasureSeries, Point
from safetyvalve.core import money
from safetyvalve.render import format as fmt

SINCE = {
    Grain.MONTH: "the month before",
    Grain.QUARTER: "the quarter before",
    Grain.YEAR: "the year before",
    Grain.CENSUS: "the January before",
}
TIMES = ("days", "weeks")
A_YEAR_EARLIER = "a year earlier"


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


def difference(definition: Definition, value: Decimal, other: Decimal) -> Decimal:
    """As it reads on the page: between the two figures as they are printed, so that the sums work for a reader."""
    return fmt.rounded(value, definition.decimals) - fmt.rounded(other, definition.decimals)


def change(definition: Definition, value: Decimal, other: Decimal, since: str) -> str:
    """ "12 more than a year earlier", "1.5 percentage points lower than the month before", "the same as …"."""
    gap = difference(definition, value, other)
    if not gap:
        return f"the same as {since}"
    if definition.unit == "percent":
        return f"{_points(gap, definition.decimals)} {'higher' if gap > 0 else 'lower'} than {since}"
    if definition.unit == "money":
        return f"{money.size(gap)} {'more' if gap > 0 else 'less'} than {since}"
    if definition.unit in TIMES:
        size = fmt.count(abs(gap), definition.decimals)
        return f"{size} {definition.unit} {'longer' if gap > 0 else 'shorter'} than {since}"
    return f"{fmt.count(abs(gap), definition.decimals)} {'more' if gap > 0 else 'fewer'} than {since}"


def against(definition: Definition, value: Decimal, target: Decimal) -> str:
    """ "2 above", "1.5 percentage points below", "on": where a value lies from a target."""
    gap = difference(definition, value, target)
    if not gap:
        return "on"
    size = _points(gap, definition.decimals) if definition.unit == "percent" else _size(definition, gap)
    return f"{size} {'above' if gap > 0 else 'below'}"


def direction(definition: Definition, value: Decimal, other: Decimal) -> str:
    """ "good", "bad" or "": the last for a neutral measure, for one that aims at a target, and for no change."""
    gap = difference(definition, value, other)
    if not gap or definition.polarity not in ("higher", "lower"):
        return ""
    return "good" if (gap > 0) == (definition.polarity == "higher") else "bad"


def welcome(definition: Definition, value: Decimal, other: Decimal) -> str:
    """ " (better)" or " (worse)"; nothing where a change is neither."""
    return {"good": " (better)", "bad": " (worse)", "": ""}[direction(definition, value, other)]


def is_off(definition: Definition, value: Decimal, target: Decimal, tolerance: Decimal | None) -> bool:
    """Whether a value misses its target on the wrong side by more than the tolerance. Never for a neutral measure."""
    if definition.is_neutral:
        return False
    gap = value - target
    beyond = abs(gap) > (tolerance or 0)
    if definition.polarity == "target":
        return beyond
    return beyond and (gap < 0) == (definition.polarity == "higher")


def finding(series: MeasureSeries, subject: str) -> str:
    """The title of a chart: what its latest figure says. ``subject`` is a plural that begins it: "EHC plans"."""
    latest = series.latest
    if latest is None or latest.value is None:
        return nothing(series, subject)
    trajectory = series.trajectory_at(latest.period.end)
    target = trajectory.in_period(latest.period) if trajectory else None
    if trajectory and target is not None and latest.is_comparable:
        place = against(series.definition, latest.value, target)
        return f"{subject} {latest.period.phrase} are {place} the {in_sentence(trajectory.name)}"
    words = f"{subject}: {figure_of(series.definition, latest)} {latest.period.phrase}"
    changes = changes_of(series, latest)
    return f"{words}, {changes[-1]}" if changes else words


def nothing(series: MeasureSeries, subject: str) -> str:
    """The title where no figure can be used."""
    return f"{subject}: no figure that can be {'relied on' if series.passed_over else 'shown'}"


def summary(series: MeasureSeries, subject: str) -> str:
    """Latest value, change on the period before and on last year, distance from target and from elsewhere.

    ``subject`` names the measure as a sentence can begin with it: "Plans maintained".
    """
    latest = series.latest
    if latest is None or latest.value is None:
        return " ".join(filter(None, (f"{nothing(series, subject)}.", passed_over(series))))
    definition = series.definition
    sentences = [f"{subject}: {figure_with_parts(definition, latest)} {latest.period.phrase}{standing(latest)}."]
    changes = changes_of(series, latest)
    if changes:
        sentences.append(f"That is {' and '.join(changes)}.")
    on_target = target_sentence(series, latest)
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
        found.append(_change_from(series.definition, latest.value, before.value, SINCE[grain]))
    is_within_year = grain in (Grain.MONTH, Grain.QUARTER)
    if is_within_year and year_before and year_before.value is not None and latest.value is not None:
        found.append(_change_from(series.definition, latest.value, year_before.value, A_YEAR_EARLIER))
    return found


def target_sentence(series: MeasureSeries, latest: Point) -> str:
    """ "It is 2 above the agreed trajectory (1,568)." or nothing."""
    trajectory = series.trajectory_at(latest.period.end)
    target = trajectory.in_period(latest.period) if trajectory else None
    if trajectory is None or target is None or latest.value is None or not latest.is_comparable:
        return ""
    place = against(series.definition, latest.value, target)
    aim = f"the {in_sentence(trajectory.name)} ({figure(series.definition, target)})"
    return f"It is {place} {aim}{_within(series.definition, latest.value, target, trajectory.tolerance)}."


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


def _points(gap: Decimal, decimals: int) -> str:
    size = fmt.count(abs(gap), decimals)
    return f"{size} percentage point{'' if abs(gap) == 1 else 's'}"


def _size(definition: Definition, gap: Decimal) -> str:
    return money.size(gap) if definition.unit == "money" else fmt.count(abs(gap), definition.decimals)


def _within(definition: Definition, value: Decimal, target: Decimal, tolerance: Decimal | None) -> str:
    if tolerance is None:
        return ""
    is_inside = abs(value - target) <= tolerance
    has_side = definition.polarity in ("higher", "lower")
    is_better = not is_inside and has_side and not is_off(definition, value, target, tolerance)
    place = "within" if is_inside else "better by more than" if is_better else "outside"
    is_rate = definition.unit == "percent"
    size = _points(tolerance, definition.decimals) if is_rate else _size(definition, tolerance)
    return f", {place} the tolerance of {size}"
