from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from safetyvalve.core.models.authority import Authority
from safetyvalve.core.roles import Role


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, on: Any) -> Self:
        """Memberships that hold on the date ``on`` (both ends included)."""
        return self.filter(Q(starts_on__lte=on), Q(ends_on__isnull=True) | Q(ends_on__gte=on), user__is_active=True)


class Membership(models.Model):
    """A person's role in one council, from a date and perhaps to a date.

    A person may hold several roles and belong to several councils. Ending a membership sets its
    date; rows are never deleted, because sign-offs refer to them.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    deputises_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="deputies", editable=False
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("authority", "role", "starts_on")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["user", "authority", "role"],
                condition=Q(ends_on__isnull=True),
                name="membership_open_once_per_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.authority}"

    def is_in_force(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)
