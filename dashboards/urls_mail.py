"""Addresses of the mailing list, of e-mailing an edition, and of choosing whether to be e-mailed."""

from django.urls import path

from dashboards.views.publishing import mail_preferences, publishing, readers

_PUBLICATIONS = "c/<str:la_code>/publications/"
_PUBLICATION = f"{_PUBLICATIONS}<int:publication_id>/"
_READERS = f"{_PUBLICATIONS}readers/"

urlpatterns = [
    path(_READERS, readers.readers, name="readers"),
    path(f"{_READERS}new/", readers.reader_add, name="reader-add"),
    path(f"{_READERS}many/", readers.readers_add, name="readers-add"),
    path(f"{_READERS}<int:reader_id>/remove/", readers.reader_remove, name="reader-remove"),
    path(f"{_PUBLICATION}publish/", publishing.publication_publish, name="publication-publish"),
    path(f"{_PUBLICATION}e-mail/", publishing.publication_email, name="publication-email"),
    path(f"{_PUBLICATION}e-mails/<int:email_id>/", publishing.email_again, name="email-again"),
    path(f"{_PUBLICATIONS}e-mails/", mail_preferences.mail_preference, name="mail-preference"),
    path("e-mails/<str:mail_token>/", mail_preferences.mail_choice, name="mail-choice"),
]
