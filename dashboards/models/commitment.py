from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from conditions.models import Agreement, Assumption
from conditions.models.agreement import pounds_field
from conditions.models.response import Answer
from safetyvalve.core.constraints import both_or_neither
from safetyvalve.core.models import Authority


class CommitmentListQuerySet(models.QuerySet["CommitmentList"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(agreement__authority=authority)

    def confirmed(self) -> Self:
        """Those that were saved, removed ones too; without lists that are only tried out."""
        return self.filter(confirmed_at__isnull=False)

    def standing(self) -> Self:
        """Newest day first, and of a day the one saved last: the first of them counts."""
        found = self.filter(confirmed_at__isnull=False, removed_at__isnull=True)
        return found.order_by("-as_at", "-confirmed_at", "-pk")


class CommitmentList(models.Model):
    """What placements in force on a day are committed to cost, by provider type and month: sums, never a placement.

    Made from a placement list that is read and not kept, or from typed totals. Until it is confirmed it is a dry run,
    which counts nowhere. ``as_at`` is the day it describes; the one of that day that was confirmed last stands, and
    earlier ones stay readable. A removed one no longer counts. ``problems`` never quote a cell.
    """

    class Way(models.TextChoices):
        LIST = "list", "Placement list"
        TYPED = "typed", "Typed totals"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="commitment_lists")
    as_at = models.DateField()
    way = models.CharField(max_length=5, choices=Way.choices)
    source = models.CharField(max_length=300, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    file_size = models.PositiveBigIntegerField(default=0)
    file_sha256 = models.CharField(max_length=64, blank=True)
    rows_counted = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CommitmentListQuerySet.as_manager()

    class Meta:
        ordering = ("agreement", "-as_at", "-pk")
        constraints = [
            both_or_neither("confirmed_at", "confirmed_by", name="commitment_list_confirmed_at_and_by"),
            both_or_neither("removed_at", "removed_by", name="commitment_list_removed_at_and_by"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="commitment_list_removed_was_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"Commitments at {self.as_at:%d/%m/%Y} ({self.get_way_display().lower()})"


class Commitment(models.Model):
    """One provider type in one month of a list: how many placements run in it, and what they cost whom, in pounds.

    ``month`` is its first day. What nobody has said is empty, never £0.
    """

    commitment_list = models.ForeignKey(CommitmentList, models.CASCADE, related_name="cells")
    provider_type = models.CharField(max_length=40)
    month = models.DateField()
    placements = models.PositiveIntegerField(null=True, blank=True)
    dsg = pounds_field()
    health = pounds_field()
    social_care = pounds_field()

    class Meta:
        ordering = ("commitment_list", "provider_type", "month")
        constraints = [
            models.UniqueConstraint(fields=["commitment_list", "provider_type", "month"], name="commitment_once"),
            models.CheckConstraint(
                condition=(Q(dsg__isnull=True) | Q(dsg__gte=0))
                & (Q(health__isnull=True) | Q(health__gte=0))
                & (Q(social_care__isnull=True) | Q(social_care__gte=0)),
                name="commitment_is_no_income",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_type}, {self.month:%B %Y}"


class CommitmentBasis(Answer):
    """How an agreement's plans on the way are turned into money, and which lines the commitments are held against.

    Of each stage: the share expected to become plans, in per cent, and the weeks until they cost anything. A stage
    without a share or without weeks is not counted. The yearly cost of a new plan is that of ``assumption``, else
    ``unit_cost``. ``mix`` has by provider type the share of new plans and what one costs there, as decimal text: the
    one cost then counts for the rest only.
    """

    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="commitment_basis")
    assumption = models.ForeignKey(Assumption, models.PROTECT, null=True, blank=True, related_name="+")
    unit_cost = pounds_field()
    mix = models.JSONField(default=dict, blank=True)
    share_requests = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    weeks_requests = models.PositiveSmallIntegerField(null=True, blank=True)
    share_assessments = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    weeks_assessments = models.PositiveSmallIntegerField(null=True, blank=True)
    share_issuing = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    weeks_issuing = models.PositiveSmallIntegerField(null=True, blank=True)
    lines = models.JSONField(default=list, blank=True)
    evidence = models.TextField(blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = (
        *("assumption", "unit_cost", "mix", "share_requests", "weeks_requests", "share_assessments"),
        *("weeks_assessments", "share_issuing", "weeks_issuing", "lines", "evidence"),
    )

    def __str__(self) -> str:
        return "How plans on the way are costed"
