"""A ledger extract, and where its codes go."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from conditions.line_list import blocks
from dashboards.finance.coming_in.ledger_lines import IGNORED, Code
from dashboards.forms.finance_in import BringInForm
from dashboards.imports.kinds import Kind
from safetyvalve.core import money
from safetyvalve.core.forms import GovForm

MEGABYTE = 1024 * 1024
LEDGER = Kind("ledger", "Ledger extract", "", "", (".csv", ".xlsx"), is_personal=True, largest=20 * MEGABYTE)
MOST_ASKED = 60
"""Codes asked for at a time; the rest follow when these are saved."""
ASKED = "Choose which column is the amount, and choose the file again: it was not kept"
Choices = Sequence[tuple[str, str]]


class LedgerForm(BringInForm):
    """An extract, the sheet its sums go into, and what it does not say itself.

    ``amounts`` are the columns that can be the amount, once a file has left that open; ``has_said`` whether that was
    answered for an earlier file.
    """

    def __init__(
        self,
        *args: Any,
        sheets: Choices,
        years: Sequence[str],
        amounts: Choices = (),
        has_said: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, kind=LEDGER, **kwargs)
        source = self.fields.pop("source")
        self.fields["sheet"] = forms.ChoiceField(
            label="Figures to change",
            choices=list(sheets),
            help_text="The outturn for a year that is closed; a forecast for sums to the year’s end.",
        )
        self.fields["year"] = forms.ChoiceField(
            label="Financial year, if the file does not say",
            required=False,
            choices=[("", "The file says"), *((year, year) for year in years)],
        )
        self.fields["signs"] = forms.ChoiceField(
            label="Spending stands in the file",
            choices=[
                ("usual", "Without a sign, and income with a minus"),
                ("turned", "With a minus, and income without"),
            ],
        )
        self.fields["amount"] = forms.CharField(required=False, widget=forms.HiddenInput)
        if amounts:
            self.fields["amount"] = forms.ChoiceField(
                label="Which column is the amount?",
                choices=list(amounts),
                widget=forms.RadioSelect,
                error_messages={"required": ASKED, "invalid_choice": ASKED},
            )
        self.fields["ask"] = forms.BooleanField(
            label="Ask which column is the amount, whatever was said before",
            required=False,
            widget=forms.CheckboxInput if has_said else forms.HiddenInput,
        )
        self.fields["source"] = source
        for name in ("sheet", "year", "signs"):
            self.relabel(name, str(self.fields[name].label))


class LedgerCodesForm(GovForm):
    """Where codes without a line go: a whole cost centre at once, or one of its subjectives by itself.

    ``seen`` names the mapping that the page showed.
    """

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, unmapped: Mapping[Code, Decimal], seen: str) -> None:
        super().__init__(*args, initial={"seen": seen})
        self.codes: dict[str, Code] = {}
        self.groups: list[tuple[str, list[str]]] = []
        choices = line_choices()
        for centre, found in _by_centre(unmapped).items():
            if len(self.codes) >= MOST_ASKED:
                break
            names = []
            for code, amount in [((centre, ""), sum(found.values(), Decimal(0))), *found.items()]:
                if code in self.codes.values():
                    continue
                name = f"code_{len(self.codes)}"
                about = f"only {code[1]}" if code[1] else "all of it"
                label = f"{centre}, {about}: {money.in_pence(amount)}"
                self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
                self.relabel(name, label)
                self.codes[name] = code
                names.append(name)
            self.groups.append((f"Cost centre {centre}", names))

    def layout(self) -> Layout:
        return Layout("seen", *(Fieldset(title, *names) for title, names in self.groups))

    def wanted(self) -> dict[Code, str]:
        """What was chosen; what was left empty stays without a line. Call after ``is_valid``."""
        return {code: self.cleaned_data[name] for name, code in self.codes.items() if self.cleaned_data[name]}


class LedgerCodeForm(GovForm):
    """Where one code goes from now on."""

    seen = forms.CharField(widget=forms.HiddenInput)
    line = forms.ChoiceField(label="It goes to", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [("", "Forget it, and ask again next time"), *line_choices()[1:]]  # type: ignore[attr-defined]


def line_choices() -> list[Any]:
    """Every line under its block, and leaving out."""
    grouped = [(block.label, [(line.code, line.name) for line in block.lines]) for block in blocks()]
    return [("", "Choose"), (IGNORED, "Leave it out: it is not part of these figures"), *grouped]


def _by_centre(unmapped: Mapping[Code, Decimal]) -> dict[str, dict[Code, Decimal]]:
    """Codes under their cost centres, the largest first."""
    found: dict[str, dict[Code, Decimal]] = {}
    for code, amount in sorted(unmapped.items(), key=lambda each: -abs(each[1])):
        found.setdefault(code[0], {})[code] = amount
    return found
