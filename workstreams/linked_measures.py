"""Measures of the council that a service is held to. They are kept further up; ``LINKED_MEASURES`` says who reads."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from safetyvalve.core.models import Authority


@dataclass(frozen=True)
class LinkedMeasure:
    """A measure with its latest figure in words, when that was, and its page; empty where nothing is known."""

    code: str
    name: str
    latest: str = ""
    when: str = ""
    url: str = ""


def choices(authority: Authority, *, keeping: str = "") -> list[tuple[str, str]]:
    """Measures to choose from, and the one that was chosen already."""
    found = {each.code: each.name for each in _read(authority, None)}
    if keeping and keeping not in found:
        found[keeping] = f"{keeping} (no longer kept)"
    return list(found.items())


def latest_of(authority: Authority, codes: Collection[str]) -> dict[str, LinkedMeasure]:
    """The latest figure of each of these measures; nothing is asked where there are none."""
    wanted = {code for code in codes if code}
    return {each.code: each for each in _read(authority, wanted)} if wanted else {}


def _read(authority: Authority, codes: Collection[str] | None) -> list[LinkedMeasure]:
    readers = [import_string(path) for path in settings.LINKED_MEASURES]
    return [each for read in readers for each in read(authority, codes)]
