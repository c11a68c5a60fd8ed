"""Entering what a document says, why it differs, what is deducted, and the attestation."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from conditions.forms.answers import AnswerForm
from conditions.services.reconciliation import DECLARATION
from dashboards.forms.assumptions import FigureField
from safetyvalve.core.forms import DateField, GovForm, MoneyField, NarrativeField
from safetyvalve.core.forms.pounds import PoundsMixin
from safetyvalve.core.forms.widgets import AffixedInput
from safetyvalve.core.thousands import Held


class SourceForm(PoundsMixin, AnswerForm):
    """One document's figure, and where it can be read. ``beside`` is what the record and other documents say."""

    amount = MoneyField(
        label="Balance at 31 March that it states",
        required=False,
        width=20,
        help_text="Pounds and pence. A deficit with a minus sign, whatever sign the document prints.",
    )
    reference = forms.CharField(
        label="Document and place",
        required=False,
        max_length=300,
        help_text="For example: statement of accounts, note 8.",
    )
    dated_on = DateField(label="Date of the document", required=False)

    def __init__(self, *args: Any, today: date, beside: Sequence[Held] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.beside = today, beside

    def held_against(self, name: str) -> Iterable[Held]:
        return self.beside

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("dated_on") and cleaned["dated_on"] > self.today:
            self.add_error("dated_on", "Date of the document must be today or in the past")
        if cleaned.get("amount") is not None and not cleaned.get("reference"):
            self.add_error("reference", "Say which document it is and where in it the figure stands")
        if cleaned.get("amount") is not None and not cleaned.get("dated_on") and "dated_on" not in self.errors:
            self.add_error("dated_on", "Enter the date of the document")
        return cleaned


class ExplanationForm(AnswerForm):
    """A part of a difference and why it is there."""

    amount = MoneyField(
        label="Amount it explains",
        width=20,
        help_text="A minus sign where it makes the document’s deficit larger than the record’s.",
    )
    reason = NarrativeField(label="Why", limit=2000, rows=3)
    evidence = NarrativeField(
        label="Evidence", required=False, limit=2000, rows=2, help_text="For example a journal, a letter, a minute."
    )

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if amount == 0:
            raise forms.ValidationError("Amount it explains must not be £0")
        return amount


class TermsForm(PoundsMixin, AnswerForm):
    """What is deducted from the deficit, and the share that the council bears itself."""

    outside_high_needs = MoneyField(
        label="Overspends outside high needs",
        required=False,
        min_value=0,
        width=20,
        help_text="Of other blocks, equal pay and the like, without a minus sign. £0 if there were none.",
    )
    outside_reason = NarrativeField(label="What they are", required=False, limit=2000, rows=3)
    own_share = FigureField(
        label="The council’s own share", at_least=Decimal(0), widget=AffixedInput(width=5, suffix="%")
    )
    own_share_since = DateField(label="Since when this share holds")
    own_share_source = forms.CharField(label="Where that stands", max_length=300)

    def clean_own_share(self) -> Decimal:
        share: Decimal = self.cleaned_data["own_share"]
        if share > 100:
            raise forms.ValidationError("The council’s own share must be 100% or less")
        if share != share.quantize(Decimal("0.01")):
            raise forms.ValidationError("The council’s own share must have no more than 2 decimal places")
        return share

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outside_high_needs") and not cleaned.get("outside_reason"):
            self.add_error("outside_reason", "Say what was overspent outside high needs")
        return cleaned


class AttestForm(GovForm):
    """The declaration, and the password again."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    declaration = forms.BooleanField(
        label="I make this declaration",
        help_text=DECLARATION,
        error_messages={"required": "Tick the box to make the declaration"},
    )
    password = forms.CharField(
        label="Your password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password to attest"},
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError("This is not your password. Enter it again to attest.")
        return password
