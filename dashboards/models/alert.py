from typing import Self

from django.conf import settings
from django.db import models

from dashboards.models.indicator import Indicator
from safetyvalve.core.constraints import both_or_neither
from safetyvalve.core.models import Authority


class MeasureOwner(models.Model):
    """The person who answers for a measure in one council, and hears first when it leaves its tolerance."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="measure_owners")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="owners")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="measures_owned")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("authority", "indicator")
        constraints = [models.UniqueConstraint(fields=["authority", "indicator"], name="measure_owner_one_per_council")]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.user}"


class AlertQuerySet(models.QuerySet["Alert"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(authority=authority)

    def open(self) -> Self:
        """What went off and has not come back."""
        return self.filter(direction=Alert.Direction.OFF, closed_at__isnull=True)


class Alert(models.Model):
    """That something watched left its tolerance in a period, or came back within it. Each is said once.

    ``key`` names what is watched ("measure:plans_maintained") for as long as it is watched. The words and figures are
    those of the day it was raised; ``closed_at`` is when it was found to be within its tolerance again, or no longer
    watched. ``owner`` answers for it, and with none the programme managers do. ``told`` counts the people who were sent
    an e-mail; ``note`` is what somebody does about it.
    """

    class Direction(models.TextChoices):
        OFF = "off", "Went off"
        BACK = "back", "Came back"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="alerts")
    key = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    period = models.CharField(max_length=80)
    period_end = models.DateField()
    direction = models.CharField(max_length=4, choices=Direction.choices)
    sentence = models.TextField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    target = models.DecimalField(max_digits=18, decimal_places=4)
    tolerance = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    page = models.CharField(max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    told = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ("-raised_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "key", "period_end", "direction"], name="alert_once_per_period_and_direction"
            ),
            both_or_neither("seen_at", "seen_by", name="alert_seen_at_and_by"),
        ]

    @property
    def is_off(self) -> bool:
        return self.direction == self.Direction.OFF

    @property
    def is_open(self) -> bool:
        return self.is_off and self.closed_at is None

    def __str__(self) -> str:
        return f"{self.name}, {self.period}: {self.get_direction_display().lower()}"


class AlertMail(models.Model):
    """That somebody chose to have no e-mails about alerts of a council, or to have them again. Usually none."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    is_wanted = models.BooleanField()
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "user"], name="alert_mail_once_per_person")]

    def __str__(self) -> str:
        return f"{self.user}: {'wanted' if self.is_wanted else 'not wanted'}"


class AlertWatch(models.Model):
    """Which figures of a council, and of which day, were looked at last: unless they moved nobody looks again."""

    authority = models.OneToOneField(Authority, models.CASCADE, related_name="+")
    stamp = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.authority}: {self.stamp}"
