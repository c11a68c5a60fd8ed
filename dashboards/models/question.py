"""Questions that readers of an edition ask about a chart, and what the council answers."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When

from dashboards.models.publication import Audience, Publication, ShareLink
from safetyvalve.core.constraints import both_or_neither
from safetyvalve.core.models import Authority


class QuestionQuerySet(models.QuerySet["Question"]):
    def of(self, authority: Authority) -> Self:
        return self.filter(publication__authority=authority)

    def waiting(self) -> Self:
        """Nobody has answered or declined them yet."""
        return self.filter(state=Question.State.WAITING)

    def to_be_read(self) -> Self:
        """Those that wait first, the oldest of them at the top; then what was answered, declined and withdrawn."""
        order = [When(state=state, then=Value(place)) for place, state in enumerate(Question.State.values)]
        return self.order_by(Case(*order), "asked_at", "pk")


class Question(models.Model):
    """A question that a reader asked about one chart of an edition, and what came of it. Kept for ever.

    ``asked`` is as it was typed: readers never see it. They see ``wording`` (or ``asked``, where an officer released it
    as it is) and ``answer``, once the state says so and only in ``audiences``. ``chart`` and ``chart_title`` are the
    chart's key and finding as the asker saw them. ``asker_email`` and ``asker_name`` are there for somebody with a link
    who typed them, until they are answered. ``digest`` makes a form that is sent twice one question.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        PUBLISHED = "published", "Answer published"
        PRIVATE = "private", "Answered to the person who asked"
        WITHDRAWN = "withdrawn", "Answer withdrawn"
        DECLINED = "declined", "Declined"

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="questions")
    chart = models.CharField(max_length=80)
    chart_title = models.TextField()
    audience = models.CharField(max_length=10, choices=Audience.choices)
    asked = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    link = models.ForeignKey(ShareLink, models.PROTECT, null=True, blank=True, related_name="questions")
    asker_name = models.CharField(max_length=80, blank=True)
    asker_email = models.EmailField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    wording = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    audiences = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(null=True, blank=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")
        indexes = [models.Index(fields=["publication", "state"], name="question_edition_state")]
        constraints = [
            both_or_neither("answered_at", "answered_by", name="question_answered_at_and_by"),
            both_or_neither("changed_at", "changed_by", name="question_changed_at_and_by"),
            both_or_neither("updated_at", "updated_by", name="question_updated_at_and_by"),
            models.CheckConstraint(
                condition=~Q(state="published") | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="question_published_has_answer",
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def can_be_reached(self) -> bool:
        """Whether an e-mail to the person who asked has anywhere to go."""
        return bool(self.asked_by_id or self.asker_email)

    @property
    def released_wording(self) -> str:
        """The question in the words that readers are given."""
        return self.wording or self.asked

    @property
    def tone(self) -> str:
        """The colour of its status tag."""
        tones = {self.State.WAITING: "blue", self.State.PUBLISHED: "green"}
        return tones.get(self.State(self.state), "grey")

    def __str__(self) -> str:
        return f"Question {self.pk} about {self.chart_title}"
