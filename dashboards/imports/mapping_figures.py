"""A spreadsheet of counts, read with a mapping: a figure in each row, or a period in each row."""

from dashboards.imports.collecting import Collector, text_of
from dashboards.imports.contract import Delivery, Level, Place
from dashboards.imports.mapping_codes import CodeList, look_like_names, nearly_all_different
from dashboards.imports.mapping_sheets import Column, Found, cell_of
from dashboards.imports.mapping_spec import MappingSpec, measure_of
from dashboards.imports.status_words import WORDS as STATUSES
from dashboards.imports.status_words import Status
from dashboards.imports.vocabulary import folded

FREE = ("provider", "service")
SAID_EVERY = 1000
UNRELIABLE_NOTE = "Said to be unreliable by the file it came from"


def read_long(
    delivery: Delivery, collector: Collector, found: Found, spec: MappingSpec, codes: dict[str, CodeList]
) -> None:
    """One figure in each row."""
    columns = columns_by_target(found, spec)
    names = {target: column.name for target, column in columns.items()}
    unsafe = _unsafe_words(found, columns, spec, codes)
    if unsafe:
        words = "The breakdown by provider or service looks like names of people, or is different in nearly every row."
        fix = "Leave the column out, or import it as a grid of figures if the words are not about people."
        place = Place(found.sheet.name, found.header + 1, names["breakdown"])
        collector.refuse("free-words-refused", words, fix, place)
    rows = found.rows()
    for done, (number, row) in enumerate(rows):
        if done % SAID_EVERY == 0:
            delivery.progress(done, len(rows), "Reading rows")
        place = Place(found.sheet.name, number)
        value = cell_of(row, columns["value"])
        if value is None:
            continue
        said = {
            target: _meant(text_of(cell_of(row, columns[target])), columns[target], spec, codes.get(target))
            for target in ("measure", "topic", "breakdown")
            if target in columns
        }
        if not said["measure"]:
            fix = "Name the measure in every row."
            collector.refuse("measure-missing", "The row does not say which measure it is.", fix, place)
            continue
        if unsafe and folded(said.get("topic", "")) in FREE:
            continue
        subject = collector.subject(said["measure"], said.get("topic", ""), said.get("breakdown", ""), place, names)
        if subject is None or (unsafe and subject.topic in FREE):
            continue
        period = collector.period(subject, cell_of(row, columns["period"]), place._replace(column=names["period"]))
        status = folded(text_of(cell_of(row, columns["status"]))) if "status" in columns else ""
        # Reasons are free text, which is not kept of these files.
        note = UNRELIABLE_NOTE if STATUSES.get(status) == Status.UNRELIABLE else ""
        if period:
            collector.figure(subject, period, value, place._replace(column=names["value"]), status=status, note=note)


def read_wide(delivery: Delivery, collector: Collector, found: Found, spec: MappingSpec) -> None:
    """One period in each row, one measure in each column."""
    columns = columns_by_target(found, spec)
    period_column = columns.pop("period")
    subjects = []
    for target, column in columns.items():
        code, topic, breakdown = measure_of(target)
        place = Place(found.sheet.name, found.header + 1, column.name)
        subject = collector.subject(code, topic, breakdown, place, dict.fromkeys(("measure", "topic"), column.name))
        if subject:
            subjects.append((subject, column))
    rows = found.rows()
    for done, (number, row) in enumerate(rows):
        if done % SAID_EVERY == 0:
            delivery.progress(done, len(rows), "Reading rows")
        place = Place(found.sheet.name, number, period_column.name)
        for subject, column in subjects:
            value = cell_of(row, column)
            if value is None or text_of(value) in ("-", "–", "—"):
                continue
            period = collector.period(subject, cell_of(row, period_column), place)
            if period is None:
                break
            collector.figure(subject, period, value, place._replace(column=column.name))


def columns_by_target(found: Found, spec: MappingSpec) -> dict[str, Column]:
    """The columns that are read, by what they hold."""
    targets = {folded(heading): target for heading, target in spec.used.items()}
    there = {folded(column.heading): column for column in found.columns}
    return {target: there[heading] for heading, target in targets.items() if heading in there}


def say_repeated(collector: Collector, found: Found, spec: MappingSpec) -> None:
    """A heading that stands there twice is read in its first column, and said so."""
    used = {folded(heading) for heading in spec.used}
    for column in found.repeated:
        if folded(column.heading) in used:
            words = f"Two columns are headed {column.heading[:60]}. The first is read."
            place = Place(found.sheet.name, found.header + 1, column.name)
            collector.refuse("heading-twice", words, "Rename one of them.", place, Level.WARNING)


def _meant(word: str, column: Column, spec: MappingSpec, codes: CodeList | None) -> str:
    """The code that a word stands for: as was chosen, else as it is known, else the word itself."""
    if not word:
        return ""
    chosen = spec.values.get(column.heading, {}).get(word)
    return chosen or (codes.resolve(word) if codes else "") or word


def _unsafe_words(found: Found, columns: dict[str, Column], spec: MappingSpec, codes: dict[str, CodeList]) -> bool:
    """Whether words that no code list knows, and that would be kept, could be about people."""
    if "breakdown" not in columns:
        return False
    column = columns["breakdown"]
    texts = [text for _, row in found.rows() if (text := text_of(cell_of(row, column)))]
    free = [text for text in texts if _meant(text, column, spec, None) == text and not codes["breakdown"].resolve(text)]
    free = [text for text in free if not text.isdigit()]
    return look_like_names(set(free)) or nearly_all_different(free)
