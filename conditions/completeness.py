"""How far along each item of a return is, in the words of a task list.

Each function returns (status, is done, hint). Whether a return may be *sent* is for the checks to say; these
speak of one item to the person writing it.
"""

from django.utils import timezone

from conditions.models import ConditionResponse, DsgPosition, RagLevel, Submission, SummaryAnswers
from conditions.models.response import Answer
from safetyvalve.core import dates

Status = tuple[str, bool, str]


def item_status(submission: Submission, item: str, answer: Answer, missing: list[str]) -> Status:
    """The status of an answer: sent back, not started, draft with what is missing, or complete."""
    if reason := submission.sent_back_reasons.get(item):
        return "Sent back", False, reason
    if answer.revision == 0:
        return "Not started", False, ""
    if missing:
        saved = f"Draft saved {day_in_words(answer)}"
        return saved, False, "Still to do: " + ", ".join(missing) + "."
    return "Complete", True, ""


def day_in_words(answer: Answer) -> str:
    return dates.in_words(timezone.localdate(answer.updated_at)) if answer.updated_at else ""


def lacking_for_level(level: RagLevel | None, *, mitigation: str, recovery: str | None = None) -> list[str]:
    """What the chosen level requires and the answer has not got. ``recovery`` None: the item has no such field."""
    if level is None:
        return ["a RAG"]
    lacking = []
    if level.needs_mitigation and not mitigation.strip():
        lacking.append("the mitigation")
    if level.needs_recovery and recovery is not None and not recovery.strip():
        lacking.append("the recovery")
    return lacking


def condition_missing(response: ConditionResponse) -> list[str]:
    """What a condition's update still needs, in a few words each."""
    missing = lacking_for_level(response.rag, mitigation=response.mitigation, recovery=response.recovery)
    if response.no_change and not response.no_change_reason.strip():
        missing.append("why nothing has changed")
    if not response.no_change and not response.narrative.strip():
        missing.append("the progress")
    if needs_difference_reason(response) and not response.rag_difference_reason.strip():
        missing.append("why the RAG differs from the suggested one")
    return missing


def needs_difference_reason(response: ConditionResponse) -> bool:
    """The figures suggested one level and the person chose another: a sentence is kept beside both."""
    return bool(response.rag_id and response.suggested_rag_id and response.rag_id != response.suggested_rag_id)


def condition_status(submission: Submission, response: ConditionResponse) -> Status:
    item = f"condition:{response.condition.number}"
    return item_status(submission, item, response, condition_missing(response))


def summary_status(submission: Submission, answers: SummaryAnswers) -> Status:
    missing = []
    if not answers.on_track_at_end:
        missing.append("on track at the end")
    if not answers.on_track_this_year:
        missing.append("on track this year")
    if not answers.summary.strip():
        missing.append("the summary")
    return item_status(submission, "summary", answers, missing)


def position_status(submission: Submission, positions: list[DsgPosition]) -> Status:
    """The DSG position is one item: entered, then confirmed by a finance officer."""
    if reason := submission.sent_back_reasons.get("dsg-position"):
        return "Sent back", False, reason
    if not positions:
        return "Not started", False, ""
    if any(position.confirmed_at is None for position in positions):
        return "Waiting for finance to confirm", False, ""
    return "Complete", True, ""
