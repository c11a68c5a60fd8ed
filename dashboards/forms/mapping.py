"""Saying what the columns of an own spreadsheet hold, and what its words stand for.

A page that takes such a file uses four things:

``read_as_choices(authority)`` on the upload form; ``read_as_options(choice)`` are the options that one stands for.
``mapped.settled(delivery)`` before reading: the options to start the run with, which then say how it was read.
``MappingForm(data or None, authority=…, proposed=proposed_of(run.options))`` beside the dry run. The file is not kept,
so the form is sent together with the file, chosen again; ``form.mapping_spec`` goes into the new run's options.
``form.cleaned_data["remember_as"]``, if filled in, with ``dashboards.services.mappings.remember``.
"""

from collections.abc import Mapping
from typing import Any

from django import forms

from dashboards.imports.mapped import code_choices, what_is_missing
from dashboards.imports.mapping_spec import MappingSpec, ProposedColumn, ProposedMapping, measure_target
from dashboards.imports.mapping_words import BY_KEY, Shape
from dashboards.imports.vocabulary import Vocabulary
from dashboards.models import ColumnMapping
from dashboards.services.mappings import LONGEST_NAME
from safetyvalve.core.forms import GovForm
from safetyvalve.core.models import Authority

Choices = list[tuple[str, str]]
NOT_USED = "Not used"
NOT_KNOWN = "Not known"
_NAMED, _SHAPED = "mapping:", "shape:"
_SHAPES = {
    Shape.CASES: "Look at the headings: each row is a case",
    Shape.LONG: "Look at the headings: each row is a figure",
    Shape.WIDE: "Look at the headings: each row is a period",
}


def read_as_choices(authority: Authority) -> Choices:
    """Ways to read the file: remembered mappings first, then by its headings. One query."""
    names = ColumnMapping.objects.filter(authority=authority).values_list("name", flat=True)
    return [
        ("", "Look at the headings and decide"),
        *((f"{_NAMED}{name}", f"As remembered: {name}") for name in names),
        *((f"{_SHAPED}{shape.value}", words) for shape, words in _SHAPES.items()),
    ]


def read_as_options(choice: str) -> dict[str, str]:
    """What the reader is told for a choice of ``read_as_choices``."""
    if choice.startswith(_NAMED):
        return {"mapping": choice.removeprefix(_NAMED)}
    return {"shape": choice.removeprefix(_SHAPED)} if choice.startswith(_SHAPED) else {}


def proposed_of(options: Mapping[str, Any]) -> ProposedMapping | None:
    """How a run's file was read, from the run's options; None for a file that could not be looked at."""
    kept = options.get("proposed_mapping")
    return ProposedMapping.from_json(kept) if kept else None


class MappingForm(GovForm):
    """A choice for each column, and one for each word of the columns that hold codes."""

    remember_as = forms.CharField(
        label="Remember this mapping as",
        max_length=LONGEST_NAME,
        required=False,
        help_text="For example the name of the report. A mapping of the same name is replaced. "
        "Only headings and these words are remembered.",
    )

    def __init__(self, *args: Any, authority: Authority, proposed: ProposedMapping, **kwargs: Any) -> None:
        self.proposed = proposed
        self.codes = code_choices(proposed.shape, authority)
        super().__init__(*args, **kwargs)
        targets = _targets(proposed, authority)
        self.columns = {f"column_{n}": column for n, column in enumerate(proposed.columns)}
        self.words: dict[str, tuple[ProposedColumn, str]] = {}
        asked: dict[str, forms.Field] = {}
        for name, column in self.columns.items():
            asked[name] = forms.ChoiceField(
                label=f"Column {column.letter}: {column.heading}",
                choices=targets,
                initial=column.target,
                required=False,
                help_text=_left_out(column),
            )
            for number, word in enumerate(column.words):
                key = f"{name.replace('column', 'word')}_{number}"
                rows = f"{word.rows:,} row{'' if word.rows == 1 else 's'}"
                asked[key] = forms.ChoiceField(
                    label=f"“{word.word}” in {column.heading} ({rows})",
                    choices=[("", NOT_KNOWN), *self.codes.get(column.target, ())],
                    initial=word.code,
                    required=False,
                )
                self.words[key] = (column, word.word)
        self.fields = {**asked, **self.fields}
        self.fields["remember_as"].initial = proposed.saved_name
        for name in asked:
            self.relabel(name, str(self.fields[name].label))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        targets = [data.get(name, "") for name in self.columns]
        for sentence in what_is_missing(self.proposed.shape, targets):
            self.add_error(None, sentence.removesuffix("."))
        data["remember_as"] = " ".join((data.get("remember_as") or "").split())
        return data

    @property
    def mapping_spec(self) -> MappingSpec:
        """The mapping as chosen. Words of a column that is now something else are dropped: they were other codes."""
        data = self.cleaned_data
        columns = {column.heading: data[name] for name, column in self.columns.items()}
        values: dict[str, dict[str, str]] = {}
        for key, (column, word) in self.words.items():
            if data[key] and columns[column.heading] == column.target:
                values.setdefault(column.heading, {})[word] = data[key]
        return MappingSpec(self.proposed.shape, columns, values, self.proposed.spec.options)


class RenameMappingForm(GovForm):
    """Another name for a remembered mapping."""

    name = forms.CharField(label="Name", max_length=LONGEST_NAME)


def _left_out(column: ProposedColumn) -> str:
    """Why some words of a column cannot be chosen for."""
    if not column.words_left_out:
        return ""
    rows = f"{column.words_left_out:,} row{'' if column.words_left_out == 1 else 's'}"
    return f"In {rows} there is a word that is not shown here, because it is the only one or could name a person."


def _targets(proposed: ProposedMapping, authority: Authority) -> Choices:
    """What a column can hold in that shape. Of a wide file also each measure, and what is already chosen."""
    known = [(key, target.label) for key, target in BY_KEY[Shape(proposed.shape)].items()]
    if proposed.shape != Shape.WIDE:
        return [("", NOT_USED), *known]
    vocabulary = Vocabulary.of(authority)
    stored = {
        measure_target(code): indicator.name
        for code, indicator in vocabulary.indicators.items()
        if vocabulary.current(code).is_typed
    }
    for column in proposed.columns:
        if column.target and column.target not in stored and column.target != "period":
            stored[column.target] = column.heading
    return [("", NOT_USED), *known, *stored.items()]
