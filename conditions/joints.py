"""How the parts of a return meet without importing each other.

The upper apps offer functions; settings list their dotted paths, as Django does for middleware. This
module says what each function is given and must return, and calls them in the order listed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from conditions.checks.findings import Finding, Passage
from conditions.models import Condition, Submission
from safetyvalve.core.models import Authority, User
from safetyvalve.core.roles import Permission


class Audience(StrEnum):
    """Who may read a section of a pack, widest last."""

    INTERNAL = "internal"
    DFE = "dfe"
    FORUM = "forum"
    PUBLIC = "public"


@dataclass(frozen=True)
class Task:
    """Something owed: a line of a task list. ``status`` is the word the person reads."""

    label: str
    url: str
    status: str
    is_done: bool = False
    hint: str = ""
    owner: str = ""


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


@dataclass(frozen=True)
class HomeTasks:
    """A group of tasks on somebody's home page, under a heading such as "Update 1, due 24 May 2024 (12 days)"."""

    heading: str
    tasks: tuple[Task, ...] = field(default_factory=tuple)
    order: tuple[Any, ...] = ()


PackSection = Callable[[Submission], Section]
SubmissionCheck = Callable[[CheckContext], Iterable[Finding]]
ItemEvidence = Callable[[Submission, Condition], Evidence | None]
HomeTaskList = Callable[[Authority, User, frozenset[Permission], datetime], Iterable[HomeTasks]]


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


def home_tasks(authority: Authority, user: User, permissions: frozenset[Permission], now: datetime) -> list[HomeTasks]:
    """What this person owes in this council, from each of ``HOME_TASKS``, soonest first."""
    groups = [g for listed in _listed("HOME_TASKS") for g in listed(authority, user, permissions, now)]
    return sorted(groups, key=lambda group: group.order)


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
