"""Which measures are worked out from counts of people, so that a figure gives those away."""

from collections.abc import Sequence

from dashboards.models import Indicator
from dashboards.points import MeasureSeries
from dashboards.series import current_version


def rate_parts(indicators: Sequence[Indicator]) -> dict[str, tuple[str, str]]:
    """Of every share among the measures a council can use, the measures of its part and its whole; of what a place
    costs or how long a case takes, the one that counts people. They are read with their versions (``usable``).
    """
    codes = {
        indicator.pk: indicator.code
        for indicator in indicators
        if (version := current_version(indicator)) and version.unit == version.Unit.COUNT
    }
    found = {}
    for indicator in indicators:
        version = current_version(indicator)
        if version is None or version.formula in (version.Formula.GROWTH, version.Formula.RESIDUAL):
            continue
        top, bottom = codes.get(version.numerator_id or 0, ""), codes.get(version.denominator_id or 0, "")
        is_share = version.formula in (version.Formula.PERCENTAGE, version.Formula.PER_THOUSAND)
        if (top and bottom) if is_share else bool(top) != bool(bottom):
            found[indicator.code] = (top, bottom)
    return found


def of_nobody_knows_how_many(series: MeasureSeries) -> MeasureSeries:
    """A unit cost as if the number of plans behind it were not on record, so that the council's own is withheld.

    A year's cost may have been divided by the plans of a day in it, or of a census after it. A reader who has the cost
    would work out that day's number, which may be hidden, under whatever period it stands.
    """
    return series.with_points(point._replace(numerator=None, denominator=None) for point in series.points)
