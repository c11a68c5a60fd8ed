"""Selects and ticks that several forms of this app share."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from conditions.models import Agreement, Condition
from safetyvalve.core.forms import Checkboxes
from safetyvalve.core.forms.words import in_sentence
from safetyvalve.core.models import Authority, Membership, User
from safetyvalve.core.roles import GRANTS, Permission, Role


def people_who_may(
    authority: Authority, permission: Permission, on: date, *, keeping: User | None = None
) -> QuerySet[User]:
    """People of a council who hold the permission on that date, and whoever holds the post already."""
    roles = [role for role in Role if permission in GRANTS[role]]
    holding = Membership.objects.filter(authority=authority, role__in=roles).in_force(on).values("user")
    return User.objects.filter(Q(pk__in=holding) | Q(pk=keeping.pk if keeping else None))


def person_field(*, label: str, help_text: str = "") -> forms.ModelChoiceField:
    """One person or nobody; give it its queryset when the form is made."""
    return forms.ModelChoiceField(
        label=label,
        help_text=help_text,
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody yet",
        error_messages={"invalid_choice": f"Select one of the people listed for {in_sentence(label)}"},
    )


class ConditionChoice(forms.ModelChoiceField):
    """One condition or none."""

    def __init__(self, *, label: str, help_text: str = "", empty_label: str) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            queryset=Condition.objects.none(),
            required=False,
            empty_label=empty_label,
            error_messages={"invalid_choice": "Select one of this agreement's conditions"},
        )


LONGEST_KEY = 18


class TicksField(forms.ModelMultipleChoiceField):
    """Ticks, one per row. A made-up value is refused before it reaches a database that cannot hold the number."""

    def __init__(self, *, refusal: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Checkboxes())
        super().__init__(**kwargs)
        self.error_messages |= dict.fromkeys(("invalid_choice", "invalid_pk_value"), refusal)

    def clean(self, value: Any) -> Any:
        keys = [str(key) for key in value] if isinstance(value, list | tuple) else []
        if any(not key.isdecimal() or len(key) > LONGEST_KEY for key in keys):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class ConditionsField(TicksField):
    """Ticks, one per condition of the agreement."""

    def __init__(self, *, label: str, help_text: str = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            queryset=Condition.objects.none(),
            required=False,
            refusal="Select from this agreement's conditions only",
        )


def conditions_of(agreement: Agreement) -> QuerySet[Condition]:
    return agreement.conditions.order_by("order")
