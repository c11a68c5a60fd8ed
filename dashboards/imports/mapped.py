"""A council's own CSV or Excel file, read with a mapping of its columns.

What a page calls:

``read(delivery) -> Reading``
    The reader of the kind. ``delivery.options`` says how: ``{"mapping": NAME}`` of a remembered mapping,
    ``{"mapping_spec": {...}}`` as ``MappingSpec.as_json()`` gives it, or neither, and it is guessed
    (``{"shape": "long" | "wide" | "cases"}`` narrows the guess). A mapping that lacks something gives no figures, and
    a problem for each thing that must be chosen. ``{"since": "2024-01-01"}``: from when a file of cases is counted.
``propose(delivery) -> ProposedMapping``
    How the same file would be read, for ``dashboards.forms.mapping.MappingForm``; ``as_json()`` keeps it without the
    file. Raises ``UnusableDelivery``.
``read_and_propose(delivery) -> (Reading, ProposedMapping)``
    Both in one pass over the file.
``settled(delivery) -> dict``
    The delivery's options with how it will be read: ``mapping_spec`` for the reader, ``proposed_mapping`` for the page.

The file may hold rows about children. It is read in memory, no problem quotes a cell, a word of a column is shown only
when several rows share it, and a mapping remembers headings and shared words, nothing else.
"""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from dashboards.imports.collecting import Collector, text_of
from dashboards.imports.contract import Delivery, Level, Problem, Reading, UnusableDelivery
from dashboards.imports.files.tables import read_tables
from dashboards.imports.mapping_cases import read_cases
from dashboards.imports.mapping_codes import CodeList, code_lists, words_of
from dashboards.imports.mapping_figures import read_long, read_wide, say_repeated
from dashboards.imports.mapping_guess import guess, saved_for, tables_of
from dashboards.imports.mapping_sheets import Found, cell_of
from dashboards.imports.mapping_spec import MEASURE_PREFIX, MappingSpec, ProposedColumn, ProposedMapping
from dashboards.imports.mapping_words import BY_KEY, Shape
from dashboards.imports.vocabulary import Vocabulary, folded
from dashboards.models import ColumnMapping
from safetyvalve.core.models import Authority

_NO_HEADINGS = Problem(
    "no-headings",
    "No row of headings was found in the first 20 rows.",
    "Give every column a heading, like “Date received”, in one row above the data.",
    Level.FATAL,
)


def read(delivery: Delivery) -> Reading:
    """See the module. Raises ``UnusableDelivery``."""
    return read_and_propose(delivery)[0]


def propose(delivery: Delivery) -> ProposedMapping:
    """How the file would be read. Raises ``UnusableDelivery``."""
    return read_and_propose(delivery)[1]


def read_and_propose(delivery: Delivery) -> tuple[Reading, ProposedMapping]:
    """What the file comes to, and how it was read. Raises ``UnusableDelivery``."""
    collector = Collector(delivery.authority, today=timezone.localdate(), as_at=delivery.as_at, quotes=False)
    saved = list(ColumnMapping.objects.filter(authority=delivery.authority).order_by("name"))
    tables = read_tables(delivery.files[0])
    collector.problems += tables.problems
    given, name = _given(delivery, saved)
    known = [MappingSpec.of(each) for each in saved] + ([given] if given else [])
    found = tables_of(tables.sheets, collector.vocabulary, known)
    if not found:
        raise UnusableDelivery(_NO_HEADINGS)
    chosen = _sheet(found, given)
    if given is None:
        fitting = saved_for(chosen, saved) if not delivery.options.get("shape") else None
        given, name = (MappingSpec.of(fitting), fitting.name) if fitting else (None, "")
    spec = given or guess(chosen, collector.vocabulary, delivery.options.get("shape", ""))
    codes = code_lists(spec.shape, delivery.authority, collector.vocabulary)
    proposed = _proposed(chosen, spec, codes, name, sheets=[each.sheet.name for each in found])
    if proposed.missing:
        return Reading(problems=(*collector.problems, *_incomplete(proposed)), as_at=delivery.as_at), proposed
    say_repeated(collector, chosen, spec)
    if spec.shape == Shape.CASES:
        reading = read_cases(delivery, chosen, spec, codes)
        return _with(reading, collector.problems), proposed
    if spec.shape == Shape.LONG:
        read_long(delivery, collector, chosen, spec, codes)
    else:
        read_wide(delivery, collector, chosen, spec)
    collector.finish()
    gathered = collector.gathered
    reading = Reading(
        rows=gathered.rows,
        problems=tuple(collector.problems),
        summary=gathered.summary(),
        as_at=delivery.as_at,
        places=gathered.places,
    )
    return reading, proposed


