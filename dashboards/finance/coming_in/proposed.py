"""A figure that a file or a block proposes."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Proposed:
    """An amount for a cell, where it stands in the file, and what the record said when the file was downloaded."""

    amount: Decimal | None
    place: str = ""
    seen: Decimal | None = None
