"""Commitments of one year beside the forecast, in figures and in a sentence.

Difference = forecast − (committed + not yet issued): below £0 the forecast is too small for that. While a part of what
is committed is not known there is no difference, as it would look like money that is left. While only plans on the way
are not known there is none either, and the sentence compares the forecast with what is committed alone and says so.
"""

from dataclasses import dataclass
from decimal import Decimal

from dashboards.finance.roll_forward import Sum
from safetyvalve.core import money


@dataclass(frozen=True)
class Beside:
    """One year: what is committed from the DSG, what is not yet issued, and the forecast of the same lines.

    ``without_cost`` are provider types whose cost to the DSG is not known; ``without_weeks`` are stages of plans on the
    way that are not counted.
    """

    financial_year: str
    committed: Decimal | None
    not_issued: Sum | None
    why_not_issued: str
    forecast: Sum
    forecast_name: str
    months_known: int = 12
    without_cost: tuple[str, ...] = ()
    without_weeks: tuple[str, ...] = ()

    @property
    def not_yet(self) -> Decimal | None:
        return self.not_issued.amount if self.not_issued else None

    @property
    def together(self) -> Decimal | None:
        """None while one of both is not known."""
        return None if self.committed is None or self.not_yet is None else self.committed + self.not_yet

    @property
    def is_in_part(self) -> bool:
        """Whether something of what is committed is not known."""
        return self.months_known < 12 or bool(self.without_cost)

    @property
    def difference(self) -> Decimal | None:
        """Forecast less both; None while one is not known, or is known in part."""
        return None if self.together is None else self._left

    @property
    def _left(self) -> Decimal | None:
        """Forecast less what is committed, and less what is not yet issued where that is known."""
        if self.is_in_part or self.forecast.amount is None or self.committed is None:
            return None
        return self.forecast.amount - self.committed - (self.not_yet or Decimal(0))

    @property
    def called(self) -> str:
        """What the figures of the lines are: a budget stands where there is no forecast."""
        return next((word for word in ("budget", "outturn") if self.forecast_name.lower().startswith(word)), "forecast")

    @property
    def words(self) -> str:
        """What the difference means, in a sentence; what is not counted is said."""
        what = "committed" if self.not_yet is None else "committed and not yet issued together"
        left, without = self._left, self._not_counted
        if left is None:
            return f"They cannot be compared: {self._why_not}{without}"
        if left == 0:
            return f"The {self.called} is exactly what is {what}.{without}"
        size = money.size(left)
        if left > 0:
            return f"The {self.called} is {size} more than what is {what}: left for what is still to come.{without}"
        return f"What is {what} comes to {size} more than the {self.called}.{without}"

    @property
    def _not_counted(self) -> str:
        """What of the plans on the way is not in the figures, with a space before it; "" for nothing."""
        if self.not_yet is None:
            return f" Plans on the way are not counted: {self.why_not_issued}"
        if self.without_weeks:
            stages = "; ".join(self.without_weeks)
            return f" Not counted, as nobody has said how many weeks it takes until they cost anything: {stages}."
        return ""

    @property
    def _why_not(self) -> str:
        """Why there is no difference, with what to fill in."""
        reasons = []
        if self.without_cost:
            reasons.append(f"what these cost the DSG is not known in every month: {'; '.join(self.without_cost)}.")
        if self.months_known == 0:
            reasons.append("no month has commitments of every provider type on record.")
        elif self.months_known < 12:
            has = "has" if self.months_known == 1 else "have"
            reasons.append(
                f"only {self.months_known} of the 12 months {has} commitments of every provider type on record."
            )
        if not reasons:
            reasons.append("no commitments are on record." if self.committed is None else "the lines have no forecast.")
        first, *more = reasons
        return " ".join([first, *(each[0].upper() + each[1:] for each in more)])
