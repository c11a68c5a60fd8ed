"""Forms in GOV.UK's look: base classes, fields for what officers type, widgets and layout objects."""

from safetyvalve.core.forms.base import GovForm, GovModelForm, RevisionMixin
from safetyvalve.core.forms.fields import DateField, MoneyField, NarrativeField, RagField, YesNoField
from safetyvalve.core.forms.layout import Button, ButtonGroup, ShownFor
from safetyvalve.core.forms.widgets import AffixedInput, Checkboxes, Radios, TextArea

__all__ = [
    "AffixedInput",
    "Button",
    "ButtonGroup",
    "Checkboxes",
    "DateField",
    "GovForm",
    "GovModelForm",
    "MoneyField",
    "NarrativeField",
    "Radios",
    "RagField",
    "RevisionMixin",
    "ShownFor",
    "TextArea",
    "YesNoField",
]
