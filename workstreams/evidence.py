"""What milestones, savings and the leads' words say beside the form of one condition."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils import timezone

from conditions.joints import Evidence
from conditions.models import Condition, Submission
from safetyvalve.core import money
from workstreams.linked import (
    by_condition,
    conditions_served,
    figures_of_condition,
    progress_of,
    saving_figures,
    workstreams_of,
)
from workstreams.models import Milestone, ProgressUpdate, Saving, SavingFigure, Workstream
from workstreams.rules.against_plan import AgainstPlan, against_plan
from workstreams.rules.delivered import missing_figures, planned_in
from workstreams.rules.milestones import in_a_sentence, judged_on, standing
from workstreams.rules.suggested_rag import suggest

MOST_LINES = 6


def for_condition(submission: Submission, condition: Condition) -> Evidence | None:
    """Milestones, slips and savings linked to the condition, words ready to bring in, and a suggested RAG.

    None when no workstream has anything to do with it.
    """
    period = submission.period
    on = judged_on(period, timezone.localdate())
    running = workstreams_of(period)
    linked = by_condition(running, period).get(condition.pk, [])
    serving = [each for each in running if condition.pk in conditions_served(each, period)]
    if not serving and not linked:
        return None
    figures = figures_of_condition(condition.pk, serving, saving_figures(running))
    compared = against_plan(figures, period.financial_year, margin=period.agreement.savings_margin)
    unknown = missing_figures(planned_in(figures, period.financial_year))
    levels = period.agreement.programme.rag_levels.all()
    suggestion = suggest(linked, levels, on=on, savings=compared, unknown=unknown)
    written = progress_of(period)
    return Evidence(
        title="Workstreams and milestones",
        lines=(
            *milestone_lines(linked, on),
            *saving_lines(figures),
            *plan_lines(compared),
            *([f"Unknown whether its savings are on plan: {unknown}"] if unknown else []),
            *unwritten_lines(serving, written),
        ),
        words=words(serving, written),
        links=tuple((each.name, each.get_absolute_url()) for each in serving),
        suggested=suggestion.level.key if suggestion else "",
        reason=suggestion.reason if suggestion else "",
    )


def milestone_lines(milestones: list[Milestone], on: date) -> list[str]:
    """How many are complete, then each that is late, most pressing first; the rest of the late ones counted."""
    if not milestones:
        return ["No milestone is linked to this condition."]
    now = standing(milestones, on)
    late = [*now.overdue, *now.slipped]
    lines = [f"{len(now.complete)} of {now.total} {'milestone is' if now.total == 1 else 'milestones are'} complete."]
    lines += [in_a_sentence(milestone, on) for milestone in late[:MOST_LINES]]
    if len(late) > MOST_LINES:
        lines.append(f"{len(late) - MOST_LINES} more are late.")
    return lines


def words(serving: Iterable[Workstream], written: dict[int, ProgressUpdate]) -> tuple[tuple[str, str], ...]:
    """What the leads wrote for the period, under the workstream's name, ready to be brought in."""
    return tuple(
        (each.name, written[each.pk].text) for each in serving if each.pk in written and written[each.pk].text.strip()
    )


def unwritten_lines(serving: Iterable[Workstream], written: dict[int, ProgressUpdate]) -> list[str]:
    """Whom to ask for bullets: the leads who have written nothing yet."""
    return [
        f"{each.lead} has written nothing yet on the progress of {each.name}."
        if each.lead
        else f"Nothing is written yet on the progress of {each.name}, which has no lead."
        for each in serving
        if each.pk not in written or not written[each.pk].text.strip()
    ]


def saving_lines(figures: Iterable[SavingFigure]) -> list[str]:
    """Delivered to date by kind and budget: cashable and avoidance are never added together."""
    totals: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for figure in figures:
        if figure.delivered_amount is not None:
            totals[figure.saving.kind, figure.saving.budget] += figure.delivered_amount
    return [
        f"{Saving.Kind(kind).label} delivered to date: {money.in_figures(total)}, {Saving.Budget(budget).label}"
        f"{': a pressure, it costs more' if total < 0 else ''}."
        for (kind, budget), total in sorted(totals.items())
    ]


def plan_lines(compared: Iterable[AgainstPlan]) -> list[str]:
    """What this year's savings are expected to come to, against what was planned."""
    return [each.in_words for each in compared]
