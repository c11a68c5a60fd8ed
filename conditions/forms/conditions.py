"""Forms for what DfE requires."""

from typing import Any

from django import forms
from django.utils import timezone

from conditions.forms.agreements import WIDE
from conditions.models import Agreement, Condition
from safetyvalve.core.forms import DateField, GovForm, GovModelForm, TextArea
from safetyvalve.core.forms.seen import SeenMixin
from safetyvalve.core.forms.widgets import AffixedInput
from safetyvalve.core.models import Authority, Membership, User
from safetyvalve.core.roles import GRANTS, Permission


def writers(authority: Authority) -> Any:
    """People who may write updates in a council today."""
    roles = [role for role, permissions in GRANTS.items() if Permission.SUBMISSION_EDIT in permissions]
    held = Membership.objects.filter(authority=authority, role__in=roles).in_force(timezone.localdate())
    return User.objects.filter(pk__in=held.values("user"))


class ConditionForm(SeenMixin, GovModelForm):
    """A condition as the agreement states it."""

    wording = forms.CharField(
        label="Wording", help_text="Exactly as the agreement has it.", widget=TextArea({"class": WIDE}, rows=8)
    )
    due_on = DateField(label="To be met by", required=False, help_text="Leave empty if the agreement names no date.")
    effective_from = DateField(label="In force from", required=False)

    class Meta:
        model = Condition
        fields = ("number", "title", "wording", "owner", "due_on", "agreement_test", "effective_from")
        labels = {
            "number": "Number",
            "title": "Short title",
            "owner": "Who writes its update?",
            "agreement_test": "Which test of the money does it come to?",
        }
        help_texts = {
            "number": "As DfE numbers it, for example 3.1.",
            "title": "A few words that lists and charts use.",
            "owner": "It appears on this person’s home page. Others with the right role can write it too.",
            "agreement_test": "For a condition about the deficit: the DSG position then suggests its RAG.",
        }
        error_messages = {"owner": {"invalid_choice": "Choose somebody from the list, or nobody in particular"}}
        widgets = {"number": AffixedInput(width=5), "title": AffixedInput(attrs={"class": WIDE})}

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        owner = self.fields["owner"]
        current = User.objects.filter(pk=self.instance.owner_id)
        owner.queryset = (writers(agreement.authority) | current).distinct()  # type: ignore[attr-defined]
        owner.empty_label = "Nobody in particular"  # type: ignore[attr-defined]
        owner.required = False

    def clean_number(self) -> str:
        number = "".join(self.cleaned_data["number"].split())
        if "/" in number:
            raise forms.ValidationError("The number may not contain a slash, because addresses are made of it")
        others = self.agreement.conditions.exclude(pk=self.instance.pk)
        if others.filter(number=number).exists():
            raise forms.ValidationError(f"This agreement has a condition {number} already")
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        begins, ends = cleaned.get("effective_from"), self.instance.effective_to
        if begins and ends and begins > ends:
            self.add_error("effective_from", "The condition has ended by then: enter an earlier day")
        return cleaned


class ConditionEndForm(GovForm):
    """The last day that the council answers to a condition."""

    effective_to = DateField(
        label="Last day in force", help_text="Returns for periods that end after this day no longer ask about it."
    )

    def __init__(self, *args: Any, condition: Condition, **kwargs: Any) -> None:
        super().__init__(*args, initial={"effective_to": condition.effective_to}, **kwargs)
        self.condition = condition

    def clean_effective_to(self) -> Any:
        day, begins = self.cleaned_data["effective_to"], self.condition.effective_from
        if begins and day < begins:
            raise forms.ValidationError("The condition has not begun by then: enter a later day")
        return day
