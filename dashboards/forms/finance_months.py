"""Typing one year of a sheet month by month."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from conditions.line_list import blocks, lines
from conditions.rules.finance_months import NAMES, Months
from conditions.services.finance_lines import Change
from conditions.services.finance_months import MonthCell
from dashboards.finance.months import monthly
from dashboards.forms.finance import LOST
from safetyvalve.core import money
from safetyvalve.core.forms import GovForm, MoneyField


def box_name(cell: MonthCell) -> str:
    """The name of a month's box: "1.2.3_0" for April."""
    return f"{cell[0]}_{cell[1]}"


class FinanceMonthsForm(GovForm):
    """A box for every line and month. Blank is not known. ``seen`` carries the figures that the page showed."""

    data: Any
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    source = forms.CharField(
        label="Where these figures come from",
        required=False,
        max_length=300,
        help_text="For example: ledger at period 9. It is kept with every line that you change now.",
    )

    def __init__(self, *args: Any, amounts: Mapping[str, Months], **kwargs: Any) -> None:
        self.cells = [(line.code, m) for block in blocks() for line in monthly(block) for m in range(len(NAMES))]
        shown = {
            (code, month): amount
            for code, months in amounts.items()
            for month, amount in enumerate(months)
            if amount is not None
        }
        initial = {box_name(cell): amount for cell, amount in shown.items()}
        super().__init__(*args, initial={**initial, "seen": _written(shown)}, **kwargs)
        for cell in self.cells:
            name = f"{NAMES[cell[1]]}, {lines()[cell[0]].full_name}"
            self.fields[box_name(cell)] = MoneyField(label=name, required=False, name=name)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            self._seen = _read(str(cleaned.get("seen", "")))
        except (json.JSONDecodeError, AttributeError, TypeError, ValueError, InvalidOperation, RecursionError):
            self.add_error(None, LOST)
        for cell in self.cells:
            amount = cleaned.get(box_name(cell))
            if lines()[cell[0]].kind == "income" and amount is not None and amount < 0:
                label = self.fields[box_name(cell)].label
                self.add_error(box_name(cell), f"{label} must be written without a minus sign")
        return cleaned

    def changes(self) -> dict[MonthCell, Change]:
        """What somebody touched, with what stood there when the page was made. Call after ``is_valid``."""
        typed = {cell: self.cleaned_data.get(box_name(cell)) for cell in self.cells}
        return {
            cell: Change(self._seen.get(cell), amount)
            for cell, amount in typed.items()
            if amount != self._seen.get(cell)
        }

    def somebody_else_saved(self, current: Mapping[MonthCell, Decimal | None]) -> None:
        """Say so at each month; the page has seen these figures now, so that saving again is a decision."""
        seen = {**self._seen, **current}
        self.data = self.data.copy()
        self.data["seen"] = _written(seen)
        for cell, amount in current.items():
            words = "took the figure away" if amount is None else f"saved {money.in_figures(amount)}"
            label = self.fields[box_name(cell)].label
            self.add_error(box_name(cell), f"{label}: somebody else {words} meanwhile. To keep yours, save again")


def _written(amounts: Mapping[MonthCell, Decimal | None]) -> str:
    given = {box_name(cell): str(amount) for cell, amount in amounts.items() if amount is not None}
    return json.dumps(given, separators=(",", ":"))


def _read(text: str) -> dict[MonthCell, Decimal | None]:
    found: dict[MonthCell, Decimal | None] = {}
    for name, amount in json.loads(text).items():
        code, _, month = name.rpartition("_")
        if not (value := Decimal(amount)).is_finite():
            raise ValueError(LOST)
        found[code, int(month)] = value
    return found
