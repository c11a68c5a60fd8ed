"""Pounds in the cells of a stranger's table: numbers as they are, words as people write money."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dashboards.imports.files.tables import NO_VALUE, Cell, ErrorCell, PerCent
from dashboards.imports.files.values import NOTHING
from safetyvalve.core.forms.typed_money import LARGEST, WrongAmount, read_amount

PENNY = Decimal("0.01")


def amount_of(cell: Cell, *, times: int = 1) -> Decimal | None:
    """Pounds and pence, halves of a penny away from £0; None for an empty cell and a dash.

    ``times`` is what a number without a unit of its own is multiplied by: 1,000 in a table of thousands. Raises
    ``WrongAmount``, which never quotes the cell: its reason is kept, and a cell may name a person.
    """
    if cell is None or (isinstance(cell, str) and cell.strip() in NOTHING):
        return None
    if cell is NO_VALUE:
        raise WrongAmount("holds a formula whose result was not saved with the file: open it in Excel and save it")
    if isinstance(cell, ErrorCell):
        raise WrongAmount(f"shows an error of the spreadsheet ({cell})")
    if isinstance(cell, bool | PerCent | date):
        kind = "a percentage" if isinstance(cell, PerCent) else "true or false" if isinstance(cell, bool) else "a date"
        raise WrongAmount(f"holds {kind}, where an amount in pounds is needed")
    if isinstance(cell, Decimal):
        return _pence(cell * times)
    return _written(str(cell), times)


def _written(text: str, times: int) -> Decimal:
    text = " ".join(text.replace("\u00a0", " ").split())
    try:
        amount = read_amount(text)
    except WrongAmount as wrong:
        if "decimal places" in wrong.reason:
            raise WrongAmount("has more than 2 decimal places: an amount is pounds and pence") from None
        raise WrongAmount("holds words that are no amount in pounds, like 1,234.50 or 2.7m") from None
    has_unit = any(character.isalpha() for character in text)
    return _pence(amount if has_unit else amount * times)


def _pence(amount: Decimal) -> Decimal:
    if abs(amount) >= LARGEST:
        raise WrongAmount("is £10 billion or more")
    return amount.quantize(PENNY, ROUND_HALF_UP) + 0
