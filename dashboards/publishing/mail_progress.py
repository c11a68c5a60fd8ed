"""How far an edition's e-mails have got, person by person, and what somebody can do about those that did not go."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from dashboards.models import EditionEmail, EditionMailing, Publication, ShareLink
from dashboards.publishing.links import Made
from dashboards.publishing.mail_choices import NotSent
from dashboards.publishing.mailing import Writer, link_for, locked, whom
from safetyvalve.core import audit, outbox
from safetyvalve.core.models import Authority, OutgoingEmail, User
from safetyvalve.core.models.outgoing_email import IN_DOUBT_AFTER
from safetyvalve.core.services.refusals import NotAllowed

NO_SUCH_ADDRESS = "The mail server takes no e-mail for this address."


@dataclass(frozen=True)
class Standing:
    """What the page of a published edition says of its e-mails: the mailing and everybody in it, or how many people
    could still be e-mailed."""

    mailing: EditionMailing | None
    people: list["Progress"]
    could: int = 0

    @property
    def open(self) -> list["Progress"]:
        """Those that need somebody."""
        return [each for each in self.people if each.is_open]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many are in each state: "Sent", 12."""
        return sorted(Counter(each.state for each in self.people).items(), key=lambda pair: -pair[1])


def standing_of(publication: Publication, now: datetime) -> Standing:
    """One query for the mailing and one for its people; or three where it has not been e-mailed."""
    mailing = EditionMailing.objects.filter(publication=publication).select_related("made_by").first()
    if mailing is None:
        return Standing(None, [], len(whom(publication, now).everybody))
    return Standing(mailing, progress_of(publication, now))


def in_need(authority: Authority, now: datetime) -> QuerySet[Publication]:
    """Published editions of which e-mails wait for somebody, each with how many (``open_emails``). One query."""
    given_up = Q(mailing__emails__outgoing__given_up_at__isnull=False)
    given_up &= ~Q(mailing__emails__outgoing__last_error__in=list(NotSent))
    doubtful = Q(
        mailing__emails__outgoing__sent_at=None,
        mailing__emails__outgoing__given_up_at=None,
        mailing__emails__outgoing__claimed_at__lte=now - IN_DOUBT_AFTER,
    )
    live = Publication.objects.filter(authority=authority).live().filter(given_up | doubtful)
    return live.annotate(open_emails=Count("mailing__emails", distinct=True))


@dataclass(frozen=True)
class Progress:
    """Where one person's e-mail is. ``is_open`` is when somebody may send it again, ``is_doubtful`` when nobody knows
    whether it went."""

    email: EditionEmail
    name: str
    state: str
    at: datetime | None = None
    why: str = ""
    is_open: bool = False
    is_doubtful: bool = False


def progress_of(publication: Publication, now: datetime) -> list[Progress]:
    """Everybody an edition was e-mailed to; those who need somebody first. One query."""
    emails = EditionEmail.objects.filter(mailing__publication=publication)
    people = emails.select_related("user", "reader", "outgoing").defer("outgoing__text", "outgoing__html")
    found = [progress(each, now) for each in people]
    return sorted(found, key=lambda each: (not each.is_open, each.name.casefold()))


def progress(email: EditionEmail, now: datetime) -> Progress:
    """Where this e-mail is, with its ``outgoing``, ``user`` and ``reader`` at hand."""
    outgoing, name = email.outgoing, email.reader.called if email.reader else str(email.user)
    if outgoing.sent_at:
        return Progress(email, name, "Sent", outgoing.sent_at)
    if outgoing.given_up_at and outgoing.last_error in list(NotSent):
        return Progress(email, name, "Not sent", outgoing.given_up_at, outgoing.last_error)
    if outgoing.given_up_at:
        return Progress(email, name, "Given up", outgoing.given_up_at, _why(outgoing), is_open=True)
    if is_in_doubt(outgoing, now):
        why = "The connection broke off: it may have arrived, or not."
        return Progress(email, name, "In doubt", outgoing.claimed_at, why, is_open=True, is_doubtful=True)
    if outgoing.attempts and not outgoing.claimed_at:
        return Progress(email, name, "Tried again after", outgoing.not_before, _why(outgoing))
    return Progress(email, name, "Waiting", outgoing.queued_at)


