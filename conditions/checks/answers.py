"""Checks on the answers themselves: what is missing, and what the record contradicts."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from conditions.checks.findings import Finding, Place, Severity
from conditions.completeness import condition_missing, lacking_for_level, needs_difference_reason
from conditions.joints import CheckContext, Section
from conditions.models import ConditionResponse, Submission
from conditions.sections import CONDITIONS, FEEDBACK, SUMMARY, responses_of
from safetyvalve.core import dates

_KINDS = {"dsg-position": "DSG position"}


def check(context: CheckContext) -> Iterator[Finding]:
    """Everything this module finds: conditions, summary, DfE's actions, words nobody saved."""
    sections = {section.key: section for section in context.sections}
    for response in responses_of(context.submission):
        yield from _condition(context, response)
    yield from _summary(context.submission, sections["summary"], sections["dsg_position"])
    yield from _feedback(context.submission, sections["feedback"])
    yield from _unsaved(context)


def _condition(context: CheckContext, response: ConditionResponse) -> Iterator[Finding]:
    condition, submission = response.condition, context.submission
    url = reverse("conditions:condition-update", args=[*submission.period.address, condition.number])

    def place(field: str, label: str) -> Place:
        return Place(
            f"condition:{condition.number}:{field}",
            f"Condition {condition.number}, {label}",
            f"{url}#id_{field}",
            (CONDITIONS, condition.order),
        )

    if response.rag is None:
        yield Finding(
            "missing-rag", Severity.BLOCKER, place("rag", "RAG"), f"Choose a RAG for condition {condition.number}.", ""
        )
    else:
        level = response.rag
        for lacking in lacking_for_level(level, mitigation=response.mitigation, recovery=response.recovery):
            field = lacking.removeprefix("the ")
            yield Finding(
                f"missing-{field}",
                Severity.BLOCKER,
                place(field, field),
                f"{level.word} needs {lacking}. Say what will be done, or choose another RAG.",
                level.word,
            )
    if "the progress" in condition_missing(response):
        yield Finding(
            "missing-progress",
            Severity.BLOCKER,
            place("narrative", "progress"),
            "Write the progress since last time, or say that nothing has changed and why.",
        )
    if response.no_change and not response.no_change_reason.strip():
        yield Finding(
            "no-change-unexplained",
            Severity.BLOCKER,
            place("no_change_reason", "no change"),
            "Say why nothing has changed.",
        )
    if needs_difference_reason(response) and response.rag and response.suggested_rag:
        yield from _difference(response, place("rag_difference_reason", "RAG"))
    yield from _past_due(response, place("rag", "due date"), context.submission.period.covers_to)


def _difference(response: ConditionResponse, place: Place) -> Iterator[Finding]:
    chosen, suggested = response.rag.word, response.suggested_rag.word  # type: ignore[union-attr]
    if not response.rag_difference_reason.strip():
        yield Finding(
            "rag-difference-unexplained",
            Severity.BLOCKER,
            place,
            f"The figures suggest {suggested} and you chose {chosen}. Say why in a sentence.",
            f"suggest {suggested} and you chose {chosen}",
        )
    elif response.rag.order < response.suggested_rag.order:  # type: ignore[union-attr]
        yield Finding(
            "rag-better-than-suggested",
            Severity.JUDGEMENT,
            place,
            f"The RAG is {chosen}; the milestones and measures suggest {suggested}.",
            f"The reason given: {response.rag_difference_reason.strip()}",
        )


def _past_due(response: ConditionResponse, place: Place, on: date) -> Iterator[Finding]:
    due, level = response.condition.due_on, response.rag
    if due and due < on and level and not level.is_complete:
        yield Finding(
            "condition-past-due",
            Severity.JUDGEMENT,
            place,
            f"This condition was due by {dates.in_words(due)} and is reported as {level.word}, not complete.",
            f"due by {dates.in_words(due)}",
        )


def _summary(submission: Submission, summary: Section, position: Section) -> Iterator[Finding]:
    url = reverse("conditions:summary-update", args=submission.period.address)
    tests = {test["key"]: test for test in position.facts["tests"]}
    questions = (
        ("on_track_at_end", "Is the council on track for £0 at the end of the agreement?", "cleared-by-end"),
        ("on_track_this_year", "Is the council on track this year?", "on-plan-this-year"),
    )
    for n, (field, question, test_key) in enumerate(questions):
        place = Place(f"summary:{field}", question, f"{url}#id_{field}", (SUMMARY + 2 + n,))
        answer, test = summary.facts[field], tests[test_key]
        if not answer:
            yield Finding("unanswered-on-track", Severity.BLOCKER, place, f"Answer: {question}")
        elif test["met"] is not None and (answer == "yes") != test["met"]:
            said = "yes" if answer == "yes" else "no"
            yield Finding(
                "on-track-contradicted",
                Severity.JUDGEMENT,
                place,
                f"The answer is {said}, and the figures say otherwise. {test['sentence']}",
                test["sentence"],
            )
        elif test["met"] is None:
            yield Finding(
                "on-track-untested",
                Severity.JUDGEMENT,
                place,
                f"The answer cannot be tested against the figures. {test['sentence']}",
                test["sentence"],
            )


def _feedback(submission: Submission, feedback: Section) -> Iterator[Finding]:
    url = reverse("conditions:feedback-answers", args=submission.period.address)
    for n, action in enumerate(feedback.facts["actions"]):
        if not action["answer"].strip():
            yield Finding(
                "feedback-unanswered",
                Severity.DRAFTING,
                Place(f"feedback:{n}", f"What DfE asked for, {n + 1}", url, (FEEDBACK, n)),
                "DfE asked for this and the return does not answer it.",
                action["action"],
            )


def _unsaved(context: CheckContext) -> Iterator[Finding]:
    drafts: Any = context.submission.autosaved_drafts.select_related("user").order_by("item", "pk")
    for draft in drafts:
        label, url = _item_in_words(context, draft.item)
        yield Finding(
            "unsaved-words",
            Severity.DRAFTING,
            Place(f"draft:{draft.item}:{draft.user_id}", label, url, (99,)),
            f"{draft.user} has typed words here and not saved them. They are not part of the return.",
            # Accepting it covers what had been typed by then, and nothing typed since.
            f"{label}, last typed {timezone.localtime(draft.saved_at):%d %B %Y, %H:%M:%S}",
        )


def _item_in_words(context: CheckContext, item: str) -> tuple[str, str]:
    """The name of an answer, "Condition 3.1" or "Risk 2", and its page: that of its passages, else the period's."""
    kind, _, which = item.partition(":")
    label = f"{_KINDS.get(kind, kind.capitalize())} {which}".strip()
    found = (each.place.url for each in context.passages if each.place.key.startswith(f"{item}:"))
    url = next(found, context.submission.period.get_absolute_url())
    return label, url.partition("#")[0]
