"""A block copied from a spreadsheet, and where in the grid it belongs."""

from collections.abc import Sequence
from typing import Any

from django import forms

from conditions.line_list import blocks
from dashboards.finance.coming_in.pasting import Placed
from safetyvalve.core.forms import GovForm

MOST_CHARACTERS = 200_000
Choices = Sequence[tuple[str, str]]


class PasteForm(GovForm):
    """The block, its sheet, and where it begins; its own headings go before what is chosen here."""

    sheet = forms.ChoiceField(label="Figures to change")
    block = forms.CharField(
        label="The block",
        strip=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 12, "class": "app-finance-paste", "spellcheck": "false", "wrap": "off"}),
        help_text="Copy the cells in Excel and paste them here. A first row with years and a first column with the "
        "lines’ names or section 251 numbers are understood. Amounts may be written £1,234, (1,234), -1,234, 1.2m or "
        "250k. Empty cells change nothing.",
        error_messages={"required": "Paste the block"},
    )
    line = forms.ChoiceField(
        label="Its first line, if the block has no names",
        required=False,
        help_text="The rows below go to the lines that follow, as the page for typing shows them.",
    )
    year = forms.ChoiceField(
        label="Its first year, if the block has no row of years",
        required=False,
        help_text="The columns to the right go to the years that follow.",
    )
    unit = forms.ChoiceField(
        label="The figures are in",
        required=False,
        choices=[
            ("", "What the headings say, otherwise pounds"),
            ("pounds", "Pounds"),
            ("thousands", "Thousands of pounds (£k, £000)"),
            ("millions", "Millions of pounds (£m)"),
        ],
    )
    source = forms.CharField(
        label="Where these figures come from",
        required=False,
        max_length=300,
        help_text="For example: monitoring report at period 9. It is kept with every figure that changes.",
    )

    def __init__(self, *args: Any, sheets: Choices, years: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = list(sheets)  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", "Choose"), *((year, year) for year in years)]  # type: ignore[attr-defined]
        grouped = [(block.label, [(line.code, line.name) for line in block.lines]) for block in blocks()]
        self.fields["line"].choices = [("", "Choose"), *grouped]  # type: ignore[attr-defined]

    @property
    def placed(self) -> Placed:
        """Where the block begins. Call after ``is_valid``."""
        return Placed(self.cleaned_data["line"], self.cleaned_data["year"], self.cleaned_data["unit"])
