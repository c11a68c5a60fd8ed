"""The rows and cells of a block as a spreadsheet copies it."""

import csv

from dashboards.imports.contract import Problem

_END = "\x1e"
"""Put beneath the block: where it does not come out again as a row of its own, a cell has swallowed it."""
_FIX = "Take the quotation mark out, or write it twice where it belongs to the words. Then paste the block again."


class UnreadableBlock(Exception):
    """No rows can be made of the block; ``problem`` says why, and quotes nothing of it."""

    def __init__(self, row: int) -> None:
        words = 'A cell begins with a quotation mark (") that is not closed, so its rows cannot be told apart.'
        self.problem = Problem("quotation-mark", words, _FIX, sheet=f"Row {row} of the block")
        super().__init__(words)


def rows_of(text: str) -> list[list[str]]:
    """Cells between tabs; a cell with a line break in it stands in quotation marks.

    Raises ``UnreadableBlock`` where such a mark is never closed: rows beneath it would be lost without a word.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").replace(_END, "").strip("\n")
    found: list[list[str]] = []
    begun = 1
    reader = csv.reader([*text.split("\n"), _END], delimiter="\t")
    try:
        for row in reader:
            if row == [_END]:
                break
            if any(_END in cell for cell in row):
                raise UnreadableBlock(begun)
            found.append([_single(cell) for cell in row])
            begun = len(found) + 1
    except csv.Error:
        raise UnreadableBlock(begun) from None
    while found and not any(found[-1]):
        found.pop()
    return found


def _single(cell: str) -> str:
    return " ".join(cell.replace("\u00a0", " ").split())
