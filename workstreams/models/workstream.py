from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from conditions.models import Agreement, Condition
from conditions.models.response import Answer
from safetyvalve.core.models import Authority


class WorkstreamQuerySet(models.QuerySet["Workstream"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(agreement__authority=authority)

    def running(self, on: date) -> Self:
        """Workstreams under way on that date."""
        return self.filter(starts_on__lte=on).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))


class Workstream(Answer):
    """A piece of local work towards one or more conditions. Workstreams change; conditions do not.

    ``ends_on`` is its last day. ``end_reason`` says why it ended when no other took over from it; otherwise the
    succession does.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="workstreams")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    conditions: models.ManyToManyField = models.ManyToManyField(
        Condition, through="WorkstreamCondition", related_name="workstreams"
    )

    FIELDS: ClassVar[tuple[str, ...]] = ("name", "description", "lead", "starts_on", "ends_on")

    objects = WorkstreamQuerySet.as_manager()

    class Meta:
        ordering = ("agreement", "order", "name")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "slug"], name="workstream_slug_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="workstream_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> list[str]:
        """The parts of an address that name this workstream: council, agreement, workstream."""
        return [self.agreement.authority.la_code, self.agreement.slug, self.slug]

    def get_absolute_url(self) -> str:
        return reverse("workstreams:workstream", args=self.address)

    def is_running(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


class WorkstreamCondition(models.Model):
    """That a workstream serves a condition, from a date and perhaps to a date."""

    workstream = models.ForeignKey(Workstream, models.CASCADE, related_name="condition_links")
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="workstream_links")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workstream", "condition", "starts_on"], name="workstream_condition_once")
        ]

    def __str__(self) -> str:
        return f"{self.workstream} serves {self.condition}"

    def is_in_force(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


class WorkstreamSuccession(models.Model):
    """That one workstream took over from another, when and why, so that RAG history survives re-profiling."""

    predecessor = models.ForeignKey(Workstream, models.PROTECT, related_name="successions_to")
    successor = models.ForeignKey(Workstream, models.PROTECT, related_name="successions_from")
    on = models.DateField()
    reason = models.TextField()

    class Meta:
        ordering = ("on", "pk")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_joins_two_workstreams"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} became {self.successor}"
