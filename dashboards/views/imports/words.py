"""What an import's states and counts are called, wherever they are shown."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dashboards.models import ImportBatch, ImportRun

State = ImportRun.State
# Words and tone of the tag; the state's own label says what is being done, these what it means for the record.
STATES: dict[str, tuple[str, str]] = {
    State.WAITING: ("Waiting to be read", "yellow"),
    State.READING: ("Being read", "yellow"),
    State.READY: ("To be confirmed", "blue"),
    State.SAVING: ("Being saved", "yellow"),
    State.CONFIRMED: ("On record", "green"),
    State.CANCELLED: ("Cancelled", "grey"),
    State.FAILED: ("Could not be read", "red"),
}
INTERRUPTED = ("Interrupted", "red")
UNDONE = ("Undone", "grey")
NOTHING_NEW = ("Nothing new", "grey")


def state_of(run: ImportRun, now: datetime) -> tuple[str, str]:
    """The words and the tone of a run's state, with what became of its batch since."""
    if run.is_interrupted(now):
        return INTERRUPTED
    if run.state == State.READY and not (run.counts.get("added") or run.counts.get("changed")):
        return NOTHING_NEW
    if run.state == State.CONFIRMED:
        if run.batch is None:
            return NOTHING_NEW
        return UNDONE if run.batch.is_undone else STATES[State.CONFIRMED]
    return STATES[run.state]


def state_of_batch(batch: ImportBatch) -> tuple[str, str]:
    return UNDONE if batch.is_undone else STATES[State.CONFIRMED]


def number(count: int, word: str, words: str = "") -> str:
    """ "1 figure", "1,234 figures", "no figures"."""
    if count == 1:
        return f"1 {word}"
    return f"{count:,}" + f" {words or word + 's'}" if count else f"no {words or word + 's'}"


def starting(words: str) -> str:
    """As a sentence starts: the first letter large, the others as they are."""
    return words[:1].upper() + words[1:]


def noun(importer: str) -> str:
    """What a way in brings, one of them."""
    return {"gias": "school", "neighbours": "neighbour"}.get(importer, "figure")


def would(counts: Mapping[str, Any], *, of: str = "figure") -> str:
    """The finding of a dry run: "This file would add 124 figures, change 3, and cannot use 2 entries."."""
    added, changed, refused = (counts.get(name) or 0 for name in ("added", "changed", "refused"))
    parts = [f"add {number(added, of)}"] if added else []
    if changed:
        parts.append(f"change {changed:,}" if added else f"change {number(changed, of)}")
    if not parts:
        unused = f", and {number(refused, 'entry', 'entries')} cannot be used" if refused else ""
        return f"This file would change nothing{unused}."
    if not refused:
        return f"This file would {' and '.join(parts)}."
    if len(parts) == 1:
        return f"This file would {parts[0]}, and {number(refused, 'entry', 'entries')} cannot be used."
    return f"This file would {parts[0]}, {parts[1]}, and cannot use {number(refused, 'entry', 'entries')}."


def did(added: int, changed: int, *, of: str = "figure") -> str:
    """What a confirmed import came to: "124 figures added, 3 changed"."""
    parts = [f"{number(added, of)} added"] if added else []
    if changed:
        parts.append(f"{changed:,} changed" if added else f"{number(changed, of)} changed")
    return ", ".join(parts) or "Nothing changed"


def confirms(counts: Mapping[str, Any], *, of: str = "figure") -> str:
    """What the confirm button does: "Add 124 figures and change 3"."""
    added, changed = counts.get("added") or 0, counts.get("changed") or 0
    parts = [f"Add {number(added, of)}"] if added else []
    if changed:
        parts.append(f"change {changed:,}" if added else f"Change {number(changed, of)}")
    return " and ".join(parts) or "Confirm"
