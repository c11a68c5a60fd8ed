"""Entering what a body is to pay, an invoice to it, and what arrived."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from conditions.models import Contribution, ContributionInvoice, ContributionReceipt
from dashboards.forms.assumptions import line_choices
from safetyvalve.core.dates import in_words
from safetyvalve.core.forms import DateField, GovForm, GovModelForm, MoneyField, NarrativeField, Radios
from safetyvalve.core.forms.pounds import PoundsMixin
from safetyvalve.core.forms.seen import SeenMixin
from safetyvalve.core.forms.widgets import AffixedInput
from safetyvalve.core.thousands import Held, around, others

MOST_PLANS = 1_000_000


class ContributionForm(PoundsMixin, SeenMixin, GovModelForm):
    """One body, one year: how many plans qualify, what was sought, what was agreed."""

    financial_year = forms.ChoiceField(label="Financial year")
    kind = forms.ChoiceField(label="Who pays", choices=Contribution.Kind.choices, widget=Radios())
    payer = forms.CharField(
        label="Name of the body", max_length=120, help_text="For example the integrated care board. No person’s name."
    )
    plans = forms.IntegerField(
        label="Plans that qualify",
        required=False,
        min_value=0,
        max_value=MOST_PLANS,
        widget=AffixedInput(width=5),
        help_text="How many plans it should pay towards. Leave blank if nobody has counted.",
        error_messages={"invalid": "Plans that qualify must be a whole number"},
    )
    sought = MoneyField(label="Sought", required=False, min_value=0, help_text="What the council has asked for.")
    sought_on = DateField(label="Date it was asked for", required=False)
    agreed = MoneyField(label="Agreed", required=False, min_value=0, help_text="What the body has agreed in writing.")
    agreed_on = DateField(label="Date it was agreed", required=False)
    line = forms.ChoiceField(
        label="Finance line it falls on",
        required=False,
        help_text="Only money for the Dedicated Schools Grant changes its balance.",
    )
    note = NarrativeField(label="Note", required=False, limit=2000, rows=3)
    source = forms.CharField(label="Where the figures come from", required=False, max_length=300)

    class Meta:
        model = Contribution
        fields = Contribution.FIELDS

    def __init__(self, *args: Any, years: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["financial_year"].choices = [("", "Choose a year"), *((year, year) for year in years)]  # type: ignore[attr-defined]
        self.fields["line"].choices = [("", "None: it helps another budget"), *line_choices()]  # type: ignore[attr-defined]

    def held_against(self, name: str) -> Iterable[Held]:
        """The same body's years around, and for what was agreed what was sought."""
        same = {each: self.cleaned_data.get(each) for each in ("kind", "payer", "financial_year")}
        if all(same.values()):
            found = Contribution.objects.filter(agreement=self.instance.agreement_id, kind=same["kind"])
            found = found.filter(payer__iexact=same["payer"]).exclude(pk=self.instance.pk)
            yield from around(str(same["financial_year"]), {each.financial_year: getattr(each, name) for each in found})
        if name == "agreed":
            yield Held(self.cleaned_data.get("sought"), "was sought")


class InvoiceForm(PoundsMixin, SeenMixin, GovModelForm):
    """A bill sent to the body."""

    reference = forms.CharField(label="Invoice number", max_length=80)
    invoiced_on = DateField(label="Date of the invoice", help_text="How long it has been owed counts from this day.")
    amount = MoneyField(label="Amount")

    class Meta:
        model = ContributionInvoice
        fields = ContributionInvoice.FIELDS

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def held_against(self, name: str) -> Iterable[Held]:
        """What was agreed, else sought; and the other invoices, as a body may pay in many small parts."""
        contribution = self.instance.contribution
        yield _promised(contribution)
        rest = contribution.invoices.exclude(pk=self.instance.pk)
        yield from others("", {f"invoice {each.reference}": each.amount for each in rest})

    def clean_amount(self) -> Any:
        return more_than_nothing(self.cleaned_data["amount"])

    def clean_invoiced_on(self) -> date:
        return not_later(self.cleaned_data["invoiced_on"], self.today, "Date of the invoice")


class ReceiptForm(PoundsMixin, SeenMixin, GovModelForm):
    """Money that arrived."""

    invoice = forms.ModelChoiceField(
        label="For which invoice",
        queryset=ContributionInvoice.objects.none(),
        required=False,
        empty_label="It came without an invoice",
        error_messages={"invalid_choice": "Select one of the invoices listed"},
    )
    received_on = DateField(label="Date it arrived")
    amount = MoneyField(label="Amount")
    reference = forms.CharField(label="Reference", required=False, max_length=80)

    class Meta:
        model = ContributionReceipt
        fields = ContributionReceipt.FIELDS

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["invoice"].queryset = self.instance.contribution.invoices.all()  # type: ignore[attr-defined]

    def held_against(self, name: str) -> Iterable[Held]:
        """The invoice that it pays; without one, what was agreed or sought. Then what else arrived."""
        invoice, contribution = self.cleaned_data.get("invoice"), self.instance.contribution
        yield Held(invoice.amount, "is the invoice") if invoice else _promised(contribution)
        rest = contribution.receipts.exclude(pk=self.instance.pk)
        yield from others("", {f"the receipt of {in_words(each.received_on)}": each.amount for each in rest})

    def clean_amount(self) -> Any:
        return more_than_nothing(self.cleaned_data["amount"])

    def clean_received_on(self) -> date:
        return not_later(self.cleaned_data["received_on"], self.today, "Date it arrived")


class DayForm(GovForm):
    """The day at which debt is looked at."""

    at = DateField(label="Owed at the end of", required=False)


def _promised(contribution: Contribution) -> Held:
    if contribution.agreed is not None:
        return Held(contribution.agreed, "was agreed")
    return Held(contribution.sought, "was sought")


def more_than_nothing(amount: Any) -> Any:
    if amount is not None and amount <= 0:
        raise forms.ValidationError("Amount must be more than £0")
    return amount


def not_later(day: date, today: date, name: str) -> date:
    if day > today:
        raise forms.ValidationError(f"{name} must be today or in the past")
    return day
