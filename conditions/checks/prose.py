"""Reads every passage of the return with the text checks, against the period's window."""

from collections.abc import Iterator
from datetime import date, timedelta

from conditions.checks.findings import Finding, Place
from conditions.checks.text import Window, check_passages, check_window
from conditions.joints import CheckContext
from conditions.models import ReportingPeriod

LATE_AT_MOST = timedelta(days=28)


def check(context: CheckContext) -> Iterator[Finding]:
    """Drafting slips and contradictions within the words; see ``conditions.checks.text`` for each."""
    window = window_of(context)
    period = context.submission.period
    yield from check_window(Place("period", str(period), period.get_absolute_url()), window)
    yield from check_passages(context.passages, window=window)


def window_of(context: CheckContext) -> Window:
    """The dates the return's words are read against."""
    period, version = context.submission.period, context.submission.version
    return Window(
        covers_from=period.covers_from,
        covers_to=period.covers_to,
        submitted_on=reading_date(period, context.today),
        agreement_last_year=version.last_year,
    )


def reading_date(period: ReportingPeriod, today: date) -> date:
    """The day on which the return is read: today, or four weeks after it was due if that is long past.

    A return written up years later still speaks of its own time: an event that it reports as done after that
    is a slip in the date, not news.
    """
    return min(today, period.due_on + LATE_AT_MOST)
