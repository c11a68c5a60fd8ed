"""Layout objects for crispy forms in GOV.UK's look, beside crispy's own Layout, Fieldset, Div and HTML."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class Button:
    """A submit button. ``kind`` is "", "secondary" or "warning"; a double click sends the form once."""

    def __init__(self, text: str, *, name: str = "", value: str = "", kind: str = "") -> None:
        self.text = text
        self.name = name
        self.value = value
        self.kind = kind

    def render(self, form: Any, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        return render_to_string("components/button.html", vars(self))


class ButtonGroup(LayoutObject):
    """Buttons side by side."""

    def __init__(self, *buttons: Any) -> None:
        self.fields = list(buttons)

    def render(self, form: Any, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        inner = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string("govuk/layout/button_group.html", {"inner": inner})


class ShownFor(LayoutObject):
    """Fields that matter only for some answers to ``field``: folded away by script, on the page without it.

    A part that holds text is never folded, so that nothing is sent unseen.
    """

    def __init__(self, field: str, values: Sequence[str], *fields: Any) -> None:
        self.field = field
        self.values = list(values)
        self.fields = list(fields)

    def render(self, form: Any, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        inner = self.get_rendered_fields(form, context, template_pack, **kwargs)
        name = form.add_prefix(self.field)
        return render_to_string(
            "govuk/layout/shown_for.html", {"inner": inner, "name": name, "values": " ".join(self.values)}
        )
