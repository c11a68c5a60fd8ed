"""What savings do to each budget they touch: the Dedicated Schools Grant's part, and both sides of what only moves.

A saving of the DSG helps its balance; one of another budget that moves its cost to the DSG burdens it; anything else
leaves it alone. Nothing here adds cashable savings to cost avoidance.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from safetyvalve.core.dates import FinancialYear
from workstreams.models import Saving
from workstreams.rules.savings import months_in_year
from workstreams.savings import SavingYear, Sum, add, by_year

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

    @property
    def of(self) -> int:
        """How many savings change the balance or may do so."""
        return sum(part.of for part in self.parts)

    @property
    def lacking(self) -> int:
        """How many of them have no figure for the year."""
        return self.of - sum(part.known for part in self.parts)

    @property
    def is_unknown(self) -> bool:
        """Whether there are such savings, and no figure for the year of any: what they come to is not £0."""
        return 0 < self.of == self.lacking

    @property
    def lacking_in_words(self) -> str:
        """ "1 of 2 savings has no figure for the year"; nothing where all have one."""
        if not self.lacking:
            return ""
        noun = "saving" if self.of == 1 else "savings"
        return f"{self.lacking} of {self.of} {noun} {'has' if self.lacking == 1 else 'have'} no figure for the year"


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
    """The effect on the DSG year by year, from prefetched figures.

    Where no figure of the year was typed, a saving counts with the part of its full-year worth that its start date
    gives. One that may run in the year, and of which neither is on record, is counted and has no amount.
    """
    return [_year(savings, year) for year in years]


def _year(savings: Sequence[Saving], year: str) -> DsgYear:
    groups: dict[str, list[Decimal | None]] = defaultdict(list)
    for saving in savings:
        [found] = by_year(saving, [year])
        if found.is_told or _may_run(saving, found):
            amount = _worth(found)
            name = _part(saving)
            groups[name].append(-amount if name == "borne" and amount is not None else amount)
    return DsgYear(year, *(add(groups[name]) for name in ("cashable", "avoidance", "borne", "others")))


def _worth(found: SavingYear) -> Decimal | None:
    if found.latest is not None or found.share is None:
        return found.latest
    return found.share.amount


def _may_run(saving: Saving, found: SavingYear) -> bool:
    """Whether a saving of which nothing is known for the year may come to something in it: it runs then without a
    full-year worth, or nobody has said when it starts or what it comes to in any year."""
    if found.share is not None:
        return False
    year = FinancialYear.parse(found.financial_year)
    if saving.starts_on is not None:
        return months_in_year(year, saving.starts_on, saving.ends_on) > 0
    is_over = saving.ends_on is not None and saving.ends_on < year.first_day
    return not is_over and not any(
        amount is not None
        for figure in saving.figures.all()
        for amount in (figure.planned_amount, figure.forecast_amount, figure.delivered_amount)
    )


def _part(saving: Saving) -> str:
    if saving.budget == DSG:
        return str(saving.kind)
    return "borne" if saving.moves_to == DSG else "others"
