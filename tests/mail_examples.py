"""Examples for the addresses of e-mails about editions: a person on the mailing list, an e-mail that was given up."""

from typing import Any

from dashboards.models import EditionEmail, EditionMailing, EditionReader, Publication
from dashboards.publishing.mail_choices import token_of
from safetyvalve.core.models import Authority, OutgoingEmail, User
from tests.factories import NOW


def furnish(edition: Publication, by: User) -> None:
    authority = edition.authority
    reader = EditionReader.objects.create(
        authority=authority, email="reader@elsewhere.example", name="A reader", added_at=NOW, added_by=by
    )
    outgoing = OutgoingEmail.objects.create(
        authority=authority,
        key=f"edition-{edition.pk}-to-reader-{reader.pk}-1",
        to=reader.email,
        subject="Dashboard",
        queued_at=NOW,
        given_up_at=NOW,
        last_error="SMTPRecipientsRefused: no such mailbox",
    )
    mailing = EditionMailing.objects.create(publication=edition, made_at=NOW, made_by=by)
    EditionEmail.objects.create(mailing=mailing, reader=reader, outgoing=outgoing)


def parts(authority: Authority) -> dict[str, Any]:
    reader = EditionReader.objects.get(authority=authority)
    return {
        "reader_id": reader.pk,
        "email_id": EditionEmail.objects.get(reader=reader).pk,
        "mail_token": token_of(reader.mail_key),
    }
