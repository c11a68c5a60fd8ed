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

USUAL: Row = {
    **{"kind": "stored", "number": 1, "valid_from": date(2018, 9, 1), "formula": "percentage", "unit": "count"},
    **{"polarity": "neutral", "period_basis": "month", "frequency": "monthly", "decimals": 0},
}
"""What a measure of the catalogue is unless it says otherwise."""


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


def catalogue() -> list[Row]:
    """The shipped measures of ``fixtures/indicators/``, section by section, in the order of the files.

    A file's name gives its place and its section; what its ``[defaults]`` say holds for each of its measures that does
    not say otherwise, and ``USUAL`` for every file.
    """
    found = []
    for file in sorted(FIXTURES.joinpath("indicators").glob("*.toml")):
        place, _, topic = file.stem.partition("-")
        data = tomllib.loads(file.read_text("utf-8"))
        for order, row in enumerate(data["indicators"], start=int(place) * 100 + 1):
            found.append({"topic": topic, "order": order, **USUAL, **data.get("defaults", {}), **row})
    return found


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
