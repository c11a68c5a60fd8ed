"""Reads every passage of the return with the text checks, against the period's window."""

from collections.abc import Iterable

from conditions.checks.findings import Finding
from conditions.checks.text import Window, check_passages
from conditions.joints import CheckContext


def check(context: CheckContext) -> Iterable[Finding]:
    """Drafting slips and contradictions within the words; see ``conditions.checks.text`` for each."""
    period, version = context.submission.period, context.submission.version
    window = Window(
        covers_from=period.covers_from,
        covers_to=period.covers_to,
        submitted_on=context.today,
        agreement_first_year=version.first_year,
        agreement_last_year=version.last_year,
    )
    return check_passages(context.passages, window=window)
