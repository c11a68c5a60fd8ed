"""What a new plan is expected to cost: by provider type where somebody has said so, and one figure for all the rest.

Expected cost = each type's share of new plans × its cost, and what is left of the shares × the one figure. While that
figure is not known, and some plans have no cost of their own, the expected cost is not known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

ALL = Decimal(100)


@dataclass(frozen=True)
class TypeCost:
    """A provider type's share of new plans in per cent, and what one of them costs the DSG in a year."""

    provider_type: str
    share: Decimal
    cost: Decimal


def type_costs(plain: Mapping[str, Mapping[str, str]]) -> tuple[TypeCost, ...]:
    """As they are kept (``CommitmentBasis.mix``): decimals as text."""
    return tuple(TypeCost(code, Decimal(each["share"]), Decimal(each["cost"])) for code, each in plain.items())


def to_plain(found: Iterable[TypeCost]) -> dict[str, Any]:
    return {each.provider_type: {"share": f"{each.share:.2f}", "cost": f"{each.cost:.2f}"} for each in found}


def share_left(mix: Iterable[TypeCost]) -> Decimal:
    """Per cent of new plans that have no cost of their own."""
    return ALL - sum((each.share for each in mix), Decimal(0))


def expected_cost(mix: Iterable[TypeCost], for_the_rest: Decimal | None) -> Decimal | None:
    """Pounds a year for one new plan."""
    mix = tuple(mix)
    rest = share_left(mix)
    if rest and for_the_rest is None:
        return None
    known = sum((each.share * each.cost for each in mix), Decimal(0))
    return (known + rest * (for_the_rest or Decimal(0))) / ALL
