"""This app's parts of a submission: what each says, its prose for the checks, and its lines in the task list."""

from typing import Any

from django.urls import reverse

from conditions.checks.findings import Passage, Place
from conditions.completeness import condition_status, position_status, summary_status
from conditions.joints import Audience, Section, Task
from conditions.models import (
    Condition,
    ConditionResponse,
    FeedbackAnswer,
    Submission,
    SummaryAnswers,
)
from conditions.movement import last_reported, since_last_time
from conditions.positions import planned_beside_latest, reports_at, tests_of
from conditions.section_facts import condition_facts, movement_facts, position_facts, test_facts, text
from conditions.services.submissions import actions_to_answer, previous_submission

# Where each part stands in the printed return: the first number of every place's order.
SUMMARY, POSITION, CONDITIONS, FEEDBACK, ADVISERS = 10, 30, 40, 50, 90


def agreement(submission: Submission) -> Section:
    """The terms the return answers to: version, years, planned positions of every version, payments."""
    version = submission.version
    versions = version.agreement.versions.prefetch_related("planned_positions", "payments")
    facts = {
        "title": version.agreement.title,
        "signed_on": text(version.agreement.signed_on),
        "version": version.number,
        "versions": [
            {
                "number": each.number,
                "effective_on": text(each.effective_on),
                "reason": each.reason,
                "standing": each.standing,
                "first_year": each.first_year,
                "last_year": each.last_year,
                "balanced_in_year_by": each.balanced_in_year_by,
                "total_dfe_funding": text(each.total_dfe_funding),
                "planned_positions": [
                    {
                        "financial_year": planned.financial_year,
                        "in_year": text(planned.in_year),
                        "cumulative_before_payments": text(planned.cumulative_before_payments),
                        "cumulative_after_payments": text(planned.cumulative_after_payments),
                    }
                    for planned in each.planned_positions.all()
                ],
                "payments": [
                    {
                        "financial_year": payment.financial_year,
                        "label": payment.label,
                        "amount": text(payment.amount),
                        "status": payment.status,
                    }
                    for payment in each.payments.all()
                ],
            }
            for each in versions
        ],
    }
    return Section("agreement", 1, Audience.DFE, facts)


def summary(submission: Submission) -> Section:
    """Preamble, the two on-track answers with their reasons, and the adviser support questions."""
    answers = summary_of(submission)
    before = previous_submission(submission)
    earlier = SummaryAnswers.objects.filter(submission=before).first() if before else None
    url = reverse("conditions:summary-update", args=submission.period.address)
    fields = (
        ("preamble", "Preamble and context", SUMMARY),
        ("summary", "Summary", SUMMARY + 1),
        ("on_track_at_end_reason", "On track at the end of the agreement", SUMMARY + 2),
        ("on_track_this_year_reason", "On track this year", SUMMARY + 3),
        ("adviser_area", "Support wanted from specialist advisers", ADVISERS),
        ("adviser_benefit", "How the support would help", ADVISERS + 1),
    )
    passages = tuple(
        Passage(
            Place(f"summary:{name}", label, f"{url}#id_{name}", (order,)),
            getattr(answers, name),
            getattr(earlier, name) if earlier else None,
        )
        for name, label, order in fields
    )
    facts = {name: getattr(answers, name) for name in SummaryAnswers.FIELDS}
    item = Task("Summary, on-track answers and adviser support", url, *summary_status(submission, answers))
    return Section("summary", 1, Audience.DFE, facts, passages, (item,), editors(answers))


def condition_responses(submission: Submission) -> Section:
    """Each condition with its wording, RAG, progress, mitigation and recovery, in DfE's order."""
    before = previous_submission(submission)
    earlier = (
        dict(ConditionResponse.objects.filter(submission=before).values_list("condition_id", "narrative"))
        if before
        else {}
    )
    conditions, passages, items, responses = [], [], [], responses_of(submission)
    for response in responses:
        condition = response.condition
        url = reverse("conditions:condition-update", args=[*submission.period.address, condition.number])
        conditions.append(condition_facts(response))
        for n, (name, label) in enumerate(
            (("narrative", "progress"), ("mitigation", "mitigation"), ("recovery", "recovery"))
        ):
            place = Place(
                f"condition:{condition.number}:{name}",
                f"Condition {condition.number}, {label}",
                f"{url}#id_{name}",
                (CONDITIONS, condition.order, n),
            )
            said = None if response.no_change or name != "narrative" else earlier.get(condition.pk)
            passages.append(Passage(place, getattr(response, name), said))
        status, is_done, hint = condition_status(submission, response)
        owner = str(condition.owner) if condition.owner else ""
        items.append(Task(str(condition), url, status, is_done, hint, owner, condition.owner_id))
    return Section(
        "conditions",
        1,
        Audience.DFE,
        {"conditions": conditions},
        tuple(passages),
        tuple(items),
        editors(*responses),
    )


