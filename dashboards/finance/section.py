"""The finance lines' part of a submission: which blocks have moved since the forecast before, and why."""

from conditions.joints import Audience, Section
from conditions.models import FinanceLine, Submission
from conditions.rules.movement import rule
from dashboards.finance.blocks import read
from dashboards.finance.movement import reasons_of, step_at


def block_movements(submission: Submission) -> Section:
    """Every movement beyond the tolerance, and any that somebody explained. A council without lines costs one query."""
    period = submission.period
    agreement = period.calendar.agreement
    step = None
    if FinanceLine.objects.filter(period=period).exists():
        step = step_at(read(agreement), period, reasons_of([period]))
    told = [each for each in step.moved if each.movement.is_large or each.movement.reason] if step else []
    facts = {
        "rule": rule(agreement.movement_tolerance),
        "movements": [
            {
                "financial_year": each.financial_year,
                "label": each.label,
                "words": each.movement.in_words,
                "reason": each.movement.reason,
            }
            for each in told
        ],
    }
    editors = {each.movement_reason.updated_by_id for each in told if each.movement_reason}
    return Section("block_movements", 1, Audience.DFE, facts, editors=frozenset(e for e in editors if e))
