"""Which milestones, savings and words belong to which condition at a period."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Prefetch

from conditions.models import ReportingPeriod
from workstreams.models import Milestone, ProgressUpdate, SavingFigure, Workstream, WorkstreamCondition


def workstreams_of(period: ReportingPeriod) -> list[Workstream]:
    """Workstreams in force when the period ends, with milestones and condition links. Three queries."""
    return list(
        Workstream.objects.filter(agreement=period.calendar.agreement_id)
        .running(period.covers_to)
        .select_related("lead", "agreement__authority")
        .prefetch_related(
            "milestones",
            Prefetch("condition_links", WorkstreamCondition.objects.select_related("condition")),
        )
    )


def conditions_served(workstream: Workstream, period: ReportingPeriod) -> list[int]:
    """Keys of the conditions a workstream serves when the period ends. No query after ``workstreams_of``."""
    links = [link for link in workstream.condition_links.all() if link.is_in_force(period.covers_to)]
    return [link.condition_id for link in links]


def by_condition(workstreams: Iterable[Workstream], period: ReportingPeriod) -> dict[int, list[Milestone]]:
    """Milestones by the condition they speak to: the one they name, otherwise all that their workstream serves."""
    linked: dict[int, list[Milestone]] = defaultdict(list)
    for workstream in workstreams:
        served = conditions_served(workstream, period)
        for milestone in workstream.milestones.all():
            milestone.workstream = workstream
            for condition in [milestone.condition_id] if milestone.condition_id else served:
                linked[condition].append(milestone)
    return linked


def progress_of(period: ReportingPeriod) -> dict[int, ProgressUpdate]:
    """The period's progress updates by workstream. One query."""
    updates = ProgressUpdate.objects.filter(period=period).select_related("updated_by")
    return {update.workstream_id: update for update in updates}


def saving_figures(workstreams: Iterable[Workstream]) -> list[SavingFigure]:
    """Every figure of every saving of these workstreams, year by year. One query."""
    return list(
        SavingFigure.objects.filter(saving__workstream__in=list(workstreams))
        .select_related("saving__depends_on", "saving__workstream")
        .order_by("saving", "financial_year")
    )


def figures_of_condition(
    condition: int, serving: Iterable[Workstream], figures: Iterable[SavingFigure]
) -> list[SavingFigure]:
    """Those of savings that name the condition, and of those naming none from a workstream that serves it."""
    keys = {each.pk for each in serving}
    return [
        figure
        for figure in figures
        if figure.saving.condition_id == condition
        or (figure.saving.condition_id is None and figure.saving.workstream_id in keys)
    ]
