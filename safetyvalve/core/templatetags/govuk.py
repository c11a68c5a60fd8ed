"""Template tags of the govuk look: fields, the error summary, the title's prefix, breadcrumbs, RAG colours."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.template import Context

from safetyvalve.core.forms.controls import Control, revealed_names

register = template.Library()

RAG_COLOURS = ("blue", "green", "amber", "red", "grey", "purple")
CONTEXT_FORMS = ("form", "forms", "formset", "formsets")


class SummaryLine(NamedTuple):
    """One line of the error summary; ``target`` is the id of an input, or "" when there is none to go to."""

    message: str
    target: str


@register.simple_tag
def control(bound: BoundField, form_show_errors: Any = True) -> Control:
    """{% control field as c %}: what the pack draws for a bound field."""
    return Control(bound, show_errors=form_show_errors is not False)


@register.filter
def standing_alone(form: forms.BaseForm) -> list[BoundField]:
    """The fields of a form that no option of another field reveals."""
    revealed = revealed_names(form)
    return [bound for bound in form if bound.name not in revealed]


@register.inclusion_tag("components/error_summary.html")
def error_summary(*parts: Any, focus: bool = True) -> dict[str, Any]:
    """{% error_summary form other_form formset %}: nothing when all is well. Put it above the h1.

    It takes the focus when the page opens, unless ``focus=False``.
    """
    return {"lines": [line for form in _forms(parts) for line in summary_lines(form)], "focus": focus}


def summary_lines(form: Any) -> Iterator[SummaryLine]:
    """Every error of a form or formset, in the order of the page, with the input it belongs to."""
    if isinstance(form, BaseFormSet):
        yield from (SummaryLine(str(message), "") for message in form.non_form_errors())
        for inner in form.forms:
            yield from summary_lines(inner)
        return
    if not form.is_bound:
        return
    yield from (SummaryLine(message, "") for message in form.non_field_errors())
    for name in _in_page_order(form):
        if name in form.errors:
            drawn = Control(form[name])
            yield from (SummaryLine(message, drawn.first_input_id) for message in form.errors[name])


def _in_page_order(form: forms.BaseForm) -> list[str]:
    """Names as the layout draws them; fields the layout does not name keep their own order after them."""
    layout = getattr(getattr(form, "helper", None), "layout", None)
    laid_out = [pointer.name for pointer in layout.get_field_names()] if layout is not None else []
    ordered: list[str] = []
    for name in [*laid_out, *form.fields]:
        if name in form.fields and name not in ordered:
            ordered.append(name)
            ordered += [child for child in _revealed_by(form.fields[name]) if child in form.fields]
    return list(dict.fromkeys(ordered))


def _revealed_by(field: forms.Field) -> list[str]:
    return [name for names in getattr(field.widget, "reveals", {}).values() for name in names]


def _forms(parts: Iterable[Any]) -> Iterator[Any]:
    for part in parts:
        if isinstance(part, forms.BaseForm | BaseFormSet):
            yield part
        elif isinstance(part, list | tuple):
            yield from _forms(part)


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """ "Error: " for the title of a page whose ``form``, ``forms``, ``formset`` or ``formsets`` has errors."""
    for form in _forms(context.get(name) for name in CONTEXT_FORMS):
        if form.is_bound and (any(form.errors) if isinstance(form, BaseFormSet) else form.errors):
            return "Error: "
    return str(context.get("error_prefix", "") or "")


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*pairs: str) -> dict[str, Any]:
    """{% breadcrumbs "Home" home_url "Agreement" agreement_url "This page" %}: label, address, label, …

    A last label without an address is the page itself.
    """
    items = [{"label": pairs[index], "url": "".join(pairs[index + 1 : index + 2])} for index in range(0, len(pairs), 2)]
    return {"items": items}


@register.filter
def rag_class(level: Any) -> str:
    """The class suffix of a level's colour; "none" for no rating, "grey" for a colour without a style."""
    if not level:
        return "none"
    colour = str(getattr(level, "colour", "") or "").lower()
    return colour if colour in RAG_COLOURS else "grey"


@register.filter
def button_class(classes: str) -> str:
    """Crispy's own button classes taken off, GOV.UK's kept."""
    return " ".join(name for name in classes.split() if not name.startswith("btn"))


@register.filter
def page_numbers(page: Page) -> list[int]:
    """Numbers to link to: first, last and those around the current one; 0 stands for a gap."""
    near = {1, page.paginator.num_pages, page.number - 1, page.number, page.number + 1}
    shown: list[int] = []
    for number in sorted(near & set(page.paginator.page_range)):
        if shown and number - shown[-1] == 2:
            shown.append(number - 1)
        elif shown and number - shown[-1] > 2:
            shown.append(0)
        shown.append(number)
    return shown


@register.filter
def table_caption(table: Any) -> str:
    """What a django-tables2 table is called: its ``caption``, else ``Meta.attrs["caption"]``."""
    caption = getattr(table, "caption", "") or (table.attrs or {}).get("caption", "")
    return str(caption) or "Table"


@register.filter
def is_numeric(column: Any) -> bool:
    """Whether a django-tables2 column is right aligned: ``attrs={"numeric": True}`` on the column."""
    return bool(column.column.attrs.get("numeric"))


@register.filter
def is_row_header(column: Any) -> bool:
    """Whether a column names its row: ``attrs={"row_header": True}`` on the column."""
    return bool(column.column.attrs.get("row_header"))
