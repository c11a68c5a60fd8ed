"""How the savings of one financial year stand against their plan. No database.

Only savings with both a plan and something to hold against it are compared: delivered if known, else forecast.
Cashable savings and cost avoidance are never added, nor two budgets.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from conditions.rules.tolerances import USUAL_MARGIN
from safetyvalve.core import money
from workstreams.models import Saving, SavingFigure

MARGIN = USUAL_MARGIN
"""Per cent below plan from which savings are said to fall short, unless the agreement says otherwise."""


@dataclass(frozen=True)
class AgainstPlan:
    """One kind of saving on one budget in one year: what was planned and what is expected of the same savings.

    ``compared`` of ``planned_for`` savings with a plan have both figures; ``delivered`` of them a delivered one.
    """

    kind: str
    budget: str
    financial_year: str
    planned: Decimal
    expected: Decimal
    compared: int
    planned_for: int
    delivered: int
    margin: Decimal = MARGIN

    @property
    def difference(self) -> Decimal:
        """Negative when less is expected than was planned."""
        return self.expected - self.planned

    @property
    def falls_short(self) -> bool:
        """Whether it is below plan by the margin or more; of a pressure, whether it costs that much more."""
        return self.difference < 0 and -self.difference * 100 >= self.margin * abs(self.planned)

    @property
    def is_delivered(self) -> bool:
        """Whether every saving with a plan has its delivered figure."""
        return self.delivered == self.planned_for

    @property
    def in_words(self) -> str:
        """As "Cashable savings of 2024-25, Dedicated Schools Grant: £84 forecast of £120 planned, 30% below plan."."""
        what = "Cashable savings" if self.kind == Saving.Kind.CASHABLE else "Cost avoidance"
        figures = f"{money.in_figures(self.expected)} {self._known} of {money.in_figures(self.planned)} planned"
        told = f"{what} of {self.financial_year}, {Saving.Budget(self.budget).label}: {figures}{self._compared}."
        if self.compared == self.planned_for:
            return told
        return f"{told} {self.compared} of {self.planned_for} savings with a plan have both figures."

    @property
    def _known(self) -> str:
        if self.delivered == self.compared:
            return "delivered"
        return "forecast" if self.delivered == 0 else "delivered or forecast"

    @property
    def _compared(self) -> str:
        if self.difference == 0:
            return ", as planned"
        way = "above plan" if self.difference > 0 else "below plan"
        if self.planned == 0:
            return f", {money.in_figures(abs(self.difference))} {way}"
        share = (abs(self.difference / self.planned) * 100).quantize(Decimal(1), ROUND_HALF_UP)
        return f", {share}% {way}" if share else f", {money.in_figures(abs(self.difference))} {way}"


def against_plan(
    figures: Iterable[SavingFigure], financial_year: str, *, margin: Decimal = MARGIN
) -> list[AgainstPlan]:
    """The comparisons of that year, cashable savings first; none of a kind and budget that has nothing to compare.

    ``margin`` is the agreement's own, in per cent (``Agreement.savings_margin``).
    """
    groups: dict[tuple[str, str], list[SavingFigure]] = defaultdict(list)
    for figure in figures:
        if figure.financial_year == financial_year and figure.planned_amount is not None:
            groups[figure.saving.kind, figure.saving.budget].append(figure)
    found = []
    for (kind, budget), planned in sorted(groups.items(), key=lambda item: (item[0][0] != Saving.Kind.CASHABLE, item)):
        both = [(figure, expected) for figure in planned if (expected := _expected(figure)) is not None]
        if both:
            found.append(
                AgainstPlan(
                    kind,
                    budget,
                    financial_year,
                    sum((figure.planned_amount or Decimal(0) for figure, _ in both), Decimal(0)),
                    sum((expected for _, expected in both), Decimal(0)),
                    len(both),
                    len(planned),
                    sum(1 for figure, _ in both if figure.delivered_amount is not None),
                    margin,
                )
            )
    return found


def _expected(figure: SavingFigure) -> Decimal | None:
    return figure.delivered_amount if figure.delivered_amount is not None else figure.forecast_amount
