"""The part of a form that asks which share of new plans each provider type gets, and what one of them costs there."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from dashboards.finance.commitments.expected_cost import ALL, TypeCost, share_left, to_plain, type_costs
from dashboards.forms.assumptions import FigureField
from safetyvalve.core.forms import MoneyField

HEADING = "What it costs by provider type, where you know (optional)"
CENT = Decimal("0.01")


class MixMixin(forms.Form):
    """Two boxes for each of ``types``, a code and a label; ``mix`` is what they came to once the form is valid."""

    types: dict[str, str]

    def add_mix(self, types: dict[str, str], plain: dict[str, Any]) -> None:
        given = {each.provider_type: each for each in type_costs(plain)}
        # A type that is no longer kept stays in the form while it has a figure.
        self.types = {**types, **{code: code for code in given if code not in types}}
        for code, label in self.types.items():
            had = given.get(code)
            self.fields[f"mix_share_{code}"] = FigureField(
                label=f"{label}: share of new plans, per cent",
                name=f"{label}: the share",
                required=False,
                at_least=Decimal(0),
                initial=had.share if had else None,
            )
            self.fields[f"mix_cost_{code}"] = MoneyField(
                label=f"{label}: yearly cost of one", required=False, min_value=0, initial=had.cost if had else None
            )

    def mix_fieldset(self) -> Fieldset:
        return Fieldset(HEADING, *(f"mix_{part}_{code}" for code in self.types for part in ("share", "cost")))

    def clean_mix(self, data: dict[str, Any]) -> None:
        """Both boxes of a type or neither; together no more than all plans."""
        found = list(self._given(data))
        if share_left(found) < 0 and found:
            self.add_error(f"mix_share_{found[-1].provider_type}", "The shares must not come to more than 100%")
        data["mix"] = to_plain(found)

    def _given(self, data: dict[str, Any]) -> Iterator[TypeCost]:
        for code, label in self.types.items():
            share, cost = data.get(f"mix_share_{code}"), data.get(f"mix_cost_{code}")
            if share is not None and (share > ALL or share != share.quantize(CENT)):
                words = "the share must be from 0 to 100, with no more than 2 decimal places"
                self.add_error(f"mix_share_{code}", f"{label}: {words}")
            elif share is not None and cost is not None:
                yield TypeCost(code, share, cost)
            elif share is not None and f"mix_cost_{code}" not in self.errors:
                self.add_error(f"mix_cost_{code}", f"{label}: enter what one costs a year, or clear the share")
            elif cost is not None and f"mix_share_{code}" not in self.errors:
                self.add_error(f"mix_share_{code}", f"{label}: enter its share of new plans, or clear the cost")
