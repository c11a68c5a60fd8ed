"""Problems on their way into and out of the record of a run, and how many of them there are."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from dashboards.imports.contract import Level, Problem

MOST_KEPT = 5000
"""Problems that are kept one by one; a file with more is wrong as a whole, and the rest is counted."""


def to_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """As a run keeps them, the worst first where there are too many."""
    every = list(problems)
    if len(every) > MOST_KEPT:
        worst = sorted(
            every, key=lambda problem: list(Level).index(problem.level) if problem.level != Level.FATAL else -1
        )
        every = [*worst[:MOST_KEPT], *_rest(worst[MOST_KEPT:])]
    return [_plain(asdict(problem)) for problem in every]


def from_json(kept: Iterable[Mapping[str, Any]]) -> tuple[Problem, ...]:
    """What ``to_json`` gave."""
    return tuple(Problem(**{**each, "level": Level(each["level"])}) for each in kept)


def counted(problems: Iterable[Problem]) -> dict[str, int]:
    """How often something was refused, and how often warned about."""
    found = {"refused": 0, "warnings": 0}
    for problem in problems:
        if problem.level in (Level.REFUSED, Level.FATAL):
            found["refused"] += problem.count
        elif problem.level == Level.WARNING:
            found["warnings"] += problem.count
    return found


def _rest(problems: list[Problem]) -> Iterable[Problem]:
    for level in Level:
        count = sum(problem.count for problem in problems if problem.level == level)
        if count:
            yield Problem("more-of-the-kind", f"And {count:,} more, not named one by one.", "", level, count=count)


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Without the one character that PostgreSQL cannot store in text."""
    return {name: value.replace("\0", "") if isinstance(value, str) else value for name, value in facts.items()}
