from typing import Self

from django.db import models

from safetyvalve.core.models import Authority
from safetyvalve.core.roles import Role


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def usable_by(self, authority: Authority) -> Self:
        """Programmes shipped with the product and the council's own."""
        return self.filter(models.Q(authority=None) | models.Q(authority=authority))


class Programme(models.Model):
    """A kind of plan that a council reports on, with its words, RAG scale and signing roles, all as data.

    Safety Valve ships in a termly and a quarterly form. ``authority`` is empty for a shipped
    programme and names the council for its own.
    """

    class Cadence(models.TextChoices):
        TERMLY = "termly", "Three times a year"
        QUARTERLY = "quarterly", "Every quarter"
        MONTHLY = "monthly", "Every month"

    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="programmes")
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    condition_word = models.CharField(max_length=40, default="condition")
    conditions_word = models.CharField(max_length=40, default="conditions")
    cadence = models.CharField(max_length=10, choices=Cadence.choices, default=Cadence.TERMLY)
    layout = models.SlugField(default="dfe-safety-valve-2024")
    signing_roles = models.JSONField(default=list)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def signatories(self) -> list[Role]:
        """The roles that must each sign, in the order in which a return lists them."""
        return [Role(role) for role in self.signing_roles]


class RagLevel(models.Model):
    """One level of a programme's RAG scale: its word, its meaning, and what choosing it requires.

    Code asks ``needs_mitigation``, ``needs_recovery`` and ``is_complete``; it never tests a colour.
    """

    class Colour(models.TextChoices):
        BLUE = "blue", "Blue"
        GREEN = "green", "Green"
        AMBER = "amber", "Amber"
        RED = "red", "Red"

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="rag_levels")
    key = models.SlugField(max_length=40)
    word = models.CharField(max_length=30)
    colour = models.CharField(max_length=10, choices=Colour.choices)
    meaning = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField()
    needs_mitigation = models.BooleanField(default=False)
    needs_recovery = models.BooleanField(default=False)
    is_complete = models.BooleanField(default=False)

    class Meta:
        ordering = ("programme", "order")
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="rag_level_key_once"),
            models.UniqueConstraint(fields=["programme", "order"], name="rag_level_order_once"),
        ]

    def __str__(self) -> str:
        return self.word
