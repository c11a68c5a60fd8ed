"""Guessing how a spreadsheet is read: from a remembered mapping with its headings, or from words and values."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from dashboards.imports.files.tables import Cell, Sheet
from dashboards.imports.mapping_sheets import Column, Found, find_tables, is_day, is_figure, mostly
from dashboards.imports.mapping_spec import MappingSpec, measure_target
from dashboards.imports.mapping_words import BY_KEY, CASES, DATE, LONG, URN, WIDE_PERIOD, Shape, Target, about_people
from dashboards.imports.period_words import is_period
from dashboards.imports.vocabulary import Vocabulary, WrongWord, folded
from dashboards.models import ColumnMapping

NEAR = 0.88
MOST_NEAR = 1500
"""Cells of a file that are held against headings that are written a little differently: each takes a millisecond."""
MOSTLY = 0.6
_KEY_DATES = ("ReceivedDate", "StartDate")


def _index(targets: Iterable[Target]) -> dict[str, str]:
    """Targets by every heading they go by."""
    found: dict[str, str] = {}
    for target in targets:
        for words in (*target.aliases, folded(target.key), folded(target.label)):
            found.setdefault(folded(words), target.key)
    return found


_HEADINGS = {Shape.LONG: _index(LONG), Shape.WIDE: _index([WIDE_PERIOD]), Shape.CASES: _index(CASES)}


def tables_of(sheets: Sequence[Sheet], vocabulary: Vocabulary, saved: Iterable[MappingSpec]) -> list[Found]:
    """The tables of a file, the likeliest first, found by headings that are known in any way."""
    remembered = {folded(heading) for spec in saved for heading in spec.used}
    near: dict[str, bool] = {}

    def is_known(heading: str) -> bool:
        words = folded(heading)
        if not words:
            return False
        if words in remembered or any(_target(words, shape, exact=True) for shape in Shape):
            return True
        return bool(measure_of_heading(heading, vocabulary)) or is_near(words)

    def is_near(words: str) -> bool:
        if words not in near and len(near) < MOST_NEAR:
            near[words] = any(_target(words, shape) for shape in Shape)
        return near.get(words, False)

    return find_tables(sheets, is_known)


def saved_for(found: Found, saved: Iterable[ColumnMapping]) -> ColumnMapping | None:
    """The remembered mapping all of whose columns are there; of several, the one that reads most."""
    there = {folded(column.heading) for column in found.columns}
    fitting = []
    for mapping in saved:
        used = MappingSpec.of(mapping).used
        if used and all(folded(heading) in there for heading in used):
            fitting.append((len(used), mapping))
    return max(fitting, key=lambda each: each[0])[1] if fitting else None


def guess(found: Found, vocabulary: Vocabulary, shape: str = "") -> MappingSpec:
    """The likeliest reading of the columns; of every shape, or of the one that is asked for."""
    if shape:
        return MappingSpec(shape, _columns(found, vocabulary, shape))
    long, wide, cases = (_columns(found, vocabulary, each) for each in (Shape.LONG, Shape.WIDE, Shape.CASES))
    taken = set(long.values())
    if {"measure", "period", "value"} <= taken:
        return MappingSpec(Shape.LONG, long)
    chosen = [target for target in cases.values() if target]
    if len(chosen) > 1 and any(target in chosen for target in _KEY_DATES):
        return MappingSpec(Shape.CASES, cases)
    if "period" in wide.values() and sum(bool(target) for target in wide.values()) > 1:
        return MappingSpec(Shape.WIDE, wide)
    if not chosen and (seen := _by_cells(found, vocabulary)):
        return seen
    return MappingSpec(Shape.CASES if chosen or "measure" not in taken else Shape.LONG, cases if chosen else long)


def _by_cells(found: Found, vocabulary: Vocabulary) -> MappingSpec | None:
    """Where no heading says so: figures by what the cells beneath are. None when they do not look like figures."""
    beneath = {column.heading: found.sample(column) for column in found.columns}

    def is_measure(cell: Cell) -> bool:
        return isinstance(cell, str) and bool(measure_of_heading(cell, vocabulary))

    measures = [heading for heading, cells in beneath.items() if mostly(cells, is_measure)]
    figures = [heading for heading, cells in beneath.items() if mostly(cells, is_figure)]
    periods = [h for h, cells in beneath.items() if h not in (*measures, *figures) and mostly(cells, is_period)]
    if len(periods) != 1 or not figures:
        return None
    nothing = dict.fromkeys(beneath, "")
    if measures:
        value = {figures[0]: "value"} if len(figures) == 1 else {}
        return MappingSpec(Shape.LONG, {**nothing, measures[0]: "measure", periods[0]: "period", **value})
    is_wide = len(figures) + 1 == len(beneath) and not any(map(about_people, beneath))
    return MappingSpec(Shape.WIDE, {**nothing, periods[0]: "period"}) if is_wide else None


def measure_of_heading(heading: str, vocabulary: Vocabulary) -> str:
    """The target that a heading of the wide shape names: "Requests received", "Requests received: Parent"."""
    for text, rest in ((heading, ""), *_halves(heading)):
        try:
            indicator = vocabulary.measure(text)
            if not rest:
                return measure_target(indicator.code)
            topic = vocabulary.topic_of(indicator, rest)
            return measure_target(indicator.code, topic, vocabulary.breakdown(topic, rest))
        except WrongWord:
            continue
    return ""


def _halves(heading: str) -> list[tuple[str, str]]:
    found = []
    for sign in (": ", " - ", " – ", ", "):
        before, _, after = heading.partition(sign)
        if after:
            found.append((before, after))
    return found


def _columns(found: Found, vocabulary: Vocabulary, shape: str) -> dict[str, str]:
    """A target for each heading, each once; a heading whose cells do not look like it gets none."""
    chosen: dict[str, str] = {}
    taken: set[str] = set()
    for exact in (True, False):
        for column in found.columns:
            if chosen.get(column.heading):
                continue
            target = _target(folded(column.heading), shape, exact=exact)
            if not target and shape == Shape.WIDE and exact:
                target = measure_of_heading(column.heading, vocabulary)
            if target in taken or not target or not _looks_like(found, column, target, shape):
                target = ""
            chosen[column.heading] = target
            if target:
                taken.add(target)
    return {column.heading: chosen[column.heading] for column in found.columns}


def _target(words: str, shape: str, *, exact: bool = False) -> str:
    headings = _HEADINGS[Shape(shape)]
    compact = words.replace(" ", "")
    if words in headings or compact in headings:
        return headings.get(words) or headings[compact]
    near = [] if exact or len(words) < 6 else get_close_matches(words, list(headings), n=1, cutoff=NEAR)
    return headings[near[0]] if near else ""


def _looks_like(found: Found, column: Column, target: str, shape: str) -> bool:
    """Whether the cells can be what the heading says. An empty column can be anything."""
    sample = found.sample(column)
    known = BY_KEY[Shape(shape)].get(target)
    if about_people(column.heading) and shape == Shape.CASES:
        return False
    if not sample or known is None:
        return True
    if known.kind == DATE:
        return sum(is_day(cell, is_1904=found.sheet.is_1904) for cell in sample) >= MOSTLY * len(sample)
    if known.kind == URN:
        return sum(_is_urn(cell) for cell in sample) >= MOSTLY * len(sample)
    if known.key == "period":
        return sum(is_period(cell) for cell in sample) >= MOSTLY * len(sample)
    return True


def _is_urn(cell: object) -> bool:
    text = str(cell).removesuffix(".0")
    return len(text) == 6 and text.isdigit()
