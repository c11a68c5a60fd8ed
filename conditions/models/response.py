from typing import ClassVar

from django.conf import settings
from django.db import models

from conditions.models.condition import Condition
from conditions.models.programme import RagLevel
from conditions.models.submission import Submission


class Answer(models.Model):
    """An answer that two people might edit: carries the revision a save must name.

    ``updated_by`` matters beyond courtesy: nobody signs an answer they were last to edit.
    """

    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(null=True, blank=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    FIELDS: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


class ConditionResponse(Answer):
    """The council's update on one condition: a RAG, the progress, and what its RAG requires.

    ``delivery_rag`` and ``impact_rag`` serve programmes that rate activity and benefit apart.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="condition_responses")
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="responses")
    rag = models.ForeignKey(RagLevel, models.PROTECT, null=True, blank=True, related_name="+")
    delivery_rag = models.ForeignKey(RagLevel, models.PROTECT, null=True, blank=True, related_name="+")
    impact_rag = models.ForeignKey(RagLevel, models.PROTECT, null=True, blank=True, related_name="+")
    narrative = models.TextField(blank=True)
    mitigation = models.TextField(blank=True)
    recovery = models.TextField(blank=True)
    no_change = models.BooleanField(default=False)
    no_change_reason = models.TextField(blank=True)
    suggested_rag = models.ForeignKey(RagLevel, models.PROTECT, null=True, blank=True, related_name="+")
    rag_difference_reason = models.TextField(blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = (
        "rag",
        "delivery_rag",
        "impact_rag",
        "narrative",
        "mitigation",
        "recovery",
        "no_change",
        "no_change_reason",
        "rag_difference_reason",
    )

    class Meta:
        ordering = ("submission", "condition__order")
        constraints = [models.UniqueConstraint(fields=["submission", "condition"], name="response_once_per_condition")]

    def __str__(self) -> str:
        return f"Condition {self.condition.number}"


class SummaryAnswers(Answer):
    """The parts of a return that belong to no condition: preamble, the two on-track answers, adviser support."""

    class YesNo(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="summary")
    preamble = models.TextField(blank=True)
    on_track_at_end = models.CharField(max_length=3, choices=YesNo.choices, blank=True)
    on_track_at_end_reason = models.TextField(blank=True)
    on_track_this_year = models.CharField(max_length=3, choices=YesNo.choices, blank=True)
    on_track_this_year_reason = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    adviser_early_years = models.CharField(max_length=3, choices=YesNo.choices, blank=True)
    adviser_inclusion = models.CharField(max_length=3, choices=YesNo.choices, blank=True)
    adviser_area = models.TextField(blank=True)
    adviser_benefit = models.TextField(blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = (
        "preamble",
        "on_track_at_end",
        "on_track_at_end_reason",
        "on_track_this_year",
        "on_track_this_year_reason",
        "summary",
        "adviser_early_years",
        "adviser_inclusion",
        "adviser_area",
        "adviser_benefit",
    )

    def __str__(self) -> str:
        return "Summary"


class AutosavedDraft(models.Model):
    """What a person had typed into one item and not saved. Theirs alone; gone when they save.

    Keeps typing safe without writing the record or the audit chain at every pause.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="autosaved_drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    item = models.CharField(max_length=60)
    fields = models.JSONField(default=dict)
    base_revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "user", "item"], name="autosaved_draft_once")]

    def __str__(self) -> str:
        return f"Unsaved words of {self.user} on {self.item}"
