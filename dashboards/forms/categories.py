"""Wording, ordering and grouping the headings of breakdowns, and reading the codes of a return."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.forms.boundfield import BoundField

from dashboards.models import Category
from safetyvalve.core.forms import GovForm

Choices = list[tuple[str, str]]
LAST_PLACE = 999
BLANK_CODES = 2
"""Rows on the page of a return's item in which a code of the council's own can be added."""


@dataclass(frozen=True)
class Line:
    """A row of the page: what it is about, the boxes, what is shipped, and whether the council says otherwise."""

    code: str
    heading: str
    boxes: list[BoundField]
    shipped: str
    is_changed: bool


class ListForm(GovForm):
    """A page of rows."""

    lines: list[Line]


class HeadingsForm(ListForm):
    """What each heading of a topic is called, and in which place it stands."""

    def __init__(self, *args: Any, rows: Iterable[Category], shipped: Mapping[str, Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = []
        self.lines = []
        for row in rows:
            standard = shipped.get(row.code)
            label, place = f"label-{row.code}", f"place-{row.code}"
            self.fields[label] = forms.CharField(max_length=120, initial=row.label)
            self.fields[place] = forms.IntegerField(
                min_value=1,
                max_value=LAST_PLACE,
                initial=row.order,
                widget=forms.TextInput({"class": "govuk-input--width-3", "inputmode": "numeric"}),
            )
            self.relabel(label, f"Label of {row.label}")
            self.relabel(place, f"Place of {row.label}")
            self.fields[place].error_messages["invalid"] = f"Place of {row.label} must be a whole number, like 3"
            self.codes.append(row.code)
            is_changed = standard is None or (standard.label, standard.order) != (row.label, row.order)
            self.lines.append(
                Line(row.code, row.code, [self[label], self[place]], standard.label if standard else "", is_changed)
            )

    @property
    def headings(self) -> dict[str, tuple[str, int]]:
        data = self.cleaned_data
        return {code: (data[f"label-{code}"], data[f"place-{code}"]) for code in self.codes}


class GroupingForm(ListForm):
    """Into which group each heading goes."""

    def __init__(
        self,
        *args: Any,
        rows: Iterable[Category],
        groups: Iterable[Category],
        standing: Mapping[str, str],
        shipped: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(group.code, group.label) for group in groups]
        names = dict(choices)
        self.codes = []
        self.lines = []
        for row in rows:
            name = f"group-{row.code}"
            self.fields[name] = forms.ChoiceField(choices=choices, initial=standing.get(row.code, ""))
            self.relabel(name, f"Group of {row.label}")
            self.codes.append(row.code)
            is_changed = standing.get(row.code) != shipped.get(row.code)
            self.lines.append(
                Line(row.code, row.label, [self[name]], names.get(shipped.get(row.code, ""), ""), is_changed)
            )

    @property
    def groups(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"group-{code}"] for code in self.codes}


class ReturnCodesForm(ListForm):
    """What each code of a SEN2 item means; codes of the council's own can be added, and taken away again."""

    def __init__(
        self, *args: Any, standing: Mapping[str, str], shipped: Mapping[str, str], meanings: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = dict(meanings)
        self.codes = sorted(standing)
        self.lines = []
        for code in self.codes:
            name = f"meaning-{code}"
            choices = meanings if code in shipped else [("", "Take this code away"), *meanings]
            self.fields[name] = forms.ChoiceField(choices=choices, initial=standing[code], required=code in shipped)
            self.relabel(name, f"Meaning of {code}")
            was = names.get(shipped.get(code, ""), "")
            self.lines.append(Line(code, code, [self[name]], was, standing[code] != shipped.get(code)))
        self.blanks = [self._add_blank(number, meanings) for number in range(1, BLANK_CODES + 1)]

    def _add_blank(self, number: int, meanings: Choices) -> list[BoundField]:
        code, meaning = f"new-code-{number}", f"new-meaning-{number}"
        self.fields[code] = forms.CharField(
            required=False,
            max_length=20,
            validators=[RegexValidator(r"^[A-Za-z0-9]+$", "A code is made of letters and figures only")],
            widget=forms.TextInput({"class": "govuk-input--width-5"}),
        )
        self.fields[meaning] = forms.ChoiceField(required=False, choices=[("", "Choose what it means"), *meanings])
        self.relabel(code, f"New code {number}")
        self.relabel(meaning, f"Meaning of new code {number}")
        return [self[code], self[meaning]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(1, BLANK_CODES + 1):
            code, meaning = data.get(f"new-code-{number}", ""), data.get(f"new-meaning-{number}", "")
            if code and not meaning and f"new-meaning-{number}" not in self.errors:
                self.add_error(f"new-meaning-{number}", f"Choose what {code} means")
            if meaning and not code and f"new-code-{number}" not in self.errors:
                self.add_error(f"new-code-{number}", "Enter the code as the return writes it")
            if code.upper() in self.codes:
                self.add_error(f"new-code-{number}", f"{code.upper()} is in the list already")
        return data

    @property
    def meanings(self) -> dict[str, str]:
        data = self.cleaned_data
        said = {code: data[f"meaning-{code}"] for code in self.codes}
        for number in range(1, BLANK_CODES + 1):
            said[data[f"new-code-{number}"].upper()] = data[f"new-meaning-{number}"]
        return {code: meaning for code, meaning in said.items() if code and meaning}
