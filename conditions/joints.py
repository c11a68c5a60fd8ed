"""How the parts of a return meet without importing each other.

The upper apps offer functions; settings list their dotted paths, as Django does for middleware. This
module says what each function is given and must return, and calls them in the order listed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from conditions.checks.findings import Finding, Passage
from conditions.models import Condition, Submission
from safetyvalve.core.home import HomeTasks, Task, home_tasks


class Audience(StrEnum):
    """Who may read a section of a pack, widest last."""

    INTERNAL = "internal"
    DFE = "dfe"
    FORUM = "forum"
    PUBLIC = "public"


@dataclass(frozen=True)
class Section:
    """One app's part of a submission: what it says, and what is known about who wrote it.

    ``facts`` are plain text, whole numbers, lists and dictionaries with stable keys (amounts and rates
    as decimal text, dates as ISO text): never charts, never floats. ``passages`` are the section's
    prose for the text checks; ``items`` its lines in the period's task list; ``editors`` the people
    who last edited an answer in it, who therefore may not sign.
    """

    key: str
    version: int
    audience: Audience
    facts: dict[str, Any]
    passages: tuple[Passage, ...] = ()
    items: tuple[Task, ...] = ()
    editors: frozenset[int] = frozenset()


@dataclass(frozen=True)
class CheckContext:
    """What a check is given: the submission, its sections, and when it is being checked."""

    submission: Submission
    sections: tuple[Section, ...]
    today: date

    @property
    def passages(self) -> list[Passage]:
        return [passage for section in self.sections for passage in section.passages]


@dataclass(frozen=True)
class Evidence:
    """Figures to read beside one condition's form, and the RAG that they suggest.

    ``lines`` are sentences with figures; ``words`` are texts ready to be brought into the update (label, text);
    ``suggested`` a level key of the programme with ``reason`` in a sentence, or empty.
    """

    title: str
    lines: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    suggested: str = ""
    reason: str = ""


PackSection = Callable[[Submission], Section]
SubmissionCheck = Callable[[CheckContext], Iterable[Finding]]
ItemEvidence = Callable[[Submission, Condition], Evidence | None]


def _listed(name: str) -> Iterator[Callable[..., Any]]:
    for dotted_path in getattr(settings, name):
        yield import_string(dotted_path)


def read_sections(submission: Submission) -> tuple[Section, ...]:
    """Every part of the submission as it stands now, in the order of ``PACK_SECTIONS``."""
    return tuple(section(submission) for section in _listed("PACK_SECTIONS"))


def run_checks(context: CheckContext) -> list[Finding]:
    """Every finding of every check in ``SUBMISSION_CHECKS``, unsorted."""
    return [finding for check in _listed("SUBMISSION_CHECKS") for finding in check(context)]


def read_evidence(submission: Submission, condition: Condition) -> list[Evidence]:
    """What each of ``ITEM_EVIDENCE`` knows about a condition at this submission's period."""
    found = [evidence(submission, condition) for evidence in _listed("ITEM_EVIDENCE")]
    return [evidence for evidence in found if evidence is not None]


__all__ = [
    "Audience",
    "CheckContext",
    "Evidence",
    "HomeTasks",
    "Section",
    "Task",
    "home_tasks",
    "read_evidence",
    "read_sections",
    "run_checks",
]
