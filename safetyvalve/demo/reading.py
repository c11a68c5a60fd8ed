"""Reading the demonstration's files. What is absent stays None: nothing is filled in."""

import csv
import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

Row = dict[str, Any]

FIXTURES: Path = settings.BASE_DIR / "fixtures"
COUNCILS = ("isle-of-wight", "saltmarsh", "torbay", "york", "bury")
"""Folders, in the order in which they are loaded and listed."""


@dataclass(frozen=True)
class SourceFile:
    """A file as a batch of figures remembers it: name, size and digest."""

    name: str
    size: int
    sha256: str


def toml(*parts: str) -> Row:
    """A TOML file below ``fixtures/``; empty when the council has none of that kind."""
    file = FIXTURES.joinpath(*parts)
    return tomllib.loads(file.read_text("utf-8")) if file.exists() else {}


def rows(*parts: str) -> list[dict[str, str]]:
    """The rows of a CSV file below ``fixtures/``; none when the council has no such file."""
    file = FIXTURES.joinpath(*parts)
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def source_file(*parts: str) -> SourceFile:
    content = FIXTURES.joinpath(*parts).read_bytes()
    return SourceFile(parts[-1], len(content), hashlib.sha256(content).hexdigest())


def returns_of(folder: str) -> list[Row]:
    """The returns of a council that are loaded, by file name.

    The Isle of Wight's Update 1 is left for whoever tries the product to write.
    """
    if folder == "isle-of-wight":
        return [toml(folder, "update-3-2023-24.toml")]
    files = sorted(FIXTURES.joinpath(folder, "submissions").glob("*.toml"))
    return [toml(folder, "submissions", file.name) for file in files]


def decimal(value: object) -> Decimal | None:
    """A figure as written; None for an empty cell or an absent key, never 0."""
    return None if value is None or value == "" else Decimal(str(value))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
