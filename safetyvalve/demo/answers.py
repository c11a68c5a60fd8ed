"""Saving the answers of a return as their authors did: one item at a time, by name, at its hour."""

from datetime import datetime
from typing import Any

from conditions.models import ConditionResponse, DsgPosition, FeedbackAction, Submission, SummaryAnswers
from conditions.models.response import Answer
from conditions.services import answers, feedback, positions
from safetyvalve.core.models import User
from safetyvalve.demo.council import Council, source_of
from safetyvalve.demo.reading import Row, decimal
from workstreams.answers import update_to_edit
from workstreams.models import ProgressUpdate
from workstreams.services import progress, risks

PARTS = ("block", "scenario")


def save_summary(council: Council, submission: Submission, row: Row, *, by: User, now: datetime) -> None:
    found = SummaryAnswers.objects.filter(submission=submission).first() or SummaryAnswers(submission=submission)
    answers.save(
        submission,
        found,
        _said(found, row),
        item="summary",
        identity=("submission",),
        revision=found.revision,
        by=by,
        now=now,
        action="summary_answered",
    )


def save_response(council: Council, submission: Submission, row: Row, *, by: User, now: datetime) -> None:
    condition = council.conditions[row["condition"]]
    found = ConditionResponse.objects.filter(submission=submission, condition=condition).first()
    found = found or ConditionResponse(submission=submission, condition=condition)
    answers.save(
        submission,
        found,
        {**_said(found, row), "rag": council.levels.get(row.get("rag", ""))},
        item=f"condition:{condition.number}",
        identity=("submission", "condition"),
        revision=found.revision,
        by=by,
        now=now,
        action="condition_answered",
    )


def save_risk_update(council: Council, submission: Submission, row: Row, *, by: User, now: datetime) -> None:
    """What the return says; a score that has moved since is brought up to date in the register first."""
    risk = council.risks[row["risk"]]
    risk.refresh_from_db()
    scores: dict[str, Any] = {name: row[name] for name in ("likelihood", "impact") if name in row}
    risk = council.risks[row["risk"]] = risks.change(risk, values=scores, revision=risk.revision, by=by, now=now)
    found = update_to_edit(submission, risk)
    answers.save(
        submission,
        found,
        {**_said(found, row), **scores, "rag": council.levels.get(row.get("rag", ""))},
        item=f"risk:{risk.number}",
        identity=("submission", "risk"),
        revision=found.revision,
        by=by,
        now=now,
        action="risk_answered",
    )


def save_feedback_answer(council: Council, submission: Submission, row: Row, *, by: User, now: datetime) -> None:
    action = FeedbackAction.objects.get(
        feedback__submission__period=council.periods[row["to_period"]],
        feedback__submission__round=row["to_round"],
        order=row["to_order"],
    )
    feedback.answer_actions(submission, {action.pk: row["text"].strip()}, by=by, now=now)


def save_position(council: Council, submission: Submission, row: Row, *, by: User, now: datetime) -> None:
    """One financial year as finance typed it. A figure that is not in the file stays unknown."""
    identity = {
        "agreement": council.agreement,
        "period": submission.period,
        "financial_year": row["financial_year"],
        **{name: row[name] for name in PARTS},
    }
    found = DsgPosition.objects.filter(**identity).first() or DsgPosition(**identity)
    values = {
        "basis": row["basis"],
        **{name: decimal(row.get(name)) for name in DsgPosition.AMOUNTS},
        "movement_reason": row.get("movement_reason", "").strip(),
    }
    saved = answers.save(
        submission,
        found,
        positions.completed(found, values),
        item=f"dsg-position:{row['financial_year']}",
        identity=positions.IDENTITY,
        revision=found.revision,
        by=by,
        now=now,
        action="dsg_position_entered",
    )
    DsgPosition.objects.filter(pk=saved.pk).update(source=source_of(row))


def save_progress(council: Council, slug: str, row: Row, *, by: User, now: datetime) -> None:
    """A lead's words on a workstream in the period ``slug``; they need no return."""
    workstream, period = council.workstreams[row["workstream"]], council.periods[slug]
    found = ProgressUpdate.objects.filter(workstream=workstream, period=period).first()
    found = found or ProgressUpdate(workstream=workstream, period=period)
    progress.save(found, text=row["text"].strip(), revision=found.revision, by=by, now=now)


def _said(answer: Answer, row: Row) -> dict[str, Any]:
    """The answer's own fields that the row gives, without the line ends that the file's quoting adds."""
    given = {name: row[name] for name in answer.FIELDS if name in row and not name.endswith("rag")}
    return {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
