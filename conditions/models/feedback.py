from typing import ClassVar

from django.conf import settings
from django.db import models

from conditions.models.condition import Condition
from conditions.models.response import Answer
from conditions.models.submission import Submission


class Feedback(models.Model):
    """What DfE said about a submitted return, and what it decided about payment."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        CHANGES_REQUESTED = "changes_requested", "Changes requested"

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="feedback")
    received_on = models.DateField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    text = models.TextField(blank=True)
    payment_decision = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"DfE feedback on {self.submission}"


class FeedbackAction(models.Model):
    """Something DfE asked for, to be answered in the next return."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="actions")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    condition = models.ForeignKey(Condition, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("feedback", "order")

    def __str__(self) -> str:
        return f"DfE action {self.order}"


class FeedbackAnswer(Answer):
    """The answer, in a later return, to one thing DfE asked for."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="feedback_answers")
    action = models.ForeignKey(FeedbackAction, models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("text",)

    class Meta:
        ordering = ("submission", "action__order")
        constraints = [models.UniqueConstraint(fields=["submission", "action"], name="feedback_answer_once")]

    def __str__(self) -> str:
        return f"Answer to {self.action}"
