"""The savings of the DSG that an edition can hold: sums by year, without those that tell of a few children.

A saving that is reckoned from places is children times a difference of costs, and that is no secret: readers who know
what the other savings come to divide. So a sum is shown only where each such saving in it is worth as many places as
may be told, a whole year each, or nothing; fewer months would only be more places. For the same reason it is shown only
where what that saving comes to in it has changed by as many, or not at all, since any edition that shows the sum.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from conditions.models import Agreement
from dashboards.charts import money
from dashboards.payments import Payments
from safetyvalve.render.data import ChartData
from workstreams.models import Saving
from workstreams.savings import SavingYear, Sum, YearTotal, by_year, savings_of_agreement, totals, years_of

SAVINGS = {
    "savings-cashable": Saving.Kind.CASHABLE,
    "savings-avoidance": Saving.Kind.AVOIDANCE,
}
COLUMNS = ("planned", "forecast", "delivered")
OF_PLACES = (
    "Has a saving that is reckoned from places: whoever divides its pounds, or what they have changed by since an "
    "earlier edition, by the saving of one place could tell of a few children."
)
NOBODY_KNOWS = Decimal("Infinity")
Cell = tuple[str, str]
"""Financial year and column."""
Within = Mapping[str, tuple[Decimal, Decimal | None]]
"""By saving, its pounds in a sum, and those of one place in a whole year where it is reckoned from places."""
Told = Mapping[str, Mapping[Cell, Within]]
"""By chart, the sums that an edition shows."""
NOTHING_TOLD: Told = {}


@dataclass(frozen=True)
class PublishedSavings:
    """The charts of the DSG's savings by key; ``withheld`` are their sums that would give a small number away, and
    ``told`` what the others are made of. Of a chart that is ``held_back`` nothing is left."""

    charts: Mapping[str, ChartData] = field(default_factory=dict)
    held_back: tuple[str, ...] = ()
    withheld: tuple[tuple[str, Cell], ...] = ()
    told: Told = field(default_factory=dict)


NO_SAVINGS = PublishedSavings()


def read_savings(
    agreement: Agreement, keys: Collection[str], *, threshold: int, earlier: Sequence[Told] = ()
) -> PublishedSavings:
    """The charts among ``keys``. ``earlier`` is what editions that readers have were made of. Three queries, however
    many savings."""
    savings = savings_of_agreement(agreement)
    labels = years_of(agreement, savings)
    years = totals(savings, labels)
    charts, held_back, withheld, told = {}, [], [], {}
    for key, kind in SAVINGS.items():
        of_kind = [each for each in savings if each.kind == kind and each.budget == Saving.Budget.DSG]
        if key not in keys or not of_kind:
            continue
        within = _within(of_kind, labels, threshold)
        before = [each[key] for each in earlier if key in each]
        gone = [cell for cell, found in within.items() if _gives_away(cell, found, before, threshold)]
        shown = [_without(each, gone) if _is_of(each, kind) else each for each in years]
        chart = money.savings(Payments((), tuple(shown)), kind.label)
        withheld += [(key, cell) for cell in gone]
        if chart is not None:
            charts[key] = replace(chart, source="The workstreams’ savings as recorded when this was published")
            told[key] = {cell: found for cell, found in within.items() if cell not in gone}
        elif gone:
            held_back.append(key)
    return PublishedSavings(charts, tuple(held_back), tuple(withheld), told)


def _is_of(year: YearTotal, kind: Saving.Kind) -> bool:
    return year.kind == kind.label and year.budget == Saving.Budget.DSG.label


def _within(
    savings: Iterable[Saving], labels: Sequence[str], threshold: int
) -> dict[Cell, dict[str, tuple[Decimal, Decimal | None]]]:
    """What is known of each sum."""
    found: dict[Cell, dict[str, tuple[Decimal, Decimal | None]]] = {}
    for saving in savings:
        worth = one_place(saving, threshold)
        for year in by_year(saving, labels):
            for column in COLUMNS:
                amount = _amount(year, column)
                if amount is not None:
                    found.setdefault((year.financial_year, column), {})[str(saving.pk)] = (amount, worth)
    return found


def _amount(year: SavingYear, column: str) -> Decimal | None:
    amount: Decimal | None = getattr(year, column)
    return amount


def one_place(saving: Saving, threshold: int) -> Decimal | None:
    """What one place saves in a whole year, None for a saving that is not reckoned from places.

    Infinity where nobody can say, and where it is of few places in all: no pounds are then worth enough of them.
    """
    costs = (saving.unit_cost_before, saving.unit_cost_after)
    if not saving.places and costs == (None, None):
        return None
    if saving.places and saving.places < threshold:
        return NOBODY_KNOWS
    if saving.unit_cost_before is not None and saving.unit_cost_after is not None:
        worth = abs(saving.unit_cost_before - saving.unit_cost_after)
    elif saving.places and saving.full_year_amount is not None:
        worth = abs(saving.full_year_amount) / saving.places
    else:
        return NOBODY_KNOWS
    return worth or NOBODY_KNOWS


def _gives_away(cell: Cell, found: Within, before: Iterable[Mapping[Cell, Within]], threshold: int) -> bool:
    """Whether readers could tell a few children from a sum, or from its step since an edition that shows it."""
    if any(_are_few(amount, worth, threshold) for amount, worth in found.values()):
        return True
    for shown in before:
        if cell in shown:
            for saving in {*found, *shown[cell]}:
                now, worth = found.get(saving, (Decimal(0), None))
                then, worth_then = shown[cell].get(saving, (Decimal(0), None))
                if _are_few(now - then, worth or worth_then, threshold):
                    return True
    return False


def _are_few(amount: Decimal, worth: Decimal | None, threshold: int) -> bool:
    return worth is not None and amount != 0 and abs(amount) < worth * threshold


def _without(year: YearTotal, gone: Collection[Cell]) -> YearTotal:
    planned, forecast, delivered = (
        Sum(None, 0, each.of, is_hidden=True) if (year.financial_year, column) in gone else each
        for column, each in zip(COLUMNS, year.sums, strict=True)
    )
    return replace(year, planned=planned, forecast=forecast, delivered=delivered)


def to_plain(told: Told) -> dict[str, object]:
    """As it is frozen with the counts of an edition."""
    return {
        key: [
            [*cell, {saving: [str(amount), worth and str(worth)] for saving, (amount, worth) in sorted(found.items())}]
            for cell, found in sorted(cells.items())
        ]
        for key, cells in told.items()
    }


def from_plain(plain: Mapping[str, Sequence[tuple[str, str, Mapping[str, Sequence[str]]]]]) -> Told:
    """What one edition was made of, from its frozen text."""
    return {
        key: {
            (year, column): {
                saving: (Decimal(amount), Decimal(worth) if worth else None)
                for saving, (amount, worth) in found.items()
            }
            for year, column, found in cells
        }
        for key, cells in plain.items()
    }
