"""A grid of boxes: years down, amounts or numbers across, all saved together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from conditions.models.response import Answer
from safetyvalve.core.forms import GovForm, MoneyField
from safetyvalve.core.forms.pounds import PoundsMixin
from safetyvalve.core.forms.widgets import AffixedInput
from safetyvalve.core.forms.words import in_sentence
from safetyvalve.core.thousands import Held, around, others
from workstreams.forms.seen_boxes import SeenBoxesMixin
from workstreams.services.registers import Cells

MOST_PLACES = 100_000


@dataclass(frozen=True)
class Column:
    """A column of boxes: the field it fills, what its heading says, and whether it takes pounds.

    ``beside`` names columns of about the same size in the same row, as a year's forecast is of its budget.
    """

    name: str
    label: str
    is_money: bool = True
    beside: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return f"{self.label}, £" if self.is_money else self.label


class GridForm(PoundsMixin, SeenBoxesMixin, GovForm):
    """One box for each row and column. Blank is not known, which is not the same as nothing."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, record: Answer, rows: Sequence[str], columns: Sequence[Column], standing: Cells, **kwargs: Any
    ) -> None:
        on_record = {
            self.key(row, column.name): standing.get(row, {}).get(column.name) for row in rows for column in columns
        }
        kwargs["initial"] = {"revision": record.revision, **on_record}
        super().__init__(*args, **kwargs)
        self.row_labels, self.columns = rows, columns
        for row in rows:
            for column in columns:
                label = f"{row}: {column.label}"
                self.fields[self.key(row, column.name)] = _box(label, column)
                self.relabel(self.key(row, column.name), label)
        self.shows(record, on_record)

    @staticmethod
    def key(row: str, column: str) -> str:
        return f"{column}-{row.replace('/', '-')}"

    @property
    def rows(self) -> list[tuple[str, list[tuple[Column, forms.BoundField]]]]:
        """A row of the page: its label, and each column with its box."""
        return [(row, [(each, self[self.key(row, each.name)]) for each in self.columns]) for row in self.row_labels]

    def held_against(self, name: str) -> Iterable[Held]:
        """Columns beside it in its row, then the rows around; where no row is on record, the others as typed."""
        row, column = next(
            (row, each) for row in self.row_labels for each in self.columns if self.key(row, each.name) == name
        )
        labels = {each.name: in_sentence(each.label) for each in self.columns}
        for other in column.beside:
            yield Held(self.cleaned_data.get(self.key(row, other)), f"is the {labels[other]} of {row}")
        boxes = {each: self.key(each, column.name) for each in self.row_labels}
        on_record = {each: self.initial.get(box) for each, box in boxes.items()}
        if any(on_record.values()):
            yield from around(row, on_record)
        else:
            yield from others(row, {each: self.cleaned_data.get(box) for each, box in boxes.items()})

    @property
    def cells(self) -> dict[str, Mapping[str, Any]]:
        """What this person changed, as ``services.registers.fill_in`` takes it."""
        found = {}
        for row in self.row_labels:
            keys = {each.name: self.key(row, each.name) for each in self.columns}
            found[row] = {name: self.cleaned_data[key] for name, key in keys.items() if key in self.changed}
        return {row: values for row, values in found.items() if values}


def _box(label: str, column: Column) -> forms.Field:
    if column.is_money:
        return MoneyField(label=label, required=False, min_value=0)
    message = f"{label} must be a whole number"
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_PLACES,
        widget=AffixedInput(width=5, attrs={"autocomplete": "off"}),
        error_messages={"invalid": message},
    )
