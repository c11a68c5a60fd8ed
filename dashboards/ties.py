"""Which of several come first in a sentence, where some of them share a place.

One rule: up to two that share a place are both told of, more are counted. None of them is named for the others.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
MOST_NAMED = 2
"""As many that share a place are named."""


def foremost(ranked: Sequence[Item], size: Callable[[Item], Any], most: int) -> tuple[list[Item], list[Item]]:
    """The first ``most`` of what is in order, and those that share their last place where they are too many to name.

    Of two that share it both are among the first, even if that is one more.
    """
    found = list(ranked)
    if len(found) <= most or size(found[most]) != size(found[most - 1]):
        return found[:most], []
    edge = size(found[most])
    before = [each for each in found[:most] if size(each) != edge]
    sharing = [each for each in found if size(each) == edge]
    return ([*before, *sharing], []) if len(sharing) <= MOST_NAMED else (before, sharing)


def together(names: Sequence[str], noun: str) -> str:
    """ "A and B", "3 parts": who share a place."""
    return f"{len(names)} {noun}" if len(names) > MOST_NAMED else " and ".join(names)


def all_or_some(sizes: Iterable[Any], above: str, below: str) -> str:
    """ "all over", "all under", "some over, some under": which way those go that are as far from nothing."""
    signs = {size > 0 for size in sizes}
    return f"some {above}, some {below}" if len(signs) > 1 else f"all {above if signs == {True} else below}"
