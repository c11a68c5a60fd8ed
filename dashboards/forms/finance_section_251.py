"""A section 251 table as DfE publishes it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from dashboards.finance.coming_in import section_251
from dashboards.forms.finance_in import BringInForm
from dashboards.imports.kinds import Kind
from safetyvalve.core.forms import DateField

MEGABYTE = 1024 * 1024
SECTION_251 = Kind(
    "section-251", "Section 251 file", "", "", (".csv", ".xlsx"), is_personal=True, largest=100 * MEGABYTE
)


class Section251Form(BringInForm):
    """The file, which of its years are wanted, and the day of the document for the reconciliation."""

    def __init__(self, *args: Any, years: Sequence[str], today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, kind=SECTION_251, **kwargs)
        source = self.fields.pop("source")
        self.fields["year"] = forms.ChoiceField(
            label="Years wanted",
            required=False,
            choices=[("", "Every year of the agreement"), *((year, year) for year in years)],
        )
        self.fields["unit"] = forms.TypedChoiceField(
            label="Its figures are in",
            required=False,
            coerce=int,
            empty_value=None,
            choices=[
                ("", "Whatever their size tells"),
                (section_251.POUNDS, "Pounds"),
                (section_251.MILLIONS, "Millions of pounds"),
            ],
            help_text="DfE’s outturn tables to 2020-21 are in millions, its budgets and later tables in pounds.",
        )
        self.fields["dated_on"] = DateField(
            label="Date of the publication or of the return",
            required=False,
            help_text="Kept in the reconciliation beside line 1.9.3, if the file has it. For example 11 12 2025.",
        )
        self.fields["source"] = source
        for name in ("year", "unit", "dated_on"):
            self.relabel(name, str(self.fields[name].label))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (day := data.get("dated_on")) and day > self.today:
            self.add_error("dated_on", "Date of the publication or of the return must be today or in the past")
        return data
