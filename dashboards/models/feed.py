"""Keys with which Power BI and Excel read a council's published figures, and how often they do."""

from django.conf import settings
from django.db import models

from dashboards.models.publication import Audience
from safetyvalve.core.constraints import both_or_neither
from safetyvalve.core.models import Authority


class FeedKey(models.Model):
    """A key that reads what one audience of one council may read, and nothing else, until it is revoked.

    Only a digest of it is kept: the key is shown once, when it is made.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="feed_keys")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    label = models.CharField(max_length=80)
    key_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = [both_or_neither("revoked_at", "revoked_by", name="feed_key_revoked_at_and_by")]

    def __str__(self) -> str:
        return self.label


class FeedUse(models.Model):
    """How often a key was used on one day. Nothing is kept about who used it, or from where."""

    key = models.ForeignKey(FeedKey, models.CASCADE, related_name="uses")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("key", "day")
        constraints = [models.UniqueConstraint(fields=["key", "day"], name="feed_use_once_a_day")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
