"""What every way in has in common: it is given files, and gives back figures and problems. Nothing here is saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from dashboards.services.measurements import Row
from safetyvalve.core.models import Authority


class Level(StrEnum):
    """How much a problem matters."""

    REFUSED = "refused"
    """This row or file cannot be used. With one of these in a file the rest can still be confirmed."""
    FATAL = "fatal"
    """Nothing of the delivery can be used: a damaged file, the wrong council's return."""
    WARNING = "warning"
    """Used, but worth a look."""
    NOTE = "note"
    """For information."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about a file, in the officer's words, with its place and what to do about it.

    ``row`` is counted as a spreadsheet shows it, from 1; ``column`` is a heading or a letter. ``sentence`` never quotes
    a cell of a file that may hold rows about children. ``count`` is how often it was found when places are not named.
    """

    code: str
    sentence: str
    fix: str = ""
    level: Level = Level.REFUSED
    sheet: str = ""
    row: int | None = None
    column: str = ""
    count: int = 1


class UnusableDelivery(Exception):
    """Nothing of a delivery can be used; ``problems`` say why. Raised while reading, before anything is compared."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


class Cancelled(Exception):
    """The person asked to stop; raised by ``Progress`` so that a reader need not know."""


Progress = Callable[[int, int, str], None]
"""Called now and then with what is done, what there is to do (0 if not known) and words: "Reading rows"."""


def silent(done: int, total: int, words: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Delivered:
    """One uploaded file in memory."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Delivery:
    """What a reader is given: the council, the files, and what the person chose.

    ``as_at`` is the day the files describe, where they do not say. ``options`` holds what a kind asks for besides
    (``mapping`` name, ``edition``, ``since`` …), as plain JSON values.
    """

    authority: Authority
    files: tuple[Delivered, ...]
    as_at: date | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    progress: Progress = silent


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One member of a comparator group to keep."""

    la_code: str
    rank: int
    closeness: str = ""


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """One establishment to keep; see ``dashboards.models.School``."""

    urn: str
    name: str
    type_code: str
    type_name: str = ""
    ukprn: str = ""
    la_code: str = ""
    has_sen_unit: bool | None = None
    has_resourced_provision: bool | None = None
    is_open: bool = True


class Place(NamedTuple):
    """Where in a file a figure stands: the row counted as a spreadsheet shows it, the column a heading or a letter."""

    sheet: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True)
class Reading:
    """What a file came to. ``summary`` are facts about it for the dry run: ("Edition", "2025"), ("People", "1,643").

    ``places``, where a reader gives them, are as many as ``rows`` and in the same order: what turns out to be wrong
    with a figure when it is held against the catalogue is then named by its place.
    """

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    summary: tuple[tuple[str, str], ...] = ()
    as_at: date | None = None
    edition: str = ""
    neighbours: tuple[Neighbour, ...] = ()
    schools: tuple[SchoolFacts, ...] = ()
    places: tuple[Place, ...] = ()


Reader = Callable[[Delivery], Reading]
"""Raises ``UnusableDelivery`` and, through ``progress``, ``Cancelled``."""
