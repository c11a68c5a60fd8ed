"""Questions about an edition in the states of their lives, for looking at their pages."""

from datetime import datetime, timedelta
from typing import Any

from dashboards.models import Publication
from dashboards.publishing.answering import decline, publish_answer, save_draft
from dashboards.publishing.questions import Asker
from safetyvalve.core.models import User
from tests.question_examples import asked

LISTED = "The plan expected fewer.\n\n- More families asked\n- **Fewer** plans ended"


def make(editions: dict[str, Any], *, by: User, now: datetime) -> dict[str, Any]:
    """Keys by the part of an address, and by the name of the state. ``editions`` are those of ``edition_states``."""
    edition = Publication.objects.get(pk=editions["publication_id"])
    member = User.objects.get(email="forum@saltmarsh.example")
    stamps = {"by": by, "now": now}
    waiting = asked(edition, Asker(user=member), now=now - timedelta(days=11))
    doubtful = asked(
        edition,
        Asker(link=edition.links.first(), name="A head teacher", email="head@school.example"),
        text="Why do 3 children at Marsh Lane Primary School wait?\n\n" + "a" * 200,
        now=now - timedelta(days=2),
    )
    save_draft(doubtful, wording=doubtful.asked, answer="Only two families asked.", revision=0, **stamps)
    answers = [asked(edition, Asker(user=member), text=f"What was expected in year {n}?", now=now) for n in range(1, 4)]
    for each in answers:
        publish_answer(each, wording=each.asked, answer=LISTED, audiences=["links", "public"], revision=0, **stamps)
    declined = asked(edition, Asker(user=member), text="What about my neighbour?", now=now)
    decline(declined, reason="It is about one family.", deletes_words=True, revision=0, **stamps)
    return {
        "chart": "plans",
        "question_id": waiting.pk,
        "doubtful": doubtful.pk,
        "answered": answers[0].pk,
        "declined": declined.pk,
        "asked_of_withdrawn": f"/c/{edition.authority.la_code}/publications/{editions['withdrawn']}/ask/plans/",
    }
