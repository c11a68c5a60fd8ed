"""What is said about somebody's own spreadsheet: which column holds what, and what its words stand for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from dashboards.models import ColumnMapping

Shape = ColumnMapping.Shape
NOT_USED = ""
MEASURE_PREFIX = "measure:"


@dataclass(frozen=True)
class MappingSpec:
    """A mapping as it is remembered and handed about, in plain JSON values.

    ``columns`` maps a heading to a target: "period", "value" … of the long shape, "measure:CODE" or
    "measure:CODE|TOPIC|BREAKDOWN" of the wide one, a SEN2 item ("ReceivedDate") of cases. ``values`` maps a heading's
    words to codes. ``options`` may name the ``sheet``.
    """

    shape: str
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "shape": str(self.shape),
            "columns": dict(self.columns),
            "values": {heading: dict(words) for heading, words in self.values.items()},
            "options": dict(self.options),
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Self:
        """Raises ValueError for anything that is no mapping."""
        columns, values, options = (given.get(name) or {} for name in ("columns", "values", "options"))
        words = [*columns.items(), *((w, c) for each in _mappings(values) for w, c in each.items())]
        if given.get("shape") not in Shape.values or not isinstance(options, Mapping):
            raise ValueError("This is not a mapping of columns.")
        if not columns or not all(isinstance(part, str) for pair in words for part in pair):
            raise ValueError("This is not a mapping of columns.")
        return cls(given["shape"], dict(columns), {h: dict(w) for h, w in values.items()}, dict(options))

    @classmethod
    def of(cls, saved: ColumnMapping) -> Self:
        return cls(saved.shape, saved.columns, saved.values, saved.options)

    @property
    def used(self) -> dict[str, str]:
        """The columns that are read, by heading."""
        return {heading: target for heading, target in self.columns.items() if target}


@dataclass(frozen=True)
class Word:
    """One word of a coded column, how many rows have it, and the code it is taken for (empty: not known)."""

    word: str
    rows: int
    code: str = ""


@dataclass(frozen=True)
class ProposedColumn:
    """One column of the file. ``words`` only for columns of codes with few words that several rows share.

    ``words_left_out`` are the rows whose word is not shown, because it is the only one of its kind.
    """

    heading: str
    letter: str
    target: str = NOT_USED
    words: tuple[Word, ...] = ()
    words_left_out: int = 0


@dataclass(frozen=True)
class ProposedMapping:
    """How a file would be read. ``missing`` are sentences: what must be chosen before it can be.

    ``saved_name`` is the remembered mapping it comes from, if any. JSON and back, for a page that is shown later.
    """

    shape: str
    sheet: str
    columns: tuple[ProposedColumn, ...]
    saved_name: str = ""
    missing: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def spec(self) -> MappingSpec:
        values = {c.heading: {w.word: w.code for w in c.words if w.code} for c in self.columns if c.target and c.words}
        options = {"sheet": self.sheet} if len(self.sheets) > 1 else {}
        return MappingSpec(
            self.shape, {c.heading: c.target for c in self.columns}, {h: w for h, w in values.items() if w}, options
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "shape": str(self.shape),
            "sheet": self.sheet,
            "sheets": list(self.sheets),
            "saved_name": self.saved_name,
            "missing": list(self.missing),
            "columns": [
                {
                    "heading": c.heading,
                    "letter": c.letter,
                    "target": c.target,
                    "words": [[w.word, w.rows, w.code] for w in c.words],
                    "words_left_out": c.words_left_out,
                }
                for c in self.columns
            ],
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Self:
        columns = tuple(
            ProposedColumn(
                c["heading"], c["letter"], c["target"], tuple(Word(*w) for w in c["words"]), c["words_left_out"]
            )
            for c in given["columns"]
        )
        return cls(
            given["shape"],
            given["sheet"],
            columns,
            given["saved_name"],
            tuple(given["missing"]),
            tuple(given["sheets"]),
        )


def measure_target(code: str, topic: str = "", breakdown: str = "") -> str:
    return f"{MEASURE_PREFIX}{code}|{topic}|{breakdown}" if topic else f"{MEASURE_PREFIX}{code}"


def measure_of(target: str) -> tuple[str, str, str]:
    """Code, topic and breakdown of a wide column's target."""
    parts = (*target.removeprefix(MEASURE_PREFIX).split("|"), "", "")
    return parts[0], parts[1], parts[2]


def _mappings(values: Any) -> list[Mapping[str, str]]:
    if not isinstance(values, Mapping) or not all(isinstance(each, Mapping) for each in values.values()):
        raise ValueError("This is not a mapping of columns.")
    return list(values.values())
