"""Entering an instalment of DfE's funding and what became of it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from conditions.models import AgreementVersion, Payment, ReportingPeriod
from conditions.rules.payments import why_wrong
from safetyvalve.core.forms import DateField, GovModelForm, MoneyField, Radios, TextArea
from safetyvalve.core.forms.pounds import PoundsMixin
from safetyvalve.core.forms.seen import SeenMixin
from safetyvalve.core.forms.widgets import AffixedInput
from safetyvalve.core.thousands import Held, others

STATUS_HINTS = {
    "due": "Promised, whatever becomes of the returns.",
    "conditional": "Waits for DfE’s view of a return.",
    "paid": "It has arrived.",
    "withheld": "DfE has held it back.",
    "restored": "Held back first, and paid after all.",
    "cancelled": "It will not come.",
}


class PaymentForm(PoundsMixin, SeenMixin, GovModelForm):
    """One instalment: for which year, how much, what it depends on, where it stands."""

    financial_year = forms.ChoiceField(label="Financial year it counts in")
    amount = MoneyField(label="Amount", required=False, help_text="Leave empty if it is not known yet.")
    due_on = DateField(label="Date due", required=False)
    paid_on = DateField(label="Date it arrived", required=False, help_text="Only for a payment that has arrived.")
    status_reason = forms.CharField(
        label="Why it was withheld, restored or cancelled",
        required=False,
        max_length=2000,
        widget=TextArea(rows=3),
        help_text="As DfE said it, in your own words.",
    )

    class Meta:
        model = Payment
        fields = ("label", "financial_year", "amount", "due_on", "depends_on", "status", "paid_on", "status_reason")
        labels = {"label": "Name", "depends_on": "Return it depends on", "status": "Where it stands"}
        help_texts = {"label": "For example first instalment 2024-25."}
        widgets = {"label": AffixedInput(), "status": Radios(hints=STATUS_HINTS)}

    def __init__(self, *args: Any, version: AgreementVersion, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version, self.today = version, today
        self.fields["financial_year"].choices = [("", "Choose a year"), *((y, y) for y in version.years)]  # type: ignore[attr-defined]
        self.fields["label"].required = True
        waits_for = self.fields["depends_on"]
        waits_for.queryset = ReportingPeriod.objects.filter(  # type: ignore[attr-defined]
            calendar__agreement=version.agreement_id
        ).select_related("calendar")
        waits_for.empty_label = "None"  # type: ignore[attr-defined]

    def held_against(self, name: str) -> Iterable[Held]:
        """The other instalments; the largest first, as instalments of one agreement differ by tens, not hundreds."""
        by_payment: dict[str, Decimal | None] = {}
        for payment in self.version.payments.exclude(pk=self.instance.pk):
            by_payment[f"the schedule as {payment}"] = payment.amount
        yield from others("", by_payment)
        yield Held(self.version.total_dfe_funding, "is DfE’s funding in all")

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError("Amount must be more than £0. A payment cancelled is a state, not a minus sign")
        return amount

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        paid_on = cleaned.get("paid_on")
        if paid_on and paid_on > self.today:
            self.add_error("paid_on", "Date it arrived must be today or in the past")
        if cleaned.get("status") and "paid_on" not in self.errors and "status_reason" not in self.errors:
            trial = Payment(**{name: cleaned.get(name) for name in ("status", "paid_on", "status_reason")})
            for name, reason in why_wrong(trial).items():
                self.add_error(name, reason)
        return cleaned
