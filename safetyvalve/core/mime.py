"""An e-mail of the outbox as the mail server is handed it: its words as text and HTML, and what goes with them."""

from email.encoders import encode_base64
from email.mime.base import MIMEBase

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from safetyvalve.core.models import OutgoingAttachment, OutgoingEmail


def message_of(email: OutgoingEmail, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    """The message with its attachments; pictures that the HTML shows are parts of it, not files beside it."""
    message = EmailMultiAlternatives(
        email.subject, email.text, None, [email.to], headers=email.headers, connection=connection
    )
    if email.html:
        message.attach_alternative(email.html, "text/html")
    attachments = list(email.attachments.all())
    for each in attachments:
        message.attach(_part(each))
    if attachments and all(each.content_id for each in attachments):
        message.mixed_subtype = "related"  # type: ignore[attr-defined]  # known to Django 5.2, not to the stubs of 6.1
    return message


def _part(attachment: OutgoingAttachment) -> MIMEBase:
    part = MIMEBase(*attachment.content_type.split("/", 1))
    part.set_payload(bytes(attachment.content))
    encode_base64(part)
    part.add_header(
        "Content-Disposition", "inline" if attachment.content_id else "attachment", filename=attachment.name
    )
    if attachment.content_id:
        part.add_header("Content-ID", f"<{attachment.content_id}>")
    return part
