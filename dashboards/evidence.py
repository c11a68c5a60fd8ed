"""What the measures say beside the form of one condition, and the RAG they suggest when one is off its trajectory."""

from django.urls import reverse

from conditions.joints import Evidence
from conditions.models import Condition, RagLevel, Submission
from dashboards import words
from dashboards.charts.lines import Frame
from dashboards.models import IndicatorCondition
from dashboards.points import MeasureSeries
from dashboards.scope import as_at
from dashboards.series import read_series


def for_condition(submission: Submission, condition: Condition) -> Evidence | None:
    """The linked measures as they stood when the period ended; None when no measure is linked to the condition.

    A level is suggested only by a measure that has a direction and lies on the wrong side of its trajectory by more
    than the tolerance. A neutral measure never suggests anything, and its line says so.
    """
    links = IndicatorCondition.objects.filter(condition=condition, indicator__is_retired=False)
    codes = list(links.order_by("indicator__order").values_list("indicator__code", flat=True))
    if not codes:
        return None
    period = submission.period
    agreement = period.calendar.agreement
    read = read_series(agreement.authority, codes, as_at(period.covers_to))
    series = [Frame(years=None).cut(each)[0] for each in read.values()]
    misses = [sentence for each in series if (sentence := miss(each))]
    level = _off_target(list(agreement.programme.rag_levels.all())) if misses else None
    return Evidence(
        title="Measures",
        lines=tuple(_line(each) for each in series),
        links=tuple((each.definition.name, _address(agreement.authority.la_code, each)) for each in series),
        suggested=level.key if level else "",
        reason=" ".join(misses) if level else "",
    )


def _line(series: MeasureSeries) -> str:
    """The measure in sentences; a neutral one may be outside its tolerance without suggesting a level."""
    told = words.summary(series, series.definition.name)
    return f"{told} Neither high nor low is better, so it suggests no RAG." if series.definition.is_neutral else told


def miss(series: MeasureSeries) -> str:
    """How the latest figure misses its trajectory, in a sentence; empty when it does not or nothing is known."""
    latest = series.latest
    trajectory = series.trajectory_at(latest.period.end) if latest else None
    target = trajectory.in_period(latest.period) if latest and trajectory else None
    if latest is None or latest.value is None or trajectory is None or target is None or not latest.is_comparable:
        return ""
    if not words.is_off(series.definition, latest.value, target, trajectory.tolerance):
        return ""
    return f"{series.definition.name}: {words.target_sentence(series, latest)}"


def _off_target(levels: list[RagLevel]) -> RagLevel | None:
    """The mildest level that asks for mitigation: whether there is a plan to catch up is for the person to say."""
    return next((level for level in levels if level.needs_mitigation and not level.needs_recovery), None) or next(
        (level for level in levels if level.needs_mitigation), None
    )


def _address(la_code: str, series: MeasureSeries) -> str:
    return reverse("dashboards:measure", args=[la_code, series.code])
