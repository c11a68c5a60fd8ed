"""What readers of an edition are given of questions and answers: records of their own, beside its frozen content."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from dashboards.models import Publication, Question
from dashboards.publishing.succession import editions_replaced
from safetyvalve.core import audit
from safetyvalve.core.dates import in_words
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


@dataclass(frozen=True)
class Answered:
    """The same as plain words for a file: small Markdown, and the days."""

    question: str
    answer: str
    on: date
    changed_on: date | None = None

    @property
    def when(self) -> str:
        """ "3 May 2024, changed on 7 May 2024"."""
        return f"{in_words(self.on)}, changed on {in_words(self.changed_on)}" if self.changed_on else in_words(self.on)


Words = Mapping[str, Sequence[Answered]]
NO_WORDS: Words = MappingProxyType({})


def answers_for(publication: Publication, audience: str) -> Answers:
    """What this audience is shown beneath the charts of an edition, with what was asked of the editions in whose place
    it stands. Two queries at most.
    """
    found: dict[str, list[ShownAnswer]] = {}
    for each in _published(publication):
        if audience in each.audiences:
            found.setdefault(each.chart, []).append(_shown(each))
    return found


def words_for(publication: Publication) -> dict[str, dict[str, list[Answered]]]:
    """The same for the files of every audience. As many queries."""
    found: dict[str, dict[str, list[Answered]]] = {}
    for each in _published(publication):
        for audience in each.audiences:
            found.setdefault(audience, {}).setdefault(each.chart, []).append(_answered(each))
    return found


def digest_of_words(words: Words) -> str:
    """What a file says of which answers it holds: another text whenever one of them is; empty for none."""
    plain = {chart: [asdict(each) for each in answers] for chart, answers in words.items()}
    return hashlib.sha256(audit.canonical(plain).encode()).hexdigest() if plain else ""


def _published(publication: Publication) -> QuerySet[Question]:
    of_edition = Question.objects.filter(publication__in=_with_earlier(publication), state=Question.State.PUBLISHED)
    return of_edition.order_by("answered_at", "pk")


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


def _answered(question: Question) -> Answered:
    if question.answered_at is None:
        raise ValueError("A question whose answer is published has the time of it")
    changed_on = timezone.localdate(question.changed_at) if question.changed_at else None
    return Answered(question.released_wording, question.answer, timezone.localdate(question.answered_at), changed_on)
