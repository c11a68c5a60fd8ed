"""The assumptions that the forecast of a return was made on, as they stood when it was confirmed."""

from decimal import Decimal

from conditions.returns.facts import Facts, minute, section
from conditions.rules.assumptions import in_words
from safetyvalve.render.document import GridBlock

OF = {"DSG position": "DSG position, when finance confirmed it", "Finance lines": "finance lines, when last saved"}


def assumption_tables(pack: Facts) -> list[GridBlock]:
    """A table for the position and one for the lines; none in a pack that was frozen without this part."""
    facts = section(pack, "forecast_basis")
    return [_table(basis, facts["assumptions"]) for basis in facts.get("bases", [])]


def _table(basis: Facts, assumptions: list[Facts]) -> GridBlock:
    used = [each for each in assumptions if each["label"] == basis["label"]]
    years = sorted({year for each in used for year in each["values"]})
    rows = [(each["name"], f"Version {each['version']}", *(_value(each, year) for year in years)) for each in used] or [
        ("No assumption is on record.", "", *("" for _ in years))
    ]
    return GridBlock(
        caption=f"Assumptions used: {OF.get(basis['label'], basis['label'])}, {minute(basis['recorded_at'])}",
        header=(("Assumption", "Version", *years),),
        rows=tuple(rows),
        weights=(6, 3, *(3 for _ in years)),
        description="Each assumption with the version in force at that time, and its value by financial year.",
    )


def _value(assumption: Facts, year: str) -> str:
    value = assumption["values"].get(year)
    return "–" if value is None else in_words(Decimal(value), assumption["unit"])
