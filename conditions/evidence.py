"""What the DSG position says beside the form of a condition that comes to a test of the agreement."""

from collections.abc import Sequence

from django.urls import reverse

from conditions.joints import Evidence
from conditions.models import Condition, RagLevel, Submission
from conditions.positions import planned_beside_latest, reports_at, tests_of


def for_condition(submission: Submission, condition: Condition) -> Evidence | None:
    """The test that the condition names, answered from this period's position, and the RAG it suggests.

    Met suggests "on target", not met the mildest level that asks for mitigation. A test that cannot be answered says so
    and suggests nothing. None for a condition that names no test.
    """
    if not condition.agreement_test:
        return None
    period = submission.period
    reports = reports_at(period)
    years = planned_beside_latest(submission.version, reports.now)
    tests = tests_of(submission.version, reports, period, years=years)
    test = next(each for each in tests if each.key == condition.agreement_test)
    level = _level(list(period.agreement.programme.rag_levels.all()), test.met)
    line = f"{test.question} {test.answer}. {test.sentence}"
    return Evidence(
        title="DSG position",
        lines=(line if test.met is not None else f"{line} It suggests no RAG until it can be told.",),
        links=(("DSG position of this return", reverse("conditions:dsg-position", args=period.address)),),
        suggested=level.key if level else "",
        reason=line if level else "",
    )


def _level(levels: Sequence[RagLevel], met: bool | None) -> RagLevel | None:
    """By what a level requires, so that any programme's scale works."""
    if met is None:
        return None
    wanted = [level for level in levels if not level.is_complete and level.needs_mitigation is not met]
    return min(wanted, key=lambda level: (level.needs_recovery, level.order), default=None)
