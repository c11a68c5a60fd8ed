"""What a submission says about each risk, wherever it is kept.

A new round of a return starts with the words of the round before: until somebody edits a risk in it, the
earlier round's update is read. Nothing is copied.
"""

from collections.abc import Iterable

from conditions.completeness import Status, item_status, lacking_for_level
from conditions.models import Submission
from workstreams.models import Risk, RiskUpdate


def updates_of(submission: Submission) -> list[RiskUpdate]:
    """An update for every risk that the period's return speaks of, saved or empty. Two queries."""
    risks = Risk.objects.reported_in(submission.period).select_related("owner", "workstream")
    saved = updates_by_risk(submission)
    updates = []
    for risk in risks:
        update = saved.get(risk.pk) or RiskUpdate(submission=submission, risk=risk)
        update.risk = risk
        updates.append(update)
    return updates


def updates_by_risk(submission: Submission) -> dict[int, RiskUpdate]:
    """The latest update of each risk in this round or an earlier one of the same period, by risk. One query."""
    rounds = (
        RiskUpdate.objects.filter(submission__period=submission.period_id, submission__round__lte=submission.round)
        .select_related("rag", "updated_by", "submission")
        .order_by("submission__round")
    )
    return {update.risk_id: update for update in rounds}


def update_to_edit(submission: Submission, risk: Risk) -> RiskUpdate:
    """The risk's update in this round; unsaved when there is none, with the words of the round before."""
    found = updates_by_risk(submission).get(risk.pk)
    if found is not None and found.submission_id == submission.pk:
        found.risk, found.submission = risk, submission
        return found
    fresh = RiskUpdate(submission=submission, risk=risk)
    if found is not None:
        for name in RiskUpdate.FIELDS:
            setattr(fresh, name, getattr(found, name))
    return fresh


def risk_missing(update: RiskUpdate) -> list[str]:
    """What a risk's update still needs before the return can be sent, in a few words each."""
    missing = lacking_for_level(update.rag, mitigation=update.mitigation)
    if update.no_change and not update.no_change_reason.strip():
        missing.append("why nothing has changed")
    if not update.no_change and not update.progress.strip():
        missing.append("the progress")
    return missing


def risk_status(submission: Submission, update: RiskUpdate) -> Status:
    """Status, whether done, and hint, in the words of a task list."""
    return item_status(submission, f"risk:{update.risk.number}", update, risk_missing(update))


def last_reported(risks: Iterable[Risk]) -> dict[int, RiskUpdate]:
    """The newest update of each risk that left the council and says a RAG, with its period, by risk. One query."""
    updates = (
        RiskUpdate.objects.filter(risk__in=list(risks), rag__isnull=False, submission__status__in=Submission.OUTSIDE)
        .select_related("rag", "submission__period")
        .order_by("submission__period__covers_from", "submission__round")
    )
    return {update.risk_id: update for update in updates}
