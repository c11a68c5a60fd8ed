"""Editions: what a council publishes of its figures, frozen for each audience, and the links that open it."""

from collections.abc import Collection
from datetime import date
from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from safetyvalve.core.constraints import both_or_neither
from safetyvalve.core.models import Authority


class Audience(models.TextChoices):
    MEMBERS = "members", "Forum members who sign in"
    LINKS = "links", "People with a link"
    PUBLIC = "public", "Everybody, on the public page"

    @classmethod
    def in_order(cls) -> models.Case:
        """For sorting rows by their audience: from those who are known to those who are not."""
        return models.Case(*(models.When(audience=each, then=position) for position, each in enumerate(cls)))


class PublicationQuerySet(models.QuerySet["Publication"]):
    def live(self) -> Self:
        """Editions that readers can open now."""
        return self.filter(state=Publication.State.PUBLISHED)

    def known(self) -> Self:
        """Editions whose counts readers have: those that are live, and those that a correction was published for,
        whatever became of the correction.

        One that was withdrawn without a correction is not among them, though somebody may have saved it. Counts of an
        edition that readers have are public: a small one that should never have been printed would be printed again,
        and one that the others give away would stop the right edition of the same month and every later one with it.
        """
        replaced = Q(state=Publication.State.WITHDRAWN, corrections__published_at__isnull=False)
        return self.filter(Q(state=Publication.State.PUBLISHED) | replaced).distinct()

    def named_for(self, audience: str) -> Self:
        """Each with the title that this audience knows it by, for its ``reader_name``."""
        own = PublicationAudience.objects.filter(publication=OuterRef("pk"), audience=audience).exclude(title="")
        return self.annotate(reader_title=Coalesce(Subquery(own.values("title")[:1]), F("title")))


class Publication(models.Model):
    """An edition of a month's figures. While it is prepared it is a choice of charts and words; publishing freezes
    what each audience sees, and only withdrawing takes it from readers.

    ``month`` is the first day of the month it is about. A correction names the edition whose place it takes.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", "Being prepared"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="publications")
    month = models.DateField()
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    correction_note = models.TextField(blank=True)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal_reason = models.TextField(blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ("-month", "-pk")
        constraints = [
            both_or_neither("published_at", "published_by", name="publication_published_at_and_by"),
            both_or_neither("withdrawn_at", "withdrawn_by", name="publication_withdrawn_at_and_by"),
            models.CheckConstraint(
                condition=Q(state="withdrawn") | Q(withdrawn_at__isnull=True), name="publication_withdrawn_has_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="publication_published_has_time"
            ),
        ]

    @property
    def is_prepared(self) -> bool:
        return self.state == self.State.PREPARED

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @cached_property
    def corrected_by(self) -> "Publication | None":
        """The correction that took its place; None for one that still stands, or was simply withdrawn. One query where
        corrections were not fetched with it, and none while it stands."""
        if self.state != self.State.WITHDRAWN:
            return None
        took = (each for each in self.corrections.all() if each.published_at and each.published_at == self.withdrawn_at)
        return next(took, None)

    @property
    def standing(self) -> str:
        """Its state in a word. What a correction replaced was not withdrawn from anybody."""
        return "Corrected" if self.corrected_by else self.get_state_display()

    @property
    def reader_name(self) -> str:
        """What the readers it was ``named_for`` know it by."""
        return f"{getattr(self, 'reader_title', self.title)}, {self.month:%B %Y}"

    def __str__(self) -> str:
        return f"{self.title}, {self.month:%B %Y}"


class PublicationAudience(models.Model):
    """What is meant for one audience of an edition: its title where that is another than the edition's, its
    introduction, and which charts in which order."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="audiences")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    title = models.CharField(max_length=120, blank=True)
    introduction = models.TextField(blank=True)
    charts = models.JSONField(default=list)

    class Meta:
        ordering = ("publication", "audience")
        constraints = [
            models.UniqueConstraint(fields=["publication", "audience"], name="publication_audience_once"),
        ]

    def __str__(self) -> str:
        return f"{self.publication}, {self.get_audience_display()}"


class PublishedContent(models.Model):
    """What one audience sees of a published edition, as canonical text. ``sha256`` is over ``text``.

    Never changed: whatever becomes of the figures on record, this is what was published.
    """

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="contents")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    schema_version = models.PositiveSmallIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        ordering = ("publication", "audience")
        constraints = [models.UniqueConstraint(fields=["publication", "audience"], name="published_content_once")]

    def __str__(self) -> str:
        return f"Content {self.sha256[:12]}"


class PublishedCounts(models.Model):
    """The counts behind a published edition, shown and withheld, and how they add up: for the editions after it, and
    for whoever publishes. No reader is ever given this.
    """

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="counts")
    threshold = models.PositiveSmallIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        verbose_name_plural = "published counts"

    def __str__(self) -> str:
        return f"Counts {self.sha256[:12]}"


class ShareLink(models.Model):
    """An address that opens one edition to whoever has it, until it expires or is revoked.

    Only a digest of its secret part is kept: the address is shown once, when it is made. ``pin_hash`` is empty for a
    link without a PIN. ``expires_on`` is the last day on which it opens.
    """

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="links")
    token_sha256 = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80)
    expires_on = models.DateField()
    pin_hash = models.CharField(max_length=128, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = [both_or_neither("revoked_at", "revoked_by", name="share_link_revoked_at_and_by")]

    @property
    def called(self) -> str:
        """Whom it is for: the person on the mailing list that it was ``named`` with, or its label."""
        return getattr(self, "reader_called", None) or self.label

    @classmethod
    def labels_in_audit(cls, keys: Collection[str]) -> dict[str, str]:
        """What links are called in the audit: by their labels now, so that one that was once made under the name of
        somebody it was e-mailed to no longer says it. One query."""
        labels = dict(cls.objects.filter(pk__in=keys).values_list("pk", "label"))
        return {key: labels.get(int(key), "A link") for key in keys}

    def opens_on(self, day: date) -> bool:
        """Whether the link itself is good; its edition has to be published besides."""
        return self.revoked_at is None and day <= self.expires_on

    def __str__(self) -> str:
        return self.label


class LinkViews(models.Model):
    """How often a link was opened in one hour. Nothing is kept about who opened it."""

    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="views")
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("link", "hour")
        verbose_name_plural = "link views"
        constraints = [models.UniqueConstraint(fields=["link", "hour"], name="link_views_once_an_hour")]

    def __str__(self) -> str:
        return f"{self.link}: {self.count}"
