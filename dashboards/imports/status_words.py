"""Whether a figure is provisional or unreliable: from a column that says so, or from what stands behind the figure."""

import re

from dashboards.imports.files.tables import Cell, ErrorCell
from dashboards.imports.files.values import WrongValue
from dashboards.imports.vocabulary import folded
from dashboards.models import Measurement

Status = Measurement.Status
WORDS = {
    "": "",
    "p": Status.PROVISIONAL,
    "prov": Status.PROVISIONAL,
    "provisional": Status.PROVISIONAL,
    "draft": Status.PROVISIONAL,
    "f": Status.FINAL,
    "final": Status.FINAL,
    "confirmed": Status.FINAL,
    "r": Status.FINAL,
    "restated": Status.FINAL,
    "revised": Status.FINAL,
    "unreliable": Status.UNRELIABLE,
    "not reliable": Status.UNRELIABLE,
}
"""A restated figure becomes so by taking another one's place, not by saying so."""
_BEHIND = re.compile(
    r"(?P<figure>.*[\d%).]|.*\S(?=[\s(])|\S+(?=\s))\s*\(?(?P<word>p|prov|provisional|unreliable)\)?\s*", re.IGNORECASE
)


def split_status(cell: Cell) -> tuple[Cell, str]:
    """ "1,570 p" as the figure and "provisional"; any other cell as it is."""
    if not isinstance(cell, str) or isinstance(cell, ErrorCell) or cell[-1:].lower() not in ("p", ")", "v", "l", "e"):
        return cell, ""
    found = _BEHIND.fullmatch(cell.strip())
    return (found["figure"].strip(), WORDS[found["word"].lower()]) if found else (cell, "")


def status_of(words: str) -> str:
    """Raises ``WrongValue`` for a word that is none of these."""
    found = WORDS.get(folded(words))
    if found is None:
        raise WrongValue("must have provisional, final or unreliable as its status")
    return found
