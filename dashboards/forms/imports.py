"""Handing over files: which ones, and what a way in needs to know besides."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from dashboards.forms.mapping import read_as_options
from dashboards.imports.kinds import Kind
from dashboards.models import ImportBatch
from safetyvalve.core.forms import DateField, GovForm

MOST_FILES = 40
KEPT = "We keep the file, so that anyone inside the council can check where the figures came from."
NOT_KEPT = "We keep only counts: the file itself is never stored."

AS_AT = {
    "grid": "On which day were the figures taken from their system?",
    "mapped": "On which day was the spreadsheet taken from its system?",
    "sen2": "On which day was the file taken from its system?",
    "blade": "On which day were the files taken from their system?",
    "gias": "On which day was the list downloaded?",
}
AS_AT_HINT = {
    "sen2": "For example 16 1 2025. Leave it empty for a January return: its census day is in the file.",
    "blade": "For example 16 1 2025. Leave it empty for a January return: its census day is used.",
}
SINCE = {
    "mapped": "From which day are cases counted?",
    "sen2": "From which day are decisions counted?",
    "blade": "From which day are decisions counted?",
}
Choices = Sequence[tuple[str, str]]
TAKEN_TODAY = frozenset({"grid", "mapped"})
"""Files that do not say which day they describe: without an answer it is today."""


def kept_of(kind: Kind) -> str:
    """What is kept of a file of this kind, in a sentence."""
    return KEPT if kind.keeps_source else NOT_KEPT


class FilesInput(forms.FileInput):
    """A file input that takes one file or several."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, several: bool = False) -> None:
        self.allow_multiple_selected = several
        super().__init__({**(attrs or {}), **({"multiple": True} if several else {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        found = files.getlist(name) if hasattr(files, "getlist") else [files.get(name)]
        return [file for file in found if file]


class FilesField(forms.Field):
    """The files of one delivery, checked by what can be told from outside: how many, their endings, their size."""

    def __init__(self, kind: Kind, **kwargs: Any) -> None:
        self.kind = kind
        widget = FilesInput({"accept": ",".join(kind.endings)}, several=kind.takes_several)
        super().__init__(widget=widget, required=False, **kwargs)

    def clean(self, value: Any) -> list[UploadedFile]:
        files: list[UploadedFile] = value or []
        if not files:
            raise forms.ValidationError("Choose a file" if not self.kind.takes_several else "Choose one file or more")
        if len(files) > (MOST_FILES if self.kind.takes_several else 1):
            most = f"Choose no more than {MOST_FILES} files" if self.kind.takes_several else "Choose one file only"
            raise forms.ValidationError(most)
        wrong = [words for file in files for words in self._wrong_with(file)]
        if wrong:
            raise forms.ValidationError(wrong)
        return files

    def _wrong_with(self, file: UploadedFile) -> list[str]:
        name, size = file.name or "The file", file.size or 0
        if not name.lower().endswith(self.kind.endings):
            return [f"{name} is not of the right sort: choose a file that ends with {either(self.kind.endings)}"]
        if not size:
            return [f"{name} is empty"]
        if size > self.kind.largest:
            most = filesizeformat(self.kind.largest).replace(".0", "")
            return [f"{name} is larger than {most}, which is the most we read"]
        return []


class UploadForm(GovForm):
    """One delivery. ``described_day`` and ``options`` are what the reading is told besides the files."""

    edition = forms.CharField(
        label="Which release is it?",
        max_length=40,
        required=False,
        help_text="For example 2025. Leave it empty to take what the file says. A later release replaces an "
        "earlier one, never the other way round.",
    )
    read_as = forms.ChoiceField(
        label="How is the spreadsheet read?",
        required=False,
        help_text="You see what each column is taken for before anything is saved.",
    )
    as_at = DateField(label="As at", required=False, first_year=2000, last_year=2100)
    since = DateField(label="Since", required=False, first_year=2000, last_year=2100)

    def __init__(
        self, *args: Any, kind: Kind, today: date, refusal: str = "", ways: Choices = (), **kwargs: Any
    ) -> None:
        self.kind, self.today, self.refusal = kind, today, refusal
        super().__init__(*args, **kwargs)
        label = "Choose the files" if kind.takes_several else "Choose the file"
        self.fields = {"files": FilesField(kind, label=label, help_text=files_hint(kind)), **self.fields}
        self._ask("as_at", AS_AT.get(kind.key), AS_AT_HINT.get(kind.key, "For example 31 5 2024. Empty means today."))
        self._ask(
            "since",
            SINCE.get(kind.key),
            "Leave it empty for 1 January of that year; in January, of the year before.",
        )
        if ways:
            self.fields["read_as"].choices = ways  # type: ignore[attr-defined]
        else:
            del self.fields["read_as"]
        if kind.visibility != ImportBatch.Kind.PUBLISHED or "as_at" in self.fields:
            del self.fields["edition"]

    def layout(self) -> Layout:
        """The file first, in a box that files can be dropped on."""
        others = [name for name in self.fields if name != "files"]
        return Layout(Field("files", template="dashboards/imports/_file_field.html"), *others)

    def _ask(self, name: str, label: str | None, hint: str) -> None:
        if label is None:
            del self.fields[name]
            return
        self.relabel(name, label)
        self.fields[name].help_text = hint

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.refusal:
            self.errors.pop("files", None)
            self.add_error("files", self.refusal)
        as_at, since = data.get("as_at"), data.get("since")
        if as_at and as_at > self.today:
            self.add_error("as_at", "The day must not be in the future")
        if since and since > (as_at or self.today):
            self.add_error("since", "Decisions cannot be counted from a day after the file was taken")
        return data

    @property
    def described_day(self) -> date | None:
        """The day the files describe, where it is not for them to say."""
        given: date | None = self.cleaned_data.get("as_at")
        return given or (self.today if self.kind.key in TAKEN_TODAY else None)

    @property
    def options(self) -> dict[str, Any]:
        """What the reader is told besides the as-at day, as plain JSON values; nothing for what was left empty."""
        since, edition = self.cleaned_data.get("since"), self.cleaned_data.get("edition")
        found = {"since": since.isoformat() if since else None, "edition": edition or None}
        found |= read_as_options(self.cleaned_data.get("read_as") or "")
        return {name: value for name, value in found.items() if value is not None}


def files_hint(kind: Kind) -> str:
    """ "CSV or XLSX, up to 20 MB." and that several go together."""
    sorts = either([ending.removeprefix(".").upper() for ending in kind.endings])
    most = filesizeformat(kind.largest).replace(".0", "")
    together = " Files of several years can be loaded together." if kind.is_personal and kind.takes_several else ""
    return f"{sorts}, up to {most}.{together}"


def either(words: Sequence[str]) -> str:
    """ ".csv", ".csv or .xlsx"."""
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
