"""Handing over figures for the finance grid."""

from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms

from dashboards.forms.imports import FilesField
from dashboards.imports.kinds import Kind
from safetyvalve.core.forms import GovForm

MEGABYTE = 1024 * 1024
WORKBOOK = Kind("workbook", "The grid’s own workbook", "", "", (".xlsx",), is_personal=True, largest=5 * MEGABYTE)


class BringInForm(GovForm):
    """A file, and where its figures come from. ``refusal``: why the files of the request were not taken."""

    source = forms.CharField(
        label="Where these figures come from",
        required=False,
        max_length=300,
        help_text="For example: ledger at period 9. It is kept with every figure that changes. "
        "Left empty, the file’s name is kept.",
    )

    def __init__(self, *args: Any, kind: Kind, hint: str, refusal: str = "") -> None:
        self.refusal = refusal
        super().__init__(*args)
        self.fields = {"files": FilesField(kind, label="Choose the file", help_text=hint), **self.fields}
        self.relabel("files", "Choose the file")

    def layout(self) -> Layout:
        return Layout(Field("files", template="dashboards/imports/_file_field.html"), *list(self.fields)[1:])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.refusal:
            self.errors.pop("files", None)
            self.add_error("files", self.refusal)
        return data
