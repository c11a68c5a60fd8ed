from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from conditions.models.agreement import AgreementVersion
from conditions.models.reporting import ReportingPeriod
from safetyvalve.core.constraints import both_or_neither
from safetyvalve.core.models import Authority


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(period__calendar__agreement__authority=authority)

    def published(self) -> Self:
        """Rounds that have left the council: what Schools Forum members may see."""
        return self.filter(status__in=Submission.OUTSIDE)

    def with_place(self) -> Self:
        """With everything that names it on a page, so that naming costs no query."""
        return self.select_related(
            "period__calendar__agreement__authority", "period__calendar__agreement__programme", "version"
        )


class Submission(models.Model):
    """One round of one period's return: its answers, and how far it has come.

    A new round is a new row copied forward; earlier rounds never change again.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        AWAITING_SIGN_OFF = "awaiting_sign_off", "Awaiting sign-off"
        SIGNED_OFF = "signed_off", "Signed off"
        SUBMITTED = "submitted", "Submitted"
        ACCEPTED = "accepted", "Accepted by DfE"
        CHANGES_REQUESTED = "changes_requested", "Changes requested by DfE"

    OUTSIDE = (Status.SUBMITTED, Status.ACCEPTED, Status.CHANGES_REQUESTED)

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="submissions")
    round = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT)
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="submissions")
    current_pack = models.ForeignKey(
        "conditions.Pack", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    sent_back_reasons = models.JSONField(default=dict, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ("period", "round")
        constraints = [
            models.UniqueConstraint(fields=["period", "round"], name="submission_round_once"),
            models.UniqueConstraint(
                fields=["period"],
                condition=Q(status__in=["draft", "awaiting_sign_off", "signed_off"]),
                name="submission_one_open_round",
            ),
            both_or_neither("sent_at", "sent_by", name="submission_sent_at_and_by"),
            both_or_neither("submitted_at", "submitted_by", name="submission_submitted_at_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.period}, round {self.round}"

    @property
    def is_editable(self) -> bool:
        """Answers change in draft only: sending locks them, and a submitted round never moves."""
        return self.status == self.Status.DRAFT

    @property
    def has_left(self) -> bool:
        return self.status in self.OUTSIDE

    @property
    def authority(self) -> Authority:
        return self.period.calendar.agreement.authority
