"""The lines of the finance grid: their codes, words, blocks and what each does to the balance.

They are read from ``fixtures/finance_lines.toml``, which the product ships: what a line means is part of the sums, so
it changes with a release and not with a record.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

KINDS = (
    *("opening", "opening_before", "opening_after", "income", "spend"),
    *("transfer", "contribution", "grant", "adjustment", "payment"),
)
SECTION_251 = "0123456789"


@dataclass(frozen=True)
class Line:
    """One line of one block. ``kind`` says how it enters the sums."""

    code: str
    kind: str
    label: str
    block: str

    @property
    def name(self) -> str:
        """ "1.2.3 Top-up: non-maintained and independent"; lines that are no section 251 line have words alone."""
        return f"{self.code} {self.label}" if self.code[0] in SECTION_251 else self.label

    @property
    def full_name(self) -> str:
        """The name that is told apart from the same words of another block: "Opening balance (schools block)"."""
        if self.code[0] in SECTION_251:
            return self.name
        label = next(block.label for block in blocks() if block.key == self.block)
        return f"{self.label} ({label[0].lower()}{label[1:]})"


@dataclass(frozen=True)
class Block:
    """A block of the DSG with its lines in the order of the page."""

    key: str
    label: str
    lines: tuple[Line, ...]

    def of_kind(self, *kinds: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind in kinds)


@lru_cache(maxsize=1)
def blocks() -> tuple[Block, ...]:
    """Every block in order. Raises ValueError when the file contradicts itself."""
    data = tomllib.loads((settings.BASE_DIR / "fixtures" / "finance_lines.toml").read_text("utf-8"))
    found = tuple(
        Block(
            row["key"],
            row["label"],
            tuple(Line(code, kind, label, row["key"]) for code, kind, label in data[row["key"]]["lines"]),
        )
        for row in data["blocks"]
    )
    codes = [line.code for block in found for line in block.lines]
    if len(set(codes)) != len(codes) or any(line.kind not in KINDS for block in found for line in block.lines):
        raise ValueError("fixtures/finance_lines.toml names a code twice, or a kind that there is not.")
    return found


def lines() -> dict[str, Line]:
    """Every line by its code, in the order of the page."""
    return {line.code: line for block in blocks() for line in block.lines}
