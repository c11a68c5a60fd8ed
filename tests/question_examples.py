"""Questions about editions, in the states of their lives, and how an address names one."""

from typing import Any

from dashboards.models import Audience, Publication, Question
from dashboards.publishing import content as contents
from dashboards.publishing.questions import Asker, ask, chart_in
from tests.factories import NOW, World

ASKED = "Why are there more plans than the agreement says?"


def make(world: World) -> None:
    """One that waits for an answer, asked by a member of the forum about the edition there is."""
    asked(Publication.objects.get(authority=world.authority), Asker(user=world.people["forum_member"]))


def parts(world: World) -> dict[str, Any]:
    return {"chart": "plans", "question_id": Question.objects.get(publication__authority=world.authority).pk}


def asked(publication: Publication, asker: Asker, **fields: Any) -> Question:
    """A question about the plans of an edition, by a member or, with a link, by whoever has it."""
    audience = Audience.LINKS if asker.link else Audience.MEMBERS
    chart = chart_in(contents.read(publication.contents.get(audience=audience)), "plans")
    assert chart
    values = {"audience": audience, "text": ASKED, "nonce": "a", "asker": asker, "now": NOW, **fields}
    return ask(publication, chart, **values)
