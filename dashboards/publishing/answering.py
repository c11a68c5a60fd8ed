"""What officers do with a question: draft, publish, answer one person, decline, change, withdraw.

Every step is whole or not at all, is audited with old and new, and is refused to somebody who has not seen what another
saved in between.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction

from dashboards.models import Question
from dashboards.publishing.pack import issuing
from dashboards.publishing.questions import audiences_of, standing_edition
from dashboards.publishing.telling import tell
from safetyvalve.core import audit
from safetyvalve.core.editing import StaleSave
from safetyvalve.core.models import User
from safetyvalve.core.services.refusals import NotAllowed

State = Question.State
OPEN = frozenset({State.WAITING, State.PRIVATE, State.WITHDRAWN, State.DECLINED})
FROM: Mapping[str, frozenset[State]] = {
    "draft": frozenset({State.WAITING}),
    "publish": OPEN | {State.PUBLISHED},
    "reply": OPEN,
    "decline": frozenset({State.WAITING}),
    "withdraw": frozenset({State.PUBLISHED}),
}
"""What can be done with a question, and in which states."""

ACTIONS = {
    "draft": "answer_drafted",
    "publish": "answer_published",
    "reply": "answer_sent",
    "decline": "question_declined",
    "withdraw": "answer_withdrawn",
}
WHO_ELSE = {"audiences"}
"""What can be changed about an answer without a word of it being new."""
DONE_ALREADY = "Somebody has dealt with this question meanwhile. Look at it again."


def moves_of(question: Question) -> frozenset[str]:
    """What can be done with it now, by somebody who may."""
    found = {move for move, states in FROM.items() if question.state in states}
    if not question.can_be_reached:
        found.discard("reply")
    if not question.asked:
        found -= {"publish", "reply"}
    return frozenset(found)


@transaction.atomic
def save_draft(question: Question, *, wording: str, answer: str, revision: int, by: User, now: datetime) -> Question:
    """Keep words that nobody outside has been given."""
    values = {"wording": _wording(question, wording), "answer": answer}
    return _change(question, "draft", values, revision=revision, by=by, now=now)[0]


@transaction.atomic
def publish_answer(
    question: Question,
    *,
    wording: str,
    answer: str,
    audiences: Sequence[str],
    revision: int,
    by: User,
    now: datetime,
) -> Question:
    """Show question and answer beneath the chart to whoever asked and to ``audiences``; tell the person who asked.

    Publishing an answer that stands already changes it, and says when. Raises NotAllowed where the edition has been
    withdrawn, or no longer shows the chart to them.
    """
    question = Question.objects.select_related("publication__authority").get(pk=question.pk)
    offered = audiences_of(standing_edition(question), question.chart)
    chosen = [each for each in offered if each in {question.audience, *audiences}]
    if not chosen:
        raise NotAllowed(["The edition no longer shows this chart. You can still answer the person who asked."])
    values = {
        "state": State.PUBLISHED.value,
        "wording": _wording(question, wording),
        "answer": answer,
        "audiences": chosen,
    }
    released = _release(question, "publish", values, revision=revision, by=by, now=now)
    _renew_files(released, now)
    return released


@transaction.atomic
def reply(question: Question, *, wording: str, answer: str, revision: int, by: User, now: datetime) -> Question:
    """Answer the person who asked, and nobody else. Raises NotAllowed where there is no address to write to."""
    values = {"state": State.PRIVATE.value, "wording": _wording(question, wording), "answer": answer, "audiences": []}
    return _release(question, "reply", values, revision=revision, by=by, now=now)


@transaction.atomic
def decline(
    question: Question, *, reason: str, deletes_words: bool, revision: int, by: User, now: datetime
) -> Question:
    """Close a question without an answer. The reason goes to the person who asked, and is never shown.

    ``deletes_words`` takes what was typed out of the record, for a question that names a child or a family.
    """
    values = {"state": State.DECLINED.value, "reason": reason}
    return _release(question, "decline", values, revision=revision, by=by, now=now, deletes_words=deletes_words)


@transaction.atomic
def withdraw_answer(question: Question, *, reason: str, revision: int, by: User, now: datetime) -> Question:
    """Take question and answer from readers. Both stay on record; the reason is kept in the audit."""
    values = {"state": State.WITHDRAWN.value, "reason": reason}
    taken_back = _change(question, "withdraw", values, revision=revision, by=by, now=now)[0]
    _renew_files(taken_back, now)
    return taken_back


def _renew_files(question: Question, now: datetime) -> None:
    """Have the files of the edition made with the answers that stand now."""
    edition = standing_edition(question)
    if edition is not None:
        issuing.ask(edition, now=now)


def _wording(question: Question, typed: str) -> str:
    """Nothing where an officer leaves the question as it was asked, so that it is kept in one place."""
    return "" if typed == question.asked else typed


def _release(question: Question, move: str, values: Mapping[str, Any], *, now: datetime, **more: Any) -> Question:
    """A change that the person who asked hears of, unless only others see it. What they told about themselves has then
    served its end."""
    current, changed = _change(question, move, values, now=now, **more)
    if changed - WHO_ELSE:
        tell(current, now)
        current.asker_name = current.asker_email = ""
        current.save(update_fields=["asker_name", "asker_email"])
    return current


def _change(
    question: Question,
    move: str,
    values: Mapping[str, Any],
    *,
    revision: int,
    by: User,
    now: datetime,
    deletes_words: bool = False,
) -> tuple[Question, set[str]]:
    """The question with these values, and which of them are new. A form sent twice is no conflict."""
    related = ("publication__authority", "asked_by", "link")
    before = Question.objects.select_for_update(of=("self",)).select_related(*related).get(pk=question.pk)
    current = copy(before)
    for name, value in values.items():
        setattr(current, name, value)
    changes = audit.differences(before, current, values)
    if not changes:
        return before, set()
    if before.revision != revision:
        raise StaleSave(before)
    if move not in moves_of(before):
        raise NotAllowed([DONE_ALREADY])
    if move in ("publish", "reply", "decline"):
        _stamp(current, before, by, now, is_new=bool(changes.keys() - WHO_ELSE))
    if deletes_words:
        current.asked = current.wording = ""
        changes["words"] = ["kept", "deleted"]
    current.revision += 1
    current.updated_at, current.updated_by = now, by
    current.save()
    action = "answer_changed" if move == "publish" and before.is_published else ACTIONS[move]
    authority = current.publication.authority
    audit.record(authority=authority, by=by, action=action, subject=current, changes=changes, now=now)
    return current, set(changes)


def _stamp(current: Question, before: Question, by: User, now: datetime, *, is_new: bool) -> None:
    """When it was answered; or, of an answer that stands, when its words were changed."""
    if before.is_published and is_new:
        current.changed_at, current.changed_by = now, by
    elif not before.is_published:
        current.answered_at, current.answered_by = now, by
        current.changed_at, current.changed_by = None, None
