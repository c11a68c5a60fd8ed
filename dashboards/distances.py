"""How far one figure lies from another, in words and as a judgement. No figure is worked out twice."""

from decimal import Decimal

from dashboards.points import Definition
from safetyvalve.core import money
from safetyvalve.render import format as fmt

TIMES = ("days", "weeks")


def difference(definition: Definition, value: Decimal, other: Decimal) -> Decimal:
    """As it reads on the page: between the two figures as they are printed, so that the sums work for a reader."""
    return fmt.rounded(value, definition.decimals) - fmt.rounded(other, definition.decimals)


def change(definition: Definition, value: Decimal, other: Decimal, since: str) -> str:
    """ "12 more than a year earlier", "1.5 percentage points lower than the month before", "the same as …"."""
    gap = difference(definition, value, other)
    if not gap:
        return f"the same as {since}"
    if definition.unit == "percent":
        return f"{points_of(gap, definition.decimals)} {'higher' if gap > 0 else 'lower'} than {since}"
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
    size = points_of(gap, definition.decimals) if definition.unit == "percent" else size_of(definition, gap)
    return f"{size} {'above' if gap > 0 else 'below'}"


def direction(definition: Definition, value: Decimal, other: Decimal) -> str:
    """ "good", "bad" or "": the last for a neutral measure, for one that aims at a target, and for no change."""
    gap = difference(definition, value, other)
    if not gap or definition.polarity not in ("higher", "lower"):
        return ""
    return "good" if (gap > 0) == (definition.polarity == "higher") else "bad"


def is_off(definition: Definition, value: Decimal, target: Decimal, tolerance: Decimal | None) -> bool:
    """Whether a value misses its target on the wrong side by more than the tolerance. Never for a neutral measure."""
    if definition.is_neutral:
        return False
    gap = value - target
    beyond = abs(gap) > (tolerance or 0)
    if definition.polarity == "target":
        return beyond
    return beyond and (gap < 0) == (definition.polarity == "higher")


def points_of(gap: Decimal, decimals: int) -> str:
    size = fmt.count(abs(gap), decimals)
    return f"{size} percentage point{'' if abs(gap) == 1 else 's'}"


def size_of(definition: Definition, gap: Decimal) -> str:
    return money.size(gap) if definition.unit == "money" else fmt.count(abs(gap), definition.decimals)
