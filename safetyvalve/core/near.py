"""A small store in the memory of one server process, for what was read or written out a moment ago.

Whoever takes something out says by its key which state it has to be of; nothing is ever changed in place.
"""

from collections import OrderedDict
from threading import Lock
from typing import Any, TypeVar

MOST = 128

Item = TypeVar("Item")
_lock = Lock()
_held: OrderedDict[tuple[Any, ...], Any] = OrderedDict()


def take(key: tuple[Any, ...]) -> Any:
    """What was put there under this key; None when it is gone or never was."""
    with _lock:
        if key not in _held:
            return None
        _held.move_to_end(key)
        return _held[key]


def put(key: tuple[Any, ...], item: Item) -> Item:
    """Hold it; of too many, what was asked for least lately goes."""
    with _lock:
        _held[key] = item
        _held.move_to_end(key)
        while len(_held) > MOST:
            _held.popitem(last=False)
    return item


def forget() -> None:
    with _lock:
        _held.clear()
