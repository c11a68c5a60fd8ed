"""What a downloaded workbook remembers of its download, on a hidden sheet: which figures it showed, and its formulas.

When it comes back, this tells what its editor changed from what somebody else changed meanwhile.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from conditions.rules.finance_months import NAMES, Months
from dashboards.finance.roll_forward import Cell

SHEET = "About this download"
_FIRST = ("safety-valve-finance-grid", "1")
_WARNING = "Written by the service, and needed when this workbook is uploaded again. Leave it as it is."
_MOST_DIGITS = 15
"""No figure of a grid is so long; a longer one was not written by the service."""


@dataclass(frozen=True)
class Shown:
    """A white cell as it was downloaded: the figure in it, and the one on record, which an outturn's opening is not."""

    amount: Decimal | None
    on_record: Decimal | None


@dataclass(frozen=True)
class Stamp:
    """Whose sheet it is, when it was downloaded, its white cells, its months, and its formulas by place ("B21")."""

    la_code: str
    agreement_slug: str
    sheet_code: str
    at: str
    cells: Mapping[Cell, Shown] = field(default_factory=dict)
    months: Mapping[Cell, Months] = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)


class NoStamp(ValueError):
    """There is no such sheet, or nobody can read it any more."""


def write(page: Any, stamp: Stamp) -> None:
    """Fill a sheet of a workbook, and hide it."""
    # Loaded when it is needed: pages read stamps and write none.
    from safetyvalve.render.xlsx_parts import put_text

    rows: list[Sequence[str]] = [_FIRST, ("about", _WARNING)]
    rows.append(("download", stamp.la_code, stamp.agreement_slug, stamp.sheet_code, stamp.at))
    rows += [
        ("figure", year, code, _text(shown.amount), _text(shown.on_record))
        for (year, code), shown in stamp.cells.items()
    ]
    rows += [("months", year, code, *map(_text, months)) for (year, code), months in stamp.months.items()]
    rows += [("formula", place, formula.lstrip("=")) for place, formula in stamp.formulas.items()]
    for number, row in enumerate(rows, start=1):
        for column, words in enumerate(row, start=1):
            if words:
                put_text(page.cell(number, column), words, wrap=False)
    page.sheet_state = "hidden"


def read(rows: Iterable[Sequence[Any]]) -> Stamp:
    """What ``write`` wrote. Raises ``NoStamp``."""
    cells, months, formulas, download = {}, {}, {}, ("", "", "", "")
    for number, row in enumerate(rows):
        kind, *parts = ["" if part is None else str(part) for part in row] or [""]
        first, second, third, fourth = (*parts, "", "", "", "")[:4]
        if not number and (kind, first) != _FIRST:
            raise NoStamp
        if kind == "download":
            download = first, second, third, fourth
        elif kind == "figure":
            cells[first, second] = Shown(_amount(third), _amount(fourth))
        elif kind == "months":
            each = (*parts[2:], *[""] * len(NAMES))[: len(NAMES)]
            months[first, second] = tuple(_amount(part) for part in each)
        elif kind == "formula":
            formulas[first] = second
    if not download[2]:
        raise NoStamp
    return Stamp(*download, cells, months, formulas)


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}"


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text) if text else None
    except InvalidOperation:
        raise NoStamp from None
    if amount is not None and (not amount.is_finite() or amount.adjusted() > _MOST_DIGITS):
        raise NoStamp
    return amount
