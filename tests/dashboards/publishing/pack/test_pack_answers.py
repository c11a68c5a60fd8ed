"""The files of an edition hold the answers that stand beneath its charts, and none that was taken back."""

from typing import Any

import pytest
from django.urls import reverse

from dashboards.models import PackBuild, Publication, PublishedFile, Question
from dashboards.publishing.answering import publish_answer, withdraw_answer
from dashboards.publishing.editions import Choice
from dashboards.publishing.pack import issuing
from dashboards.publishing.questions import Asker
from tests.dashboards.publishing.editions import published
from tests.dashboards.publishing.pack.examples import sheets_of, squeezed, words_of_pdf
from tests.dashboards.publishing.pages import as_, file_at, manager, members_get
from tests.factories import NOW, World
from tests.question_examples import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def answered(publication: Publication, world: World, **fields: Any) -> Question:
    member = world.people["forum_member"]
    values = {"wording": "Why did plans rise in **spring**?", "answer": "More requests came in autumn."}
    values |= {"audiences": ["members"], "revision": 0, "by": manager(world), "now": NOW, **fields}
    return publish_answer(asked(publication, Asker(user=member)), **values)


def test_both_files_hold_the_questions_that_were_answered_for_their_readers(world: World) -> None:
    publication = published(
        world.authority, manager(world), choices={**members_get("plans"), "links": Choice("", ["plans"])}
    )
    assert issuing.work(publication.pk)
    question = answered(publication, world)
    page = reverse("dashboards:publication", args=["999", publication.pk])
    member = as_(world, "forum_member")
    assert "do not hold the newest questions and answers" in member.get(page).content.decode()
    assert issuing.work(publication.pk)
    assert "do not hold the newest" not in member.get(page).content.decode()
    words = words_of_pdf(member.get(file_at(publication)).content)
    assert squeezed("Why did plans rise in spring?") in words
    assert squeezed(f"Answer, {NOW:%-d %B %Y}") in words
    assert squeezed("More requests came in autumn.") in words
    cells = [
        str(cell.value)
        for row in sheets_of(member.get(file_at(publication, "xlsx")).content).worksheets[1]
        for cell in row
    ]
    assert "Question from a reader: Why did plans rise in spring?" in cells
    others = issuing.stored(publication, "links", "pdf")
    assert others
    assert squeezed("More requests came in autumn.") not in words_of_pdf(bytes(others.content))
    withdraw_answer(question, reason="It was wrong.", revision=question.revision, by=manager(world), now=NOW)
    assert squeezed("More requests came in autumn.") not in words_of_pdf(member.get(file_at(publication)).content)


@pytest.mark.usefixtures("quick")
def test_an_answer_published_while_files_are_being_made_is_in_them_in_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = published(world.authority, manager(world), choices=members_get("plans"))
    made, answers = issuing.make, []

    def interrupted(pack: Any, kind: str) -> Any:
        if not answers:
            answers.append(answered(publication, world))
        return made(pack, kind)

    monkeypatch.setattr(issuing, "make", interrupted)
    assert issuing.work(publication.pk)
    assert PackBuild.objects.get().state == "done"
    held = {(each.kind, bool(each.answers)) for each in PublishedFile.objects.all()}
    assert held == {("pdf", False), ("xlsx", False), ("pdf", True), ("xlsx", True)}
    assert issuing.missing() == []
