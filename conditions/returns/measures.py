"""The measures that a return carries: headline charts, and every other figure in tables."""

from collections.abc import Sequence
from datetime import date

from conditions.returns.facts import Facts
from conditions.returns.measure_charts import charted
from conditions.returns.series import UNIT_WORDS, Measure, Reading, measures
from safetyvalve.render.data import Cell, Column, Table
from safetyvalve.render.document import Block, Figure, Prose, TableBlock

# A page is this many figures wide; the workbook holds them all.
LATEST = 5


def measures_annex(pack: Facts) -> list[Block]:
    """Nothing for a return whose record has no measures."""
    if not any(measure.has_figures for measure in measures(pack)):
        return []
    return [
        Prose.literal("The headline measures as they were on record at the end of the period, with their sources."),
        *(Figure(chart, with_table=False) for chart in charted(pack)),
        *(TableBlock(table) for table in tables(pack, latest=LATEST)),
    ]


def tables(pack: Facts, *, latest: int | None = None) -> list[Table]:
    """One table for each length of period and unit: a row per measure, a column per period, the latest ones last.

    A measure without a single figure is left out.
    """
    groups: dict[tuple[str, str], list[Measure]] = {}
    for measure in measures(pack):
        if measure.has_figures:
            groups.setdefault((measure.grain, measure.facts["unit"]), []).append(measure)
    return [_table(grain, unit, group, latest) for (grain, unit), group in groups.items()]


def _table(grain: str, unit: str, group: Sequence[Measure], latest: int | None) -> Table:
    periods = _periods(group)[-(latest or 0) :]
    kind, places = group[0].unit, max(measure.places for measure in group)
    rows: list[tuple[Cell, ...]] = [
        (measure.name, *(_cell(_by_period(measure).get(period)) for period, _ in periods)) for measure in group
    ]
    noun = {"Month": "months", "Quarter": "quarters", "Year": "years"}.get(grain, "January censuses")
    head = f"Measures by {grain.lower() if grain != 'January census' else grain}"
    return Table(
        f"{head}: {UNIT_WORDS.get(unit, 'number').lower()}",
        (Column("Measure", weight=8), *(Column(label, kind, places, weight=3) for _, label in periods)),
        tuple(rows),
        notes=tuple(_sources(group)),
        description=f"Each measure with its figures for the {noun} named in the header.",
    )


def _periods(group: Sequence[Measure]) -> list[tuple[tuple[date, date], str]]:
    found = {(each.start, each.end): each.label for measure in group for each in measure.readings}
    return sorted(found.items())


def _by_period(measure: Measure) -> dict[tuple[date, date], Reading]:
    return {(each.start, each.end): each for each in measure.readings}


def _cell(reading: Reading | None) -> Cell:
    return reading.cell if reading else None


def _sources(group: Sequence[Measure]) -> list[str]:
    """Each source once, with the measures it gives."""
    sources = list(dict.fromkeys(measure.facts["source"] or "not stated" for measure in group))
    return [f"Source: {'; '.join(source.rstrip('.') for source in sources)}.", *_doubts(group)]


def _doubts(group: Sequence[Measure]) -> list[str]:
    """Figures that are printed and must not be relied on."""
    found = [
        f"{measure.name}: not reliable for {', '.join(each.label for each in measure.readings if each.is_doubtful)}."
        for measure in group
        if any(each.is_doubtful for each in measure.readings)
    ]
    return found
