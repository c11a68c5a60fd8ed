"""What the text checks are told beside the prose itself."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Unit = Literal["count", "pounds", "percent"]


@dataclass(frozen=True, slots=True)
class Window:
    """The dates a return is read against.

    `submitted_on` is the day it went, or the day it is planned to go. The agreement's last
    year is a financial year written "2024-25", None when the agreement gives none.
    """

    covers_from: date
    covers_to: date
    submitted_on: date
    agreement_last_year: str | None = None


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """A figure on record that prose may repeat, and the plain phrases by which prose speaks of it.

    Give several phrases ("EHC plans", "EHCPs", "plans"); case does not matter. Compare counts, pounds or
    percentages; a deficit is compared without its sign. None as `value` means not known: nothing is compared.
    """

    name: str
    phrases: tuple[str, ...]
    value: Decimal | None
    unit: Unit
    as_at: date | None = None
    tolerance: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a check may look at besides the passages."""

    window: Window
    known_figures: tuple[KnownFigure, ...] = ()
    attachments: tuple[str, ...] = ()
