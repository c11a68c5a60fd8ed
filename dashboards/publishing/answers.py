"""What readers of an edition are given of questions and answers: records of their own, beside its frozen content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.utils.safestring import SafeString

from dashboards.models import Publication, Question
from dashboards.publishing.succession import editions_replaced
from safetyvalve.render import prose
from safetyvalve.render.html import prose_html


@dataclass(frozen=True)
class ShownAnswer:
    """A question as it was released, and its answer. Who asked is nowhere in it."""

    key: int
    question: SafeString
    answer: SafeString
    answered_at: datetime
    changed_at: datetime | None


Answers = Mapping[str, Sequence[ShownAnswer]]
"""By the key of the chart they are about, the earliest answer first."""
NO_ANSWERS: Answers = MappingProxyType({})


def answers_for(publication: Publication, audience: str) -> Answers:
    """What this audience is shown beneath the charts of an edition, with what was asked of the editions in whose place
    it stands. One query, and one for each of those.
    """
    found: dict[str, list[ShownAnswer]] = {}
    published = Question.objects.filter(publication__in=_with_earlier(publication), state=Question.State.PUBLISHED)
    for each in published.order_by("answered_at", "pk"):
        if audience in each.audiences:
            found.setdefault(each.chart, []).append(_shown(each))
    return found


def _with_earlier(publication: Publication) -> list[Publication]:
    """A correction that is being prepared will stand in the place of the edition it corrects."""
    if publication.is_prepared and publication.corrects:
        return [publication, publication.corrects, *editions_replaced(publication.corrects)]
    return [publication, *editions_replaced(publication)]


def _shown(question: Question) -> ShownAnswer:
    if question.answered_at is None:
        raise ValueError("A question whose answer is published has the time of it")
    return ShownAnswer(
        key=question.pk,
        question=prose_html(prose.parse(question.released_wording)),
        answer=prose_html(prose.parse(question.answer)),
        answered_at=question.answered_at,
        changed_at=question.changed_at,
    )
