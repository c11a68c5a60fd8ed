"""What savings do to each budget they touch: the Dedicated Schools Grant's part, and both sides of what only moves.

A saving of the DSG helps its balance; one of another budget that moves its cost to the DSG burdens it; anything else
leaves it alone. Nothing here adds cashable savings to cost avoidance.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workstreams.models import Saving
from workstreams.savings import Sum, add, by_year

DSG = Saving.Budget.DSG


@dataclass(frozen=True)
class Shift:
    """What one budget saves and another bears in one year, as far as it is known: delivered, else forecast, else
    planned. ``financial_year`` is empty for savings of no known year: then it is their worth in a full year."""

    financial_year: str
    saves: str
    bears: str
    moved: Sum

    @property
    def burden(self) -> Decimal | None:
        """The other side: as much, the other way round."""
        return None if self.moved.amount is None else -self.moved.amount


@dataclass(frozen=True)
class DsgYear:
    """The effect of savings on the DSG's balance in one year; what moves to the DSG is below £0."""

    financial_year: str
    cashable: Sum
    avoidance: Sum
    borne: Sum
    others: Sum
    """Savings of other budgets that move nothing to the DSG: shown, and not part of its balance."""

    @property
    def parts(self) -> tuple[Sum, Sum, Sum]:
        """What changes the balance."""
        return self.cashable, self.avoidance, self.borne

    @property
    def known(self) -> Decimal:
        """What the parts that are known come to, beside a difference that holds all of them."""
        return sum((part.amount for part in self.parts if part.amount is not None), Decimal(0))

    @property
    def is_whole(self) -> bool:
        return all(part.is_whole for part in self.parts)


def shifts(savings: Iterable[Saving], year: str) -> list[Shift]:
    """Each pair of budgets between which costs move in the year, then those of no known year."""
    groups: dict[tuple[str, str, str], list[Decimal | None]] = defaultdict(list)
    for saving in savings:
        if not saving.moves_to:
            continue
        [found] = by_year(saving, [year])
        if found.is_told:
            groups[year, saving.budget, saving.moves_to].append(found.latest)
        elif saving.starts_on is None and not saving.figures.all():
            groups["", saving.budget, saving.moves_to].append(saving.full_year_amount)
    return [
        Shift(label, Saving.Budget(saves).label, Saving.Budget(bears).label, add(amounts))
        for (label, saves, bears), amounts in sorted(groups.items(), key=lambda item: (not item[0][0], item[0]))
    ]


def dsg_years(savings: Sequence[Saving], years: Sequence[str]) -> list[DsgYear]:
    """The effect on the DSG year by year, from prefetched figures."""
    return [_year(savings, year) for year in years]


def _year(savings: Sequence[Saving], year: str) -> DsgYear:
    groups: dict[str, list[Decimal | None]] = defaultdict(list)
    for saving in savings:
        [found] = by_year(saving, [year])
        if found.is_told:
            amount = found.latest
            name = _part(saving)
            groups[name].append(-amount if name == "borne" and amount is not None else amount)
    return DsgYear(year, *(add(groups[name]) for name in ("cashable", "avoidance", "borne", "others")))


def _part(saving: Saving) -> str:
    if saving.budget == DSG:
        return str(saving.kind)
    return "borne" if saving.moves_to == DSG else "others"
