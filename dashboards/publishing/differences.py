"""What is different between two editions of one audience, in sentences: new, changed, gone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dashboards.publishing.content import tables_of
from safetyvalve.render import format as fmt
from safetyvalve.render.data import Cell, Column

MOST_FIGURES = 5
"""Changed figures of one chart that are told one by one."""

Figures = dict[tuple[str, str], tuple[Column, Cell]]


@dataclass(frozen=True)
class Differences:
    """Sentences, none of them for readers."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Differences:
    """What readers of the later edition see that the earlier one did not have, has otherwise, or had."""
    earlier = {item["key"]: item for item in before["charts"]}
    later = {item["key"]: item for item in after["charts"]}
    new = [f"New chart: {later[key]['chart']['title']}." for key in later if key not in earlier]
    gone = [f"Chart left out: {earlier[key]['chart']['title']}." for key in earlier if key not in later]
    changed = []
    if before["title"] != after["title"]:
        changed.append(f"The title: “{after['title']}”; before, “{before['title']}”.")
    if before["introduction"] != after["introduction"]:
        changed.append("The introduction is different.")
    for key, item in later.items():
        if key in earlier:
            old, told = earlier[key], item["chart"]["title"]
            if old["chart"]["title"] != told:
                changed.append(f"“{told}”; before, “{old['chart']['title']}”.")
            found = _figures_compared(_figures(old), _figures(item), told)
            new.extend(found.new)
            changed.extend(found.changed)
            gone.extend(found.gone)
    return Differences(tuple(new), tuple(changed), tuple(gone))


def _figures(item: Mapping[str, Any]) -> Figures:
    """Every figure of a chart by its row and column."""
    found: Figures = {}
    for table in tables_of(item):
        for row in table.rows:
            for column, cell in zip(table.columns[1:], row[1:], strict=True):
                if cell is not None:
                    found[str(row[0]), column.name] = (column, cell)
    return found


def _figures_compared(before: Figures, after: Figures, title: str) -> Differences:
    added = [place for place in after if place not in before]
    lost = [place for place in before if place not in after]
    moved = [place for place in after if place in before and after[place][1] != before[place][1]]
    new = (f"{title}: {_number(added)} added.",) if added else ()
    gone = (f"{title}: {_number(lost)} no longer shown.",) if lost else ()
    return Differences(new, tuple(_changes(before, after, moved, title)), gone)


def _changes(before: Figures, after: Figures, moved: list[tuple[str, str]], title: str) -> Iterator[str]:
    for place in moved[:MOST_FIGURES]:
        row, column = place
        yield f"{title}: {row}, {column}: {fmt.cell(*after[place])}, before {fmt.cell(*before[place])}."
    if len(moved) > MOST_FIGURES:
        yield f"{title}: {_number(moved[MOST_FIGURES:])} more changed."


def _number(places: list[tuple[str, str]]) -> str:
    return "1 figure" if len(places) == 1 else f"{len(places)} figures"