def dsg_position(submission: Submission) -> Section:
    """The DSG position as reported, beside plan, with the agreement's tests answered from it."""
    reports = reports_at(submission.period)
    positions = reports.now
    years = planned_beside_latest(submission.version, positions)
    tolerance = submission.period.agreement.movement_tolerance
    movements = since_last_time(positions, last_reported(submission), tolerance=tolerance)
    facts = {
        "positions": [
            {**position_facts(position), "movement": movement_facts(movements.get(position.financial_year))}
            for position in positions
        ],
        "tests": [test_facts(test) for test in tests_of(submission.version, reports, submission.period, years=years)],
    }
    url = reverse("conditions:dsg-position", args=submission.period.address)
    passages = tuple(
        Passage(
            Place(
                f"dsg-position:{position.financial_year}:movement_reason",
                f"DSG position {position.financial_year}, reason for movement",
                url,
                (POSITION, index),
            ),
            position.movement_reason,
        )
        for index, position in enumerate(positions)
        if position.movement_reason
    )
    item = Task("DSG position", url, *position_status(submission, positions))
    return Section("dsg_position", 1, Audience.DFE, facts, passages, (item,), editors(*positions))


def feedback_answers(submission: Submission) -> Section:
    """What DfE asked for last time, and the answers."""
    actions = actions_to_answer(submission)
    answers = {answer.action_id: answer for answer in FeedbackAnswer.objects.filter(submission=submission)}
    url = reverse("conditions:feedback-answers", args=submission.period.address)
    facts, passages = [], []
    for action in actions:
        answer = answers.get(action.pk)
        words = answer.text if answer else ""
        facts.append(
            {
                "action": action.text,
                "condition": action.condition.number if action.condition else None,
                "answer": words,
            }
        )
        place = Place(
            f"feedback:{action.order}", f"Answer to {action}", f"{url}#id_action_{action.pk}", (FEEDBACK, action.order)
        )
        passages.append(Passage(place, words))
    unanswered = sum(1 for fact in facts if not fact["answer"])
    items: tuple[Task, ...] = ()
    if actions:
        reason = submission.sent_back_reasons.get("feedback", "")
        status = "Complete" if not unanswered else f"{unanswered} of {len(actions)} to answer"
        is_done = not unanswered and not reason
        items = (Task("Answers to what DfE asked for", url, "Sent back" if reason else status, is_done, reason),)
    return Section("feedback", 1, Audience.DFE, {"actions": facts}, tuple(passages), items, editors(*answers.values()))


def summary_of(submission: Submission) -> SummaryAnswers:
    """The submission's summary, or an empty unsaved one. One query."""
    found = SummaryAnswers.objects.filter(submission=submission).select_related("updated_by").first()
    return found or SummaryAnswers(submission=submission)


def responses_of(submission: Submission) -> list[ConditionResponse]:
    """A response for every condition in force at the period's end, saved or empty. Two queries."""
    conditions = (
        Condition.objects.filter(agreement=submission.version.agreement_id)
        .in_force(submission.period.covers_to)
        .select_related("owner")
    )
    saved = {
        response.condition_id: response
        for response in ConditionResponse.objects.filter(submission=submission).select_related(
            "rag", "delivery_rag", "impact_rag", "suggested_rag", "updated_by"
        )
    }
    responses = []
    for condition in conditions:
        response = saved.get(condition.pk) or ConditionResponse(submission=submission, condition=condition)
        response.condition = condition
        responses.append(response)
    return responses


def editors(*answers: Any) -> frozenset[int]:
    """Whoever last edited any of these."""
    return frozenset(answer.updated_by_id for answer in answers if answer.updated_by_id)
