"""Checks on prose: pure functions over passages, without models, database or Django.

Every check is a module with one function `find(readings, context)`. To add one: write the module, put its
`find` into `_CHECKS`, and give it positive and quiet cases under tests/conditions/checks.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from ..findings import Finding, Passage, in_return_order
from . import attachments as _attachments
from . import (
    contradictions,
    impossible_dates,
    part_year,
    personal_data,
    repeated,
    small_counts,
    submitted_early,
    tense,
    totals,
    unchanged,
    unfinished,
    year_spans,
)
from . import known_figures as _known_figures
from .context import Context, KnownFigure, Window
from .reading import Reading, read_all
from .submitted_early import check_window

__all__ = ["Context", "KnownFigure", "Passage", "Window", "check_passages", "check_people", "check_window"]

_CHECKS: tuple[Callable[[Sequence[Reading], Context], Iterator[Finding]], ...] = (
    impossible_dates.find,
    year_spans.find,
    tense.find,
    submitted_early.find,
    unchanged.find,
    repeated.find,
    unfinished.find,
    _attachments.find,
    personal_data.find,
    small_counts.find,
    _known_figures.find,
    totals.find,
    part_year.find,
    contradictions.find,
)


_ABOUT_PEOPLE = (personal_data.find, small_counts.find)
# Neither of them looks at a date.
_NO_WINDOW = Window(date.min, date.max, date.max)


def check_people(passages: Sequence[Passage]) -> list[Finding]:
    """What in any prose may point to one child, or to so few that somebody knows who they are."""
    readings = read_all(passages)
    found = (finding for check in _ABOUT_PEOPLE for finding in check(readings, Context(_NO_WINDOW)))
    return in_return_order({finding.fingerprint: finding for finding in found}.values())


def check_passages(
    passages: Sequence[Passage],
    *,
    window: Window,
    known_figures: Sequence[KnownFigure] = (),
    attachments: Sequence[str] = (),
) -> list[Finding]:
    """Everything the prose of a return gives cause to ask about, in the order of the return.

    `attachments` are the names or titles of what goes with the return. Nothing in the text can make this
    raise; the same finding in the same place is given once.
    """
    context = Context(window, tuple(known_figures), tuple(attachments))
    readings = read_all(passages)
    found = (finding for check in _CHECKS for finding in check(readings, context))
    return in_return_order({finding.fingerprint: finding for finding in found}.values())
