"""How a placement's cost is divided between the DSG, health and social care, in per cent or in pounds of its rate."""

from collections.abc import Mapping
from decimal import Decimal

from dashboards.imports.collecting import text_of
from dashboards.imports.files.tables import Cell, PerCent
from dashboards.imports.files.values import WrongValue, number
from dashboards.imports.placement_values import refused
from dashboards.imports.placement_words import NAMES, SHARES

ALL_DSG = (Decimal(1), Decimal(0), Decimal(0))
PERCENT, POUNDS, PLAIN = "percent", "pounds", ""
WHOLE = Decimal(100)
FIX = "Let the shares come to 100%, or to the rate in pounds. With DSG left empty it pays the rest."
MIXED = "Some shares are percentages and others are pounds."
UNCLEAR = "It cannot be told whether the shares are per cent or pounds."


def shares(cells: Mapping[str, Cell], headings: Mapping[str, str], rate: Decimal) -> tuple[Decimal, ...]:
    """Weights of the payers, in the order of ``SHARES``. Nothing said means that the DSG pays all of it.

    Raises ``RowRefused`` for shares that come to neither 100% nor the rate.
    """
    found = {key: _share(key, cell, headings[key]) for key, cell in cells.items() if text_of(cell)}
    if not found:
        return ALL_DSG
    kinds = {kind for _, kind in found.values() if kind} or {PLAIN}
    if len(kinds) > 1:
        raise refused("shares-mixed", MIXED, FIX, next(iter(found)))
    values = {key: value for key, (value, _) in found.items()}
    whole = _whole(kinds.pop(), values, rate)
    if whole is None:
        raise refused("shares-unclear", UNCLEAR, "Write the sign with each: 60% or £450.", next(iter(found)))
    given = sum(values.values(), Decimal(0))
    if "dsg" not in values:
        values["dsg"] = whole - given
    if values["dsg"] < 0 or sum(values.values(), Decimal(0)) != whole:
        words = "The shares do not come to 100%." if whole == WHOLE else "The shares do not come to the rate."
        raise refused("shares-do-not-add", words, FIX, next(iter(found)))
    return tuple(values.get(key, Decimal(0)) for key in SHARES) if any(values.values()) else ALL_DSG


def _whole(kind: str, values: Mapping[str, Decimal], rate: Decimal) -> Decimal | None:
    """What the shares are of. Figures without a sign say so only by what they come to."""
    if kind:
        return WHOLE if kind == PERCENT else rate
    given = sum(values.values(), Decimal(0))
    return next((whole for whole in (WHOLE, rate, Decimal(1)) if "dsg" in values and given == whole), None)


def _share(key: str, cell: Cell, heading: str) -> tuple[Decimal, str]:
    """The figure, and whether it is per cent or pounds, where cell or heading say so."""
    text = text_of(cell)
    kind = PERCENT if isinstance(cell, PerCent) or "%" in text else POUNDS if "£" in text else _of(heading)
    try:
        value = number(cell, unit="percent" if kind == PERCENT else "money").value
    except WrongValue:
        value = None
    if value is None or value < 0:
        words = f"The share of {NAMES[key] if key == 'dsg' else NAMES[key].lower()} is not a figure that can be read."
        raise refused("share-not-read", words, FIX, key)
    return value, kind


def _of(heading: str) -> str:
    signs = {PERCENT: ("%", "per cent", "percent"), POUNDS: ("£", "pounds")}
    found = [kind for kind, words in signs.items() if any(each in heading.lower() for each in words)]
    return found[0] if len(found) == 1 else PLAIN
