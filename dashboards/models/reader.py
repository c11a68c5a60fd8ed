"""Who is e-mailed about editions: the council's own mailing list, and what people with an account have chosen."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from safetyvalve.core.constraints import both_or_neither
from safetyvalve.core.models import Authority


class EditionReaderQuerySet(models.QuerySet["EditionReader"]):
    def listed(self) -> Self:
        """On the list, whether or not they have stopped the e-mails."""
        return self.filter(removed_at=None)

    def receiving(self) -> Self:
        """On the list, and not stopped."""
        return self.listed().filter(unsubscribed_at=None)


class EditionReader(models.Model):
    """Somebody without an account whom the council e-mails its editions, each with a link of their own.

    Rows are never deleted: who stopped the e-mails must not get them again because somebody types the address anew.
    ``mail_key`` is what the link in their e-mails names; ``asked_at`` is when they were asked to come back.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="edition_readers")
    email = models.EmailField()
    name = models.CharField(max_length=80, blank=True)
    mail_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    unsubscribed_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)

    objects = EditionReaderQuerySet.as_manager()

    class Meta:
        ordering = ("name", "email")
        constraints = [
            models.UniqueConstraint(fields=["authority", "email"], name="edition_reader_once"),
            both_or_neither("removed_at", "removed_by", name="edition_reader_removed_at_and_by"),
        ]

    @property
    def called(self) -> str:
        """How the council's own pages name them."""
        return self.name or self.email

    def __str__(self) -> str:
        return self.named_in_audit(self.pk)

    @staticmethod
    def named_in_audit(key: object) -> str:
        """What the audit keeps for ever: neither name nor address, so that both can go with the person."""
        return f"Number {key} of the mailing list"


class EditionPreference(models.Model):
    """Whether a person with an account is e-mailed when an edition is published; None as long as they have not said.

    Then members of the forum are e-mailed, and nobody else. ``mail_key`` is what the link in their e-mails names.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="edition_preferences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="edition_preferences")
    wants = models.BooleanField(null=True)
    mail_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    chosen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("authority", "user")
        constraints = [models.UniqueConstraint(fields=["authority", "user"], name="edition_preference_once")]

    def __str__(self) -> str:
        return f"{self.user}, {self.authority}"


class EditionMailing(models.Model):
    """That an edition was e-mailed, once, and by whom."""

    publication = models.OneToOneField("dashboards.Publication", models.PROTECT, related_name="mailing")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.publication}, by e-mail"


class EditionEmail(models.Model):
    """One person's e-mail about an edition, and for somebody on the mailing list the link in it.

    ``outgoing`` and ``link`` are the last ones: those of an e-mail sent again take the place of the first.
    """

    mailing = models.ForeignKey(EditionMailing, models.PROTECT, related_name="emails")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reader = models.ForeignKey(EditionReader, models.PROTECT, null=True, blank=True, related_name="emails")
    link = models.ForeignKey("dashboards.ShareLink", models.PROTECT, null=True, blank=True, related_name="+")
    outgoing = models.OneToOneField("core.OutgoingEmail", models.PROTECT, related_name="+")
    attempt = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("mailing", "pk")
        constraints = [
            models.UniqueConstraint(fields=["mailing", "user"], name="edition_email_once_a_member"),
            models.UniqueConstraint(fields=["mailing", "reader"], name="edition_email_once_a_reader"),
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(reader__isnull=True), name="edition_email_to_one_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.reader)
