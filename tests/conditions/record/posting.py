"""Filling in a form as a browser does: everything the page shows, with some of it typed anew."""

from datetime import date
from typing import Any

from django.forms import BaseForm, CheckboxInput
from django.test import Client


def filled(client: Client, url: str, *names: str, **typed: Any) -> dict[str, Any]:
    """What the form at ``url`` would post, with ``typed`` in place of what it shows; dates as dates."""
    context = client.get(url).context
    data: dict[str, Any] = {}
    for name in names or ("form",):
        data |= shown(context[name])
    for name, value in typed.items():
        data |= boxes(name, value)
    return data


def shown(form: BaseForm) -> dict[str, Any]:
    """Every value a page shows, as it would be sent back untouched."""
    data: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        widget = bound.field.widget
        if isinstance(value, date):
            data |= boxes(bound.html_name, value)
        elif isinstance(widget, CheckboxInput):
            data |= {bound.html_name: "on"} if value else {}
        elif value is not None:
            data[bound.html_name] = str(value)
    return data


def boxes(name: str, value: Any) -> dict[str, Any]:
    """One value as posted: a date fills three boxes."""
    if isinstance(value, date):
        return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}
    return {name: value}
