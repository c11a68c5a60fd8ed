"""Conditions and risks as one row each: every update of the year, and everything written about it."""

from collections.abc import Sequence

from conditions.returns.blocks import no_change, typed, update_cells
from conditions.returns.facts import Facts, capital, column_words, day, section
from safetyvalve.render.document import GridBlock, GridCell, Prose


def conditions_grid(pack: Facts) -> GridBlock:
    """One row per condition."""
    word = capital(pack["programme"]["condition_word"])
    conditions = section(pack, "conditions").get("conditions", [])
    has_dates = any(each["due_on"] for each in conditions)
    rows: list[tuple[GridCell, ...]] = [
        (
            each["number"],
            each["title"],
            each["wording"],
            *((day(each["due_on"]) or "–",) if has_dates else ()),
            *update_cells(pack, "conditions", each),
            joined(_no_change(each), typed(each["narrative"])),
            typed(each["mitigation"]),
            typed(each["recovery"]),
        )
        for each in conditions
    ]
    due = ("Due",) if has_dates else ()
    header = ("Number", word, "As agreed", *due, *_updates(pack), "Progress", "Mitigation", "Recovery")
    return _grid(f"{word}s with one RAG per update", header, rows)


def risks_grid(pack: Facts) -> GridBlock:
    """One row per risk."""
    rows: list[tuple[GridCell, ...]] = [
        (
            each["number"],
            each["wording"],
            *update_cells(pack, "risks", each),
            _score(each),
            typed(each["mitigation"]),
            joined(_no_change(each), typed(each["progress"])),
        )
        for each in section(pack, "risks").get("risks", [])
    ]
    header = ("Number", "Risk", *_updates(pack), "Score", "Mitigation", "Progress update")
    return _grid("Risks with one RAG per update", header, rows)


def _updates(pack: Facts) -> list[str]:
    return [column_words(column) for column in pack["columns"]]


def _no_change(item: Facts) -> Prose:
    return no_change(item.get("no_change_reason", "")) if item.get("no_change") else Prose(())


def joined(*parts: Prose) -> Prose:
    return Prose(tuple(block for part in parts for block in part.blocks))


def _score(risk: Facts) -> str:
    likelihood, impact = risk.get("likelihood"), risk.get("impact")
    if likelihood is None or impact is None:
        return "Not scored"
    return f"{likelihood} × {impact} = {likelihood * impact}"


def _grid(caption: str, header: Sequence[str], rows: Sequence[tuple[GridCell, ...]]) -> GridBlock:
    return GridBlock(caption=caption, header=(tuple(header),), rows=tuple(rows))
