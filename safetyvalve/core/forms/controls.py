"""What the govuk template pack draws for one field: ids, descriptions, options and the input itself.

A ``Control`` is made from a bound field and answers everything the templates ask, so that the templates hold
markup only. The ids follow GOV.UK Frontend: ``<id>-hint``, ``<id>-error``, ``<id>-info``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from safetyvalve.core.forms.widgets import DateInputs, DateParts, split_date

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.MultipleHiddenInput, "hidden"),
    (DateInputs, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
)
CLASSES = {
    "select": ("govuk-select", "govuk-select--error"),
    "textarea": ("govuk-textarea", "govuk-textarea--error"),
    "file": ("govuk-file-upload", "govuk-file-upload--error"),
    "password": (
        "govuk-input govuk-password-input__input govuk-js-password-input-input",
        "govuk-input--error",
    ),
}
INPUT_CLASSES = ("govuk-input", "govuk-input--error")
LEFT_OUT = {"required": False, "maxlength": False, "minlength": False, "placeholder": False}


@dataclass(frozen=True)
class Option:
    """One radio or checkbox."""

    id: str
    value: str
    label: Any
    is_checked: bool
    is_disabled: bool = False
    hint: str = ""
    level: Any = None
    reveals: list[BoundField] = field(default_factory=list)


@dataclass(frozen=True)
class DatePart:
    """One of the three boxes of a date."""

    id: str
    name: str
    label: str
    value: str
    width: int
    is_wrong: bool


class Control:
    """A bound field as the templates see it."""

    def __init__(self, bound: BoundField, *, show_errors: bool = True) -> None:
        self.bound = bound
        self.widget = bound.field.widget
        self.errors = list(bound.errors) if show_errors else []
        self.id = self.widget.attrs.get("id") or bound.auto_id
        self.name = bound.html_name
        self.label = bound.label
        self.hint = bound.help_text
        self.size = getattr(bound.form, "label_size", "")

    @cached_property
    def kind(self) -> str:
        return next((kind for widget, kind in KINDS if isinstance(self.widget, widget)), "input")

    @property
    def template(self) -> str:
        return f"govuk/controls/{self.kind}.html"

    @property
    def hint_id(self) -> str:
        return f"{self.id}-hint" if self.hint else ""

    @property
    def error_id(self) -> str:
        return f"{self.id}-error" if self.errors else ""

    @property
    def limit(self) -> int | None:
        return getattr(self.widget, "limit", None)

    @property
    def limit_in_figures(self) -> str:
        return f"{self.limit:,}" if self.limit else ""

    @property
    def described_by(self) -> str:
        info = f"{self.id}-info" if self.limit else ""
        return " ".join(filter(None, [info, self.hint_id, self.error_id]))

    @property
    def first_input_id(self) -> str:
        """Where a link from the error summary must lead: an input that exists and can take the focus."""
        if self.kind in ("radios", "checkboxes"):
            return self.options[0].id if self.options else ""
        if self.kind == "date":
            return next((part.id for part in self.date_parts if part.is_wrong), f"{self.id}_day")
        return "" if self.kind == "hidden" else self.id

    @property
    def input(self) -> SafeString:
        """The element itself, with GOV.UK's classes. Lengths are not enforced by the browser, which would cut
        pasted text without a word, and placeholders are left out."""
        plain, wrong = CLASSES.get(self.kind, INPUT_CLASSES)
        own = self.widget.attrs.get("class", "")
        count = "govuk-js-character-count" if self.limit else ""
        classes = f"{plain} {wrong if self.errors else ''} {own} {count}"
        attrs: dict[str, Any] = {"class": " ".join(classes.split())}
        if self.described_by:
            attrs["aria-describedby"] = self.described_by
        if self.kind == "password":
            attrs |= {"spellcheck": "false", "autocapitalize": "none"}
        return self._render({**attrs, **LEFT_OUT})

    @property
    def hidden(self) -> SafeString:
        return self._render({})

    def _render(self, attrs: dict[str, Any]) -> SafeString:
        if self.id:
            attrs = {"id": self.id, **attrs}
        if self.bound.field.disabled:
            attrs["disabled"] = True
        return self.widget.render(self.name, self.bound.value(), attrs, self.bound.form.renderer)

    @cached_property
    def options(self) -> list[Option]:
        return list(self._read_options())

    def _read_options(self) -> Iterator[Option]:
        hints = getattr(self.widget, "hints", {})
        levels = getattr(self.widget, "levels", {})
        reveals = getattr(self.widget, "reveals", {})
        for choice in self.bound.subwidgets:
            value = str(choice.data["value"])
            yield Option(
                id=choice.data["attrs"].get("id", ""),
                value=value,
                label=choice.data["label"],
                is_checked=choice.data["selected"],
                is_disabled=bool(choice.data["attrs"].get("disabled")),
                hint=hints.get(value, ""),
                level=levels.get(value),
                reveals=[self.bound.form[name] for name in reveals.get(value, ())],
            )

    @cached_property
    def tick_box(self) -> list[Option]:
        """A single tick box, as a list of one; its help text is the hint of the box."""
        ticked = self.widget.check_test(self.bound.value())
        return [Option(id=self.id, value="on", label=self.label, is_checked=ticked, hint=str(self.hint))]

    @cached_property
    def date_parts(self) -> list[DatePart]:
        typed = split_date(self.bound.value())
        wrong = self._wrong_date_parts()
        return [
            DatePart(
                id=f"{self.id}_{part}",
                name=f"{self.name}_{part}",
                label=part.capitalize(),
                value=getattr(typed, part),
                width=4 if part == "year" else 2,
                is_wrong=part in wrong,
            )
            for part in DateParts._fields
        ]

    def _wrong_date_parts(self) -> set[str]:
        wrong: set[str] = set()
        if self.errors:
            for error in self.bound.errors.as_data():
                wrong.update((error.params or {}).get("parts", DateParts._fields))
        return wrong


def revealed_names(form: forms.BaseForm) -> set[str]:
    """Fields drawn under an option of another field, and so not on their own."""
    return {
        name
        for field in form.fields.values()
        for names in getattr(field.widget, "reveals", {}).values()
        for name in names
    }
