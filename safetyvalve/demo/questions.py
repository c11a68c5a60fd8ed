"""What readers asked about an edition, and what they were answered, as the file of the edition says."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from dashboards.models import Audience, Publication, Question, ShareLink
from dashboards.publishing import content as contents
from dashboards.publishing.answering import publish_answer
from dashboards.publishing.links import make_link
from dashboards.publishing.questions import Asker, ask, chart_in
from safetyvalve.core.roles import Role
from safetyvalve.demo.council import Council
from safetyvalve.demo.reading import Row
from safetyvalve.demo.timeline import Event

LINK_IS_GOOD_FOR = timedelta(days=60)


def events(council: Council, edition: Row) -> Iterator[Event]:
    """A question is asked by the member of the forum, or by somebody with a link who leaves no address."""
    for row in edition.get("questions", []):
        what = f"Question about {row['chart']}, {edition['month']:%B %Y}"
        yield Event(council.since(row["asked_on"], minute=56), what, partial(_ask, council, edition, row))
        if row.get("answer"):
            at = council.since(row["answered_on"], minute=57)
            yield Event(at, f"{what}, answered", partial(_answer, council, edition, row))


def _ask(council: Council, edition: Row, row: Row, now: datetime) -> None:
    publication = _edition(council, edition)
    label = row.get("by_link", "")
    member = council.holder(Role.FORUM_MEMBER)
    asker = Asker(link=_link(council, publication, label, now)) if label else Asker(user=member)
    audience = Audience.LINKS if label else Audience.MEMBERS
    chart = chart_in(contents.read(publication.contents.get(audience=audience)), row["chart"])
    if chart is None:
        raise ValueError(f"{publication} shows no chart {row['chart']} to them")
    ask(publication, chart, audience=audience, text=row["asked"].strip(), nonce="", asker=asker, now=now)


def _answer(council: Council, edition: Row, row: Row, now: datetime) -> None:
    question = Question.objects.get(publication=_edition(council, edition), asked=row["asked"].strip())
    publish_answer(
        question,
        wording=question.asked,
        answer=row["answer"].strip(),
        audiences=row.get("audiences", []),
        revision=question.revision,
        by=council.holder(Role.PROGRAMME_MANAGER),
        now=now,
    )


def _edition(council: Council, edition: Row) -> Publication:
    return Publication.objects.live().get(authority=council.authority, month=edition["month"], title=edition["title"])


def _link(council: Council, publication: Publication, label: str, now: datetime) -> ShareLink:
    last_day = (now + LINK_IS_GOOD_FOR).date()
    by = council.holder(Role.PROGRAMME_MANAGER)
    return make_link(publication, label=label, expires_on=last_day, by=by, now=now).link
