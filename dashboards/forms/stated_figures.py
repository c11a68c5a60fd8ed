"""Handing over a table of what documents say the deficit is."""

from pathlib import PurePath
from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms

from dashboards.finance.reconciliation.stated_figures import Found, Wrong, read
from dashboards.imports.contract import Delivered, UnusableDelivery
from dashboards.imports.files.limits import MEGABYTE, Limits
from dashboards.imports.files.tables import read_tables
from safetyvalve.core.forms import GovForm

ENDINGS = (".xlsx", ".csv")
SMALL = Limits(size=MEGABYTE, workbook_size=MEGABYTE, workbook_unpacked=20 * MEGABYTE, rows=2000, columns=50)
MOST_SAID = 12


class StatedFiguresForm(GovForm):
    """One small file. After cleaning, ``found`` are its figures; what is wrong with it stands at the field."""

    file = forms.FileField(
        label="Choose the file",
        help_text="An Excel workbook (.xlsx) or a CSV file. It is read and not kept.",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )

    def __init__(self, *args: Any, years: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        self.found: list[Found] = []

    def layout(self) -> Layout:
        return Layout(Field("file", template="dashboards/imports/_file_field.html"))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower() not in ENDINGS:
            raise forms.ValidationError("Choose a file that ends with .xlsx or .csv")
        if file.size > SMALL.size:
            raise forms.ValidationError("The file is larger than 1 MB, which is the most that is read")
        try:
            tables = read_tables(Delivered(file.name, file.read()), limits=SMALL)
        except UnusableDelivery as refusal:
            raise forms.ValidationError([f"{each.sentence} {each.fix}" for each in refusal.problems]) from None
        self.found, wrong = read(tables, years=self.years)
        self.refuse(wrong)
        return file

    def refuse(self, wrong: list[Wrong]) -> None:
        """Say what keeps the file from being used, the first of it row by row."""
        if wrong:
            left = len(wrong) - MOST_SAID
            said = [str(each) for each in wrong[:MOST_SAID]]
            raise forms.ValidationError([*said, *([f"{left} more rows are wrong."] if left > 0 else [])])
