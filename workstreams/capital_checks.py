"""What this app finds wrong in a return when savings wait for capital schemes."""

from collections.abc import Iterator

from conditions.checks.findings import Finding, Place, Severity
from conditions.joints import CheckContext
from conditions.models import ReportingPeriod
from conditions.sections import CONDITIONS
from workstreams.capital import doubts_of, with_schemes
from workstreams.checks import condition_place
from workstreams.models import Saving
from workstreams.rules.milestones import judged_on


def check(context: CheckContext) -> Iterator[Finding]:
    """Judgement warnings: a saving under way of which a scheme opens too late, or has too few places. Three queries."""
    period = context.submission.period
    on = judged_on(period, context.today)
    savings = (
        Saving.objects.filter(workstream__agreement=period.calendar.agreement_id, scheme_links__isnull=False)
        .filter(starts_on__lte=on)
        .exclude(ends_on__lt=period.covers_from)
        .select_related("condition", "workstream__agreement__authority")
        .prefetch_related(with_schemes())
        .order_by("workstream__order", "name")
        .distinct()
    )
    for saving in savings:
        if sentences := doubts_of(saving, on):
            yield Finding(
                "saving-before-its-places",
                Severity.JUDGEMENT,
                _place(saving, period),
                f"“{saving.name}” has begun, and a capital scheme it depends on does not bear it. Bring the saving or "
                "the scheme up to date, or be ready to explain.",
                " ".join(sentences),
            )


def _place(saving: Saving, period: ReportingPeriod) -> Place:
    """The condition the saving names, else the saving."""
    if saving.condition is not None:
        return condition_place(saving.condition, period)
    return Place(f"saving:{saving.pk}", saving.name, saving.get_absolute_url(), (CONDITIONS, 999))
