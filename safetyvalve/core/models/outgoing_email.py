from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from safetyvalve.core.models.authority import Authority

IN_DOUBT_AFTER = timedelta(minutes=15)
"""Handing an e-mail over takes seconds: what is claimed for longer has lost its process."""


class OutgoingEmailQuerySet(models.QuerySet["OutgoingEmail"]):
    def due(self, now: datetime) -> Self:
        """Waiting, not being sent by anybody, and not to be left for later."""
        return self.filter(
            Q(not_before__isnull=True) | Q(not_before__lte=now), sent_at=None, given_up_at=None, claimed_at=None
        )

    def unsure(self) -> Self:
        """Handed to the mail server by a process that did not live to hear the answer. Never sent again by itself."""
        return self.filter(sent_at=None, given_up_at=None, claimed_at__isnull=False)

    def in_doubt(self, now: datetime) -> Self:
        """Of these the ones that cannot be on their way any more: a person may decide about them."""
        return self.unsure().filter(claimed_at__lte=now - IN_DOUBT_AFTER)


class OutgoingEmail(models.Model):
    """One e-mail to one person, from the moment it was decided on. Written in the transaction of what it tells of.

    ``key`` says what it is ("edition-12-to-7"): queued again under the same key it is the same e-mail, sent once.
    Of one that ``holds_secret`` the words are wiped when it is sent or given up, of one that ``forgets_address`` to
    whom it went.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="outgoing_emails")
    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    holds_secret = models.BooleanField(default=False)
    forgets_address = models.BooleanField(default=False)

    objects = OutgoingEmailQuerySet.as_manager()

    class Meta:
        ordering = ("queued_at", "pk")
        indexes = [
            models.Index(fields=["not_before"], condition=Q(sent_at=None, given_up_at=None), name="outgoing_email_due")
        ]

    def __str__(self) -> str:
        return f"{self.subject}, to {self.to}"


class OutgoingAttachment(models.Model):
    """A file that goes with an e-mail, or a picture inside its HTML, which names it by ``content_id``."""

    email = models.ForeignKey(OutgoingEmail, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    content = models.BinaryField()
    content_id = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("email", "pk")

    def __str__(self) -> str:
        return self.name
