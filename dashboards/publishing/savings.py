"""The savings of the DSG that an edition can hold: sums by year, without those that tell of a few children.

A saving that is reckoned from places is children times a difference of costs, and that is no secret: readers who know
what the other savings come to divide. So a sum is shown only where each such saving in it is worth as many places as
may be told, a whole year each, or nothing; fewer months would only be more places. For the same reason it is shown only
where what that saving comes to in it differs by as many, or not at all, from every other sum of that year that readers
see: planned, forecast or delivered, here or in an earlier edition. And so must all such savings together: one that was
deleted and entered again, or split, is another to us and the same to them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from conditions.models import Agreement
from dashboards.charts import money
from dashboards.payments import Payments
from dashboards.publishing.frozen_savings import Sums, unexplained_sums
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
DAYS_OF_YEAR = 365
NOTHING = (Decimal(0), None)
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
    """The charts among ``keys``. ``earlier`` is what editions that readers have were made of. Four queries, however
    many savings."""
    savings = savings_of_agreement(agreement)
    labels = years_of(agreement, savings)
    years = totals(savings, labels)
    unexplained = unexplained_sums(agreement.authority, SAVINGS)
    charts, held_back, withheld, told = {}, [], [], {}
    for key, kind in SAVINGS.items():
        of_kind = [each for each in savings if each.kind == kind and each.budget == Saving.Budget.DSG]
        if key not in keys or not of_kind:
            continue
        within = _within(of_kind, labels, threshold)
        before = [each[key] for each in earlier if key in each]
        made_of = _shown(within, before, threshold, unexplained.get(key, {}))
        gone = [cell for cell in within if cell not in made_of]
        shown = [_without(each, gone) if _is_of(each, kind) else each for each in years]
        chart = money.savings(Payments((), tuple(shown)), kind.label)
        withheld += [(key, cell) for cell in gone]
        if chart is not None:
            charts[key] = replace(chart, source="The workstreams’ savings as recorded when this was published")
            told[key] = made_of
        elif gone:
            held_back.append(key)
    return PublishedSavings(charts, tuple(held_back), tuple(withheld), told)


def _is_of(year: YearTotal, kind: Saving.Kind) -> bool:
    return year.kind == kind.label and year.budget == Saving.Budget.DSG.label


def _within(
    savings: Iterable[Saving], labels: Sequence[str], threshold: int
) -> dict[Cell, dict[str, tuple[Decimal, Decimal | None]]]:
    """What is known of each sum, by year and the columns in their order."""
    found: dict[Cell, dict[str, tuple[Decimal, Decimal | None]]] = {}
    for saving in savings:
        worth = one_place(saving, threshold)
        for year in by_year(saving, labels):
            for column in COLUMNS:
                amount = _amount(year, column)
                if amount is not None:
                    found.setdefault((year.financial_year, column), {})[str(saving.pk)] = (amount, worth)
    return {cell: found[cell] for cell in sorted(found, key=lambda cell: (cell[0], COLUMNS.index(cell[1])))}


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


def _shown(
    within: Mapping[Cell, Within], before: Sequence[Mapping[Cell, Within]], threshold: int, unexplained: Sums
) -> dict[Cell, Within]:
    """The sums that give nothing away. One with places goes that is another than readers have seen, where nobody can
    say what that was made of.
    """
    shown: dict[Cell, Within] = {}
    for cell, found in within.items():
        total = sum(amount for amount, _ in found.values())
        is_of_places = any(worth is not None for _, worth in found.values())
        is_unexplained = is_of_places and any(total != each for each in unexplained.get(cell, ()))
        if not is_unexplained and not _gives_away(cell, found, before, threshold):
            shown[cell] = found
    return shown


def _gives_away(cell: Cell, found: Within, before: Iterable[Mapping[Cell, Within]], threshold: int) -> bool:
    """Whether readers could tell a few children from a sum, or from its step since they last saw it.

    How far a sum is from its plan is not held to be a count: a plan counts places that were to be, not children, and
    whether savings come as planned is what a forum is there to ask.
    """
    if any(_are_few(amount, worth, threshold) for amount, worth in found.values()):
        return True
    return any(_is_step_of_few(found, shown[cell], threshold) for shown in before if cell in shown)


def _is_step_of_few(now: Within, then: Within, threshold: int) -> bool:
    """Whether few places are what one saving differs by, or all of them together: readers see the sums alone.

    Of two prices of a place the higher counts: readers may know either. What less than a day of a place would save is
    rounding and nobody's place.
    """
    together, moved = Decimal(0), []
    for saving in {*now, *then}:
        (amount, worth), (amount_then, worth_then) = now.get(saving, NOTHING), then.get(saving, NOTHING)
        price = max((each for each in (worth, worth_then) if each is not None), default=None)
        if price is None:
            continue
        step = amount - amount_then
        together += step
        if not _is_rounding(step, price):
            moved.append(price)
            if _are_few(step, price, threshold):
                return True
    return bool(moved) and not _is_rounding(together, min(moved)) and _are_few(together, max(moved), threshold)


def _is_rounding(amount: Decimal, worth: Decimal) -> bool:
    return amount == 0 or (worth.is_finite() and abs(amount) * DAYS_OF_YEAR < worth)


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
