"""What every form of the product has in common.

The template writes ``<form>``, the CSRF token and the buttons; ``{% crispy form %}`` writes the fields with
their inline errors; ``{% error_summary form %}`` goes at the top of the content, above the ``h1``.
"""

from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.forms.utils import pretty_name

from safetyvalve.core.forms.controls import revealed_names
from safetyvalve.core.forms.words import speak_plainly


class GovHelper(FormHelper):
    """Fields only: the template writes the form tag, its address and the CSRF token."""

    form_action = ""  # crispy would look "" up in the URLconf for every form
    form_tag = False
    disable_csrf = True
    render_hidden_fields = True


class GovFormMixin:
    """Presets: no ``required`` attributes, plain messages, bold labels, and a helper for ``{% crispy form %}``.

    Override ``layout`` to order or group fields. Hidden fields are always written.
    """

    use_required_attribute = False
    label_size = "s"
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            self.relabel(name, str(field.label or pretty_name(name)))

    def relabel(self, name: str, label: str) -> None:
        """Give a field this label, and its stock messages the same words."""
        field = self.fields[name]
        field.label = label
        speak_plainly(field, label)

    def layout(self) -> Layout:
        """Fields in the order of the class, those revealed by an option left to that option."""
        hidden_under_options = revealed_names(self)  # type: ignore[arg-type]
        return Layout(*(name for name in self.fields if name not in hidden_under_options))

    @cached_property
    def helper(self) -> GovHelper:
        helper = GovHelper()
        helper.layout = self.layout()
        return helper


class GovForm(GovFormMixin, forms.Form):
    """A form in GOV.UK's look."""


class GovModelForm(GovFormMixin, forms.ModelForm):
    """A model form in GOV.UK's look."""


class RevisionMixin(GovFormMixin):
    """Carries the revision the person was looking at, so that a save over somebody else's is refused.

    Put it first: ``class UpdateForm(RevisionMixin, GovModelForm)``. The view compares
    ``cleaned_data["revision"]`` with the row's.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instance = getattr(self, "instance", None)
        self.fields["revision"] = forms.IntegerField(
            widget=forms.HiddenInput,
            min_value=0,
            initial=getattr(instance, "revision", 0),
            error_messages={
                "required": "This page has lost track of the version you were editing. Open it again.",
                "invalid": "This page has lost track of the version you were editing. Open it again.",
            },
        )
