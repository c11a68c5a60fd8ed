"""The e-mail to somebody whose question was answered or declined: to their address, about nothing else.

It repeats words of theirs only once an officer has released them, so that nobody can make the council write to
strangers in words of their own.
"""

from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse

from dashboards.models import Audience, Publication, Question
from dashboards.publishing.questions import standing_edition
from safetyvalve.core import outbox
from safetyvalve.render import prose


def tell(question: Question, now: datetime) -> None:
    """Write it down to be sent, if there is an address. That of somebody with a link is wiped once it is sent."""
    to = _address(question)
    if not to:
        return
    standing = standing_edition(question) or question.publication
    edition = Publication.objects.named_for(question.audience).get(pk=standing.pk)
    authority = question.publication.authority
    page = reverse("dashboards:publication", args=[authority.la_code, edition.pk])
    shown_to_members = question.is_published and Audience.MEMBERS in question.audiences
    context = {
        "question": question,
        "council": authority.name,
        "edition": edition.reader_name,
        "wording": _plain(question.released_wording),
        "answer": _plain(question.answer),
        "reason": _plain(question.reason),
        "page": outbox.absolute(f"{page}#about-{question.chart}") if question.asked_by and shown_to_members else "",
    }
    name = "question_declined" if question.state == Question.State.DECLINED else "question_answered"
    email = outbox.queue(
        f"{name}-{question.pk}-{question.revision}",
        to=to,
        subject=f"{authority.name}: your question about {edition.reader_name}",
        text=render_to_string(f"emails/{name}.txt", context).strip() + "\n",
        authority=authority,
        forget_address=question.asked_by is None,
        now=now,
    )
    outbox.send_after_commit(email, now=now)


def _address(question: Question) -> str:
    member = question.asked_by
    if member is not None:
        return member.email if member.is_active else ""
    return question.asker_email


def _plain(text: str) -> str:
    return prose.plain_text(prose.parse(text))