def is_in_doubt(outgoing: OutgoingEmail, now: datetime) -> bool:
    if outgoing.sent_at or outgoing.given_up_at or outgoing.claimed_at is None:
        return False
    return outgoing.claimed_at <= now - IN_DOUBT_AFTER


@transaction.atomic
def send_again(email: EditionEmail, *, by: User, now: datetime) -> None:
    """Write one that was given up, or is in doubt, anew, and send it. Somebody on the mailing list gets another link,
    and the first is closed.

    Raises NotAllowed when it has gone or may yet go, when the person has stopped the e-mails, and for an edition that
    is not published any more.
    """
    email, publication = _mine(email)
    _refuse_again(email, publication, now)
    outbox.settle(email.outgoing, arrived=False, now=now)
    writer = Writer(publication, now)
    email.attempt += 1
    if email.reader and email.link:
        old = email.link
        fields = {"expires_on": old.expires_on, "pin_hash": old.pin_hash, "made_at": now, "made_by": by}
        link, token = link_for(email.reader, publication, **fields)
        link.save()
        ShareLink.objects.filter(pk=old.pk, revoked_at=None).update(revoked_at=now, revoked_by=by)
        email.link, email.outgoing = link, writer.to_reader(email.reader, Made(link, token), email.attempt)
    elif email.user:
        email.outgoing = writer.to_member(email.user, email.attempt)
    email.save(update_fields=["attempt", "link", "outgoing"])
    outbox.send_after_commit(email.outgoing, now=now)
    _record(email, publication, "edition_emailed_again", by, now)


@transaction.atomic
def note_arrival(email: EditionEmail, *, by: User, now: datetime) -> None:
    """Somebody has asked: the e-mail in doubt has arrived. Raises NotAllowed for one that is not in doubt."""
    email, publication = _mine(email)
    if not outbox.settle(email.outgoing, arrived=True, now=now):
        raise NotAllowed(["There is no doubt about this e-mail."])
    _record(email, publication, "edition_email_arrived", by, now)


@transaction.atomic
def leave(email: EditionEmail, *, by: User, now: datetime) -> None:
    """Nothing more is done about one that was given up, or is in doubt: nobody is reminded of it any more.

    Raises NotAllowed for one that has gone or is on its way.
    """
    email, publication = _mine(email)
    if not progress(email, now).is_open:
        raise NotAllowed(["This e-mail has gone, or is on its way."])
    outbox.settle(email.outgoing, arrived=False, now=now)
    OutgoingEmail.objects.filter(pk=email.outgoing_id).update(last_error=NotSent.LEFT)
    _record(email, publication, "edition_email_left", by, now)


def _refuse_again(email: EditionEmail, publication: Publication, now: datetime) -> None:
    if not publication.is_published:
        raise NotAllowed(["This edition is not published any more."])
    if not (email.outgoing.given_up_at or is_in_doubt(email.outgoing, now)):
        raise NotAllowed(["This e-mail has gone, or is on its way."])
    still = whom(publication, now).everybody
    if not any(each.user == email.user and each.reader == email.reader for each in still):
        raise NotAllowed(["They are not e-mailed any more: they have stopped the e-mails, or were removed."])


def _mine(email: EditionEmail) -> tuple[EditionEmail, Publication]:
    publication = locked(email.mailing.publication)
    related = ("outgoing", "reader", "user", "link", "mailing")
    return EditionEmail.objects.select_related(*related).get(pk=email.pk), publication


def _record(email: EditionEmail, publication: Publication, action: str, by: User, now: datetime) -> None:
    audit.record(authority=publication.authority, by=by, action=action, subject=publication, now=now)


def _why(outgoing: OutgoingEmail) -> str:
    """What the mail server said, in plain words where we have them."""
    if outgoing.last_error.startswith("SMTPRecipientsRefused"):
        return NO_SUCH_ADDRESS
    return outgoing.last_error
