"""This app's parts of a submission: the risks as the return prints them, and how delivery stands."""

from typing import Any

from conditions.checks.findings import Passage, Place
from conditions.joints import Audience, Section, Task
from conditions.models import ReportingPeriod, Submission
from conditions.section_facts import rag_facts, text
from conditions.sections import editors
from conditions.services.submissions import previous_submission
from workstreams.answers import risk_status, updates_by_risk, updates_of
from workstreams.linked import conditions_served, progress_of, workstreams_of
from workstreams.models import Milestone, ProgressUpdate, RiskUpdate, Workstream, WorkstreamSuccession

# Risks follow the conditions in the printed return: the first number of every place's order.
RISKS = 60


def risks(submission: Submission) -> Section:
    """Each open risk with its RAG, mitigation and progress, in the order of the register."""
    updates = updates_of(submission)
    before = previous_submission(submission)
    earlier = updates_by_risk(before) if before else {}
    items = []
    for update in updates:
        status, is_done, hint = risk_status(submission, update)
        owner = str(update.risk.owner) if update.risk.owner else ""
        url = update.risk.update_url(submission.period)
        items.append(
            Task(
                f"Risk {update.risk.number}: {_short(update.risk.wording)}",
                url,
                status,
                is_done,
                hint,
                owner,
                update.risk.owner_id,
            )
        )
    return Section(
        "risks",
        1,
        Audience.DFE,
        {"risks": [risk_facts(update) for update in updates]},
        tuple(
            passage
            for update in updates
            for passage in _passages(update, earlier.get(update.risk_id), submission.period)
        ),
        tuple(items),
        editors(*updates),
    )


def risk_facts(update: RiskUpdate) -> dict[str, Any]:
    return {
        "number": update.risk.number,
        "wording": update.risk.wording,
        "rag": rag_facts(update.rag),
        "mitigation": update.mitigation,
        "progress": update.progress,
        "no_change": update.no_change,
        "no_change_reason": update.no_change_reason,
        "likelihood": update.risk.likelihood,
        "impact": update.risk.impact,
    }


def risk_place(update: RiskUpdate, field: str, period: ReportingPeriod) -> Place:
    """Where a field of a risk's update is written, and where it stands in the return."""
    url = f"{update.risk.update_url(period)}#id_{field}"
    order = (RISKS, update.risk.order, ("rag", "mitigation", "progress", "no_change_reason").index(field))
    word = {"rag": "RAG", "no_change_reason": "no change"}.get(field, field)
    return Place(f"risk:{update.risk.number}:{field}", f"Risk {update.risk.number}, {word}", url, order)


def _passages(update: RiskUpdate, before: RiskUpdate | None, period: ReportingPeriod) -> list[Passage]:
    """Mitigation may stand unchanged while it is carried out; progress that repeats itself is worth a question."""
    said = None if update.no_change or before is None else before.progress
    return [
        Passage(risk_place(update, "mitigation", period), update.mitigation),
        Passage(risk_place(update, "progress", period), update.progress, said),
    ]


def delivery(submission: Submission) -> Section:
    """Workstreams in force with their milestones, what their leads wrote, and who took over from whom.

    No lines in the return's task list: what leads write helps the authors and is not printed, so a return is
    complete without it. Leads find it on their home page.
    """
    period = submission.period
    running, written = workstreams_of(period), progress_of(period)
    successions = WorkstreamSuccession.objects.filter(
        successor__agreement=period.calendar.agreement_id, on__lte=period.covers_to
    ).select_related("predecessor", "successor")
    facts = {
        "workstreams": [workstream_facts(each, written.get(each.pk), period) for each in running],
        "successions": [
            {
                "from": succession.predecessor.name,
                "to": succession.successor.name,
                "on": text(succession.on),
                "reason": succession.reason,
            }
            for succession in successions
        ],
    }
    return Section("delivery", 1, Audience.INTERNAL, facts, editors=editors(*written.values()))


def workstream_facts(
    workstream: Workstream, progress: ProgressUpdate | None, period: ReportingPeriod
) -> dict[str, Any]:
    served = set(conditions_served(workstream, period))
    conditions = {link.condition for link in workstream.condition_links.all() if link.condition_id in served}
    return {
        "slug": workstream.slug,
        "name": workstream.name,
        "conditions": [each.number for each in sorted(conditions, key=lambda each: each.order)],
        "milestones": [milestone_facts(milestone) for milestone in workstream.milestones.all()],
        "updates": progress.text if progress else "",
    }


def milestone_facts(milestone: Milestone) -> dict[str, Any]:
    return {
        "name": milestone.name,
        "baseline_on": text(milestone.baseline_on),
        "forecast_on": text(milestone.forecast_on),
        "completed_on": text(milestone.completed_on),
        "slip_reason": milestone.slip_reason,
    }


def _short(wording: str, limit: int = 60) -> str:
    """The wording cut at a word, for a line of a task list."""
    line = " ".join(wording.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + " …"
