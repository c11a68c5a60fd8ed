"""The workstreams of a council, and one of them."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from conditions.models import Agreement, ReportingPeriod
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from workstreams.capital import standing as standing_of_scheme
from workstreams.models import Milestone, ProgressUpdate, Workstream, WorkstreamCondition, WorkstreamSuccession
from workstreams.models.progress_update import progress_update_url, wanting_progress
from workstreams.rules.milestones import length, slip_in_words, standing
from workstreams.views.capital import may_edit
from workstreams.views.finding import get_workstream


@dataclass(frozen=True)
class Row:
    """A workstream as the list shows it."""

    workstream: Workstream
    conditions: list[str]
    complete: int
    late: int
    total: int
    came_from: list[Workstream]
    became: list[Workstream]


@dataclass(frozen=True)
class Group:
    heading: str
    rows: list[Row]


@dataclass(frozen=True)
class AgreementPart:
    """One agreement's workstreams, those under way first."""

    agreement: Agreement
    groups: list[Group]


@requires(Permission.AGREEMENT_VIEW)
def workstreams(request: CouncilRequest) -> HttpResponse:
    """Under way, to come and ended, per agreement. The number of queries does not grow with the rows."""
    today = timezone.localdate()
    agreements = list(Agreement.objects.of(request.authority).select_related("authority"))
    successions = WorkstreamSuccession.objects.select_related("predecessor", "successor")
    found = (
        Workstream.objects.of(request.authority)
        .select_related("lead", "agreement__authority")
        .prefetch_related(
            "milestones",
            Prefetch("condition_links", WorkstreamCondition.objects.select_related("condition")),
            Prefetch("successions_from", successions),
            Prefetch("successions_to", successions),
        )
        .order_by("agreement", "order", "name")
    )
    by_agreement = {key: list(rows) for key, rows in groupby(found, key=lambda each: each.agreement_id)}
    parts = [AgreementPart(each, _groups(by_agreement.get(each.pk, []), today)) for each in agreements]
    context = {"parts": parts, "can_edit": Permission.WORKSTREAM_MANAGE in request.permissions}
    return render(request, "workstreams/workstreams.html", context)


def _groups(found: list[Workstream], today: date) -> list[Group]:
    rows: dict[str, list[Row]] = {"Under way": [], "To come": [], "Ended": []}
    for workstream in found:
        rows[state_of(workstream, today)].append(_row(workstream, today))
    return [Group(heading, members) for heading, members in rows.items() if members]


def state_of(workstream: Workstream, today: date) -> str:
    if workstream.starts_on > today:
        return "To come"
    return "Under way" if workstream.is_running(today) else "Ended"


def _row(workstream: Workstream, today: date) -> Row:
    # An ended workstream is shown with what it served on its last day.
    on = min(max(today, workstream.starts_on), workstream.ends_on or date.max)
    links = [link for link in workstream.condition_links.all() if link.is_in_force(on)]
    now = standing(workstream.milestones.all(), today)
    return Row(
        workstream,
        [link.condition.number for link in sorted(links, key=lambda link: link.condition.order)],
        len(now.complete),
        len(now.overdue) + len(now.slipped),
        now.total,
        [succession.predecessor for succession in workstream.successions_from.all()],
        [succession.successor for succession in workstream.successions_to.all()],
    )


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone with what its dates mean today."""

    milestone: Milestone
    state: str
    tone: str
    slip: str


@dataclass(frozen=True)
class PeriodWords:
    """What the lead wrote for one period, and where to write it while the period is open."""

    period: ReportingPeriod
    update: ProgressUpdate | None
    url: str


@requires(Permission.AGREEMENT_VIEW)
def workstream(request: CouncilRequest, agreement_slug: str, slug: str) -> HttpResponse:
    """One workstream: what it serves, its milestones with their three dates, its lineage, its progress by period."""
    today = timezone.localdate()
    found = get_workstream(request, agreement_slug, slug)
    milestones = found.milestones.select_related("condition")
    can_write = Permission.SUBMISSION_EDIT in request.permissions
    context = {
        "workstream": found,
        "agreement": found.agreement,
        "state": state_of(found, today),
        "links": sorted(found.condition_links.all(), key=lambda link: (link.condition.order, link.starts_on)),
        "milestones": [milestone_row(each, today) for each in milestones],
        "savings": found.savings.select_related("workstream__agreement__authority"),
        "capital_schemes": [
            (scheme, standing_of_scheme(scheme, today))
            for scheme in found.capital_schemes.select_related("agreement__authority")
        ],
        "came_from": found.successions_from.select_related("predecessor__agreement__authority"),
        "became": found.successions_to.select_related("successor__agreement__authority"),
        "progress": period_words(found, today, can_write=can_write),
        "can_edit": Permission.WORKSTREAM_MANAGE in request.permissions,
        "can_keep_savings": may_edit(request),
        "can_end": found.ends_on is None or found.ends_on >= today,
    }
    return render(request, "workstreams/workstream.html", context)


def milestone_row(milestone: Milestone, today: date) -> MilestoneRow:
    if milestone.completed_on:
        return MilestoneRow(milestone, "Complete", "green", slip_in_words(milestone))
    if milestone.is_overdue(today):
        late = length((today - milestone.baseline_on).days)
        return MilestoneRow(milestone, "Overdue", "red", f"{late} late so far")
    if milestone.days_slipped > 0:
        return MilestoneRow(milestone, "Later than promised", "yellow", slip_in_words(milestone))
    return MilestoneRow(milestone, "To do", "grey", slip_in_words(milestone))


def period_words(workstream: Workstream, today: date, *, can_write: bool) -> list[PeriodWords]:
    """Newest first: every period with words, and the open ones that still want them. Three queries."""
    written = {update.period_id: update for update in workstream.progress_updates.select_related("updated_by")}
    periods = (
        ReportingPeriod.objects.filter(calendar__agreement=workstream.agreement_id, covers_from__lte=today)
        .select_related("calendar__agreement__authority")
        .order_by("-covers_from", "calendar")
    )
    wanting = set(wanting_progress(periods, today).values_list("pk", flat=True))
    words = []
    for period in periods:
        update = written.get(period.pk)
        wanted = period.pk in wanting and can_write and workstream.is_running(period.covers_to)
        has_words = update is not None and bool(update.text.strip())
        if has_words or wanted:
            url = progress_update_url(workstream, period) if wanted else ""
            words.append(PeriodWords(period, update if has_words else None, url))
    return words
