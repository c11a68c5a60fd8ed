"""Measures as charts. Titles and sentences say the figure and never cheer: some measures concern children's rights."""

from conditions.returns.facts import Facts
from conditions.returns.series import UNIT_WORDS, Measure, measures, target_at
from safetyvalve.render.data import MAXIMUM_LINES, ChartData, Series
from safetyvalve.render.standing import STATUSES

# What the return draws, the first of each group that has figures; the rest stands in tables.
CHARTED = (
    ("plans_maintained",),
    ("refusal_rate_decisions", "refusal_rate_requests", "refusal_rate_published"),
    ("timeliness_20_weeks",),
)


def charted(pack: Facts) -> list[ChartData]:
    """The headline charts of the return."""
    by_code = {measure.code: measure for measure in measures(pack)}
    chosen = []
    for codes in CHARTED:
        drawn = [chart for code in codes if code in by_code and (chart := chart_of(by_code[code]))]
        chosen += drawn[:1]
    return chosen


def chart_of(measure: Measure) -> ChartData | None:
    """One measure with the trajectories that cross its time; None with fewer than two figures to rely on: no line."""
    if len(measure.sound) < 2:
        return None
    readings = measure.readings
    lines = [
        Series(
            measure.name,
            tuple(each.value for each in readings),
            statuses=tuple(
                each.status if each.status in STATUSES and each.value is not None else None for each in readings
            ),
            markers=tuple(each.marker if each.value is None else None for each in readings),
            ranges=tuple(each.ends for each in readings),
        ),
        *_targets(measure),
    ]
    return ChartData(
        key=measure.code.replace("_", "-"),
        title=finding(measure),
        subtitle=subtitle(measure),
        kind="line",
        unit=measure.unit,
        categories=tuple(each.label for each in readings),
        series=tuple(lines),
        summary=summary(measure),
        source=measure.facts["source"] or "Not stated",
        as_at=measure.as_at,
        axis_from_zero=measure.unit == "percent",
        category_name=measure.grain,
    )


def _targets(measure: Measure) -> list[Series]:
    found = []
    for name, points in measure.targets().items():
        values = tuple(target_at(points, reading, measure.places) for reading in measure.readings)
        if any(value is not None for value in values) and name != measure.name:
            found.append(Series(name, values, role="target"))
    return found[1 - MAXIMUM_LINES :]


def finding(measure: Measure) -> str:
    """ "EHC plans maintained: 1,662 (January 2024)"."""
    last = measure.sound[-1]
    return f"{measure.name}: {measure.figure(last.value)} ({last.label})"  # type: ignore[arg-type]


def summary(measure: Measure) -> str:
    """The latest figure that can be relied on, the one before it, and what each trajectory has for that time."""
    *_, before, last = measure.sound
    sentences = [
        f"The figure for {last.label} is {measure.figure(last.value)}; "  # type: ignore[arg-type]
        f"for {before.label} it was {measure.figure(before.value)}."  # type: ignore[arg-type]
    ]
    for name, points in measure.targets().items():
        target = target_at(points, last, measure.places)
        if target is not None:
            sentences.append(f"{name} has {measure.figure(target)} for {last.label}.")
    return " ".join(sentences)


def subtitle(measure: Measure) -> str:
    """Measure, unit, basis and time."""
    first, last = measure.readings[0], measure.readings[-1]
    parts = [UNIT_WORDS.get(measure.facts["unit"], "Number"), measure.facts["basis"], f"{first.label} to {last.label}"]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."