def settled(delivery: Delivery) -> dict[str, Any]:
    """Options that read the same file in the same way whatever is remembered meanwhile. Raises nothing."""
    options = {name: value for name, value in delivery.options.items() if name not in ("mapping", "shape")}
    try:
        proposed = propose(delivery)
    except UnusableDelivery:
        return dict(delivery.options)
    return {**options, "mapping_spec": proposed.spec.as_json(), "proposed_mapping": proposed.as_json()}


def code_choices(shape: str, authority: Authority) -> dict[str, tuple[tuple[str, str], ...]]:
    """The codes with their labels that the words of a column may stand for, by what the column holds."""
    lists = code_lists(shape, authority, Vocabulary.of(authority))
    return {target: codes.choices for target, codes in lists.items()}


def what_is_missing(shape: str, targets: Sequence[str]) -> tuple[str, ...]:
    """What must still be chosen before a file of that shape can be read, in sentences."""
    used = [target for target in targets if target]
    missing = []
    if shape == Shape.LONG:
        words = {"measure": "the measure", "period": "the period", "value": "the figure"}
        missing += [f"Choose the column that holds {words[key]}." for key in words if key not in used]
    elif shape == Shape.WIDE:
        if "period" not in used:
            missing.append("Choose the column that holds the period.")
        if not any(target.startswith(MEASURE_PREFIX) for target in used):
            missing.append("Choose at least one column that holds a measure.")
    elif "ReceivedDate" not in used and "StartDate" not in used:
        missing.append("Choose the column with the date the request was received, or the date the plan started.")
    for target in dict.fromkeys(target for target in used if used.count(target) > 1):
        missing.append(f"Two columns are chosen as “{_label(shape, target)}”. Choose one of them.")
    return tuple(missing)


def _label(shape: str, target: str) -> str:
    known = BY_KEY[Shape(shape)].get(target)
    return known.label if known else target.removeprefix(MEASURE_PREFIX)


def _given(delivery: Delivery, saved: Sequence[ColumnMapping]) -> tuple[MappingSpec | None, str]:
    """The mapping that the delivery asks for, if it asks for one. Raises ``UnusableDelivery`` for one that is not."""
    if delivery.options.get("mapping_spec"):
        try:
            return MappingSpec.from_json(delivery.options["mapping_spec"]), ""
        except ValueError as wrong:
            raise UnusableDelivery(
                Problem("mapping-unusable", str(wrong), "Choose the columns again.", Level.FATAL)
            ) from wrong
    name = delivery.options.get("mapping")
    if not name:
        return None, ""
    for mapping in saved:
        if mapping.name == name:
            return MappingSpec.of(mapping), mapping.name
    sentence = "There is no mapping of that name."
    raise UnusableDelivery(Problem("mapping-unknown", sentence, "Choose one of the remembered mappings.", Level.FATAL))


def _sheet(found: Sequence[Found], spec: MappingSpec | None) -> Found:
    """The sheet that the mapping names, else the one that has most of its headings."""
    if spec is None:
        return found[0]
    wanted = {folded(heading) for heading in spec.used}

    def having(each: Found) -> tuple[bool, int]:
        headings = {folded(column.heading) for column in each.columns}
        return each.sheet.name == spec.options.get("sheet"), len(wanted & headings)

    return max(found, key=having)


def _proposed(
    found: Found, spec: MappingSpec, codes: dict[str, CodeList], name: str, sheets: Sequence[str]
) -> ProposedMapping:
    """Every column with what it is taken for, and the words of those that hold codes."""
    targets = {folded(heading): target for heading, target in spec.columns.items()}
    columns = []
    for column in found.columns:
        target = targets.get(folded(column.heading), "")
        if target not in codes:
            columns.append(ProposedColumn(column.heading, column.letter, target))
            continue
        texts = [text_of(cell_of(row, column)) for _, row in found.rows()]
        words, left_out = words_of(column.heading, texts, codes[target], spec.values.get(column.heading, {}))
        columns.append(ProposedColumn(column.heading, column.letter, target, words, left_out))
    there = {folded(column.heading) for column in found.columns}
    lost = tuple(
        f"The mapping reads a column headed “{heading[:60]}”, which this file does not have."
        for heading in spec.used
        if folded(heading) not in there
    )
    missing = lost + what_is_missing(spec.shape, [column.target for column in columns])
    return ProposedMapping(str(spec.shape), found.sheet.name, tuple(columns), name, missing, tuple(sheets))


def _incomplete(proposed: ProposedMapping) -> list[Problem]:
    fix = "Choose what each column holds, and choose the file again."
    return [
        Problem("mapping-incomplete", words, fix, Level.REFUSED, sheet=proposed.sheet) for words in proposed.missing
    ]


def _with(reading: Reading, problems: Sequence[Problem]) -> Reading:
    return Reading(reading.rows, (*problems, *reading.problems), reading.summary, reading.as_at)
