"""What milestones, savings and the leads' words say beside the form of one condition."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils import timezone

from conditions.joints import Evidence
from conditions.models import Condition, Submission
from safetyvalve.core import money
from workstreams.linked import by_condition, conditions_served, delivered, progress_of, workstreams_of
from workstreams.models import Milestone, ProgressUpdate, Saving, SavingFigure, Workstream
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
    suggestion = suggest(linked, period.agreement.programme.rag_levels.all(), on=on)
    written = progress_of(period)
    savings = _savings_of(condition, serving, running)
    return Evidence(
        title="Workstreams and milestones",
        lines=(*milestone_lines(linked, on), *saving_lines(savings), *unwritten_lines(serving, written)),
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
        totals[figure.saving.kind, figure.saving.budget] += figure.delivered_amount or Decimal(0)
    return [
        f"{Saving.Kind(kind).label} delivered to date: {money.in_figures(total)}, {Saving.Budget(budget).label}."
        for (kind, budget), total in sorted(totals.items())
    ]


def _savings_of(condition: Condition, serving: list[Workstream], running: list[Workstream]) -> list[SavingFigure]:
    """Savings that name the condition, and those naming none from a workstream that serves it."""
    keys = {each.pk for each in serving}
    return [
        figure
        for figure in delivered(running)
        if figure.saving.condition_id == condition.pk
        or (figure.saving.condition_id is None and figure.saving.workstream_id in keys)
    ]
