"""Typing a sheet of finance lines, and who agreed to a block transfer."""

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import QueryDict

from conditions.forms.answers import AnswerForm
from conditions.line_list import lines
from conditions.services.finance_lines import Cell, Change
from safetyvalve.core import money
from safetyvalve.core.forms import DateField, GovForm, MoneyField

LOST = "This page has lost track of the figures you were editing. Open it again."
_BOX = re.compile(r"(\d{4}-\d{2})_([a-z0-9.-]+)")


def box_name(cell: Cell) -> str:
    """The name of a cell's box: "2025-26_1.2.3"."""
    return "_".join(cell)


class FinanceGridForm(GovForm):
    """A box for every line and year. Blank is not known, which is not the same as £0.

    ``seen`` carries the figures that the page showed: a box that nobody touched is left alone, also when somebody else
    has changed its figure meanwhile.
    """

    data: Any
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    source = forms.CharField(
        label="Where these figures come from",
        required=False,
        max_length=300,
        help_text="For example: ledger at period 9. It is kept with every figure that you change now.",
    )

    def __init__(
        self, *args: Any, years: Sequence[str], amounts: Mapping[Cell, Decimal | None], all_years: Sequence[str]
    ) -> None:
        self.years, self.all_years = tuple(years), tuple(all_years)
        shown = {cell: amount for cell, amount in amounts.items() if cell[0] in years and amount is not None}
        initial = {box_name(cell): amount for cell, amount in shown.items()}
        super().__init__(*args, initial={**initial, "seen": written(shown)})
        for code, line in lines().items():
            for year in self.years:
                name = f"{year}, {line.full_name}"
                self.fields[box_name((year, code))] = MoneyField(label=name, required=False, name=name)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            self._seen = read(str(cleaned.get("seen", "")))
        except ValueError:
            self.add_error(None, LOST)
        for year in sorted({match[1] for name in self.data if (match := _BOX.fullmatch(name))}):
            if year not in self.all_years:
                span = f"{self.all_years[0]} to {self.all_years[-1]}" if self.all_years else "none yet"
                self.add_error(None, f"{year} is not a year of this agreement. Its years are {span}.")
        for code, line in lines().items():
            for year in self.years if line.kind == "income" else ():
                amount = cleaned.get(box_name((year, code)))
                if amount is not None and amount < 0:
                    self.add_error(
                        box_name((year, code)), f"{year}, {line.full_name} must be written without a minus sign"
                    )
        return cleaned

    def changes(self) -> dict[Cell, Change]:
        """What somebody touched, with what stood there when the page was made. Call after ``is_valid``."""
        found = {}
        for year in self.years:
            for code in lines():
                cell = (year, code)
                seen, amount = self._seen.get(cell), self.cleaned_data.get(box_name(cell))
                if amount != seen:
                    found[cell] = Change(seen, amount)
        return found

    def somebody_else_saved(self, current: Mapping[Cell, Decimal | None]) -> None:
        """Say so at each cell, and let saving again be a decision: the page has seen these figures now."""
        seen = {**self._seen, **current}
        self.data = self.data.copy()
        self.data["seen"] = written({cell: amount for cell, amount in seen.items() if amount is not None})
        for cell, amount in current.items():
            words = "took the figure away" if amount is None else f"saved {money.in_figures(amount)}"
            self.add_error(
                box_name(cell),
                f"{cell[0]}, {lines()[cell[1]].full_name}: somebody else {words} meanwhile. To keep yours, save again",
            )


class TransferConsentForm(AnswerForm):
    """Who agreed to a year's block transfer, and when."""

    data: Any

    forum_agreed_on = DateField(label="Date the Schools Forum agreed", required=False)
    forum_reference = forms.CharField(
        label="Where that is minuted", required=False, max_length=200, help_text="For example: Schools Forum, item 6."
    )
    secretary_of_state_on = DateField(
        label="Date the Secretary of State agreed",
        required=False,
        help_text="Only for a transfer of more than 0.5% of the schools block.",
    )


def written(amounts: Mapping[Cell, Decimal | None]) -> str:
    """Figures as the hidden field carries them."""
    return json.dumps({box_name(cell): str(amount) for cell, amount in amounts.items()}, separators=(",", ":"))


def read(text: str) -> dict[Cell, Decimal | None]:
    """The hidden field read back. Raises ValueError for anything else than what ``written`` makes."""
    try:
        data = json.loads(text)
        pairs = {_BOX.fullmatch(name): Decimal(amount) for name, amount in data.items()}
    except (json.JSONDecodeError, AttributeError, TypeError, InvalidOperation, RecursionError):
        raise ValueError(LOST) from None
    if None in pairs or not all(amount.is_finite() for amount in pairs.values()):
        raise ValueError(LOST)
    return {(match[1], match[2]): amount for match, amount in pairs.items() if match}


def with_zeros(data: QueryDict, year: str) -> tuple[QueryDict, int]:
    """What was typed, with £0 in every empty box of a year but its opening balances; and how many there were."""
    filled, count = data.copy(), 0
    for code, line in lines().items():
        name = box_name((year, code))
        if not line.kind.startswith("opening") and name in filled and not str(filled[name]).strip():
            filled[name] = "0"
            count += 1
    return filled, count
