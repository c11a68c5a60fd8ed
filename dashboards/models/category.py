from typing import Self

from django.db import models
from django.db.models import Q

from safetyvalve.core.models import Authority


class ForCouncilQuerySet(models.QuerySet):
    """Rows shipped for everybody (no council), and a council's own, which stand before shipped ones of the same key."""

    def usable_by(self, authority: Authority) -> Self:
        return self.filter(Q(authority=None) | Q(authority=authority))


class Category(models.Model):
    """One heading of a breakdown: topic "source", code "parent", label "Parent or young person".

    A council may relabel or reorder a shipped heading by keeping a row of its own with the same topic and code.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="categories")
    topic = models.SlugField(max_length=40)
    code = models.CharField(max_length=80)
    label = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ForCouncilQuerySet.as_manager()

    class Meta:
        ordering = ("topic", "order", "label")
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "code"], condition=Q(authority__isnull=True), name="shipped_category_once"
            ),
            models.UniqueConstraint(
                fields=["authority", "topic", "code"],
                condition=Q(authority__isnull=False),
                name="council_category_once",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Crosswalk(models.Model):
    """Where a heading of a fine breakdown goes in a coarser one: placement "special_academy" into group "special".

    Figures are kept at the finest grain and grouped when they are read, so that a changed crosswalk regroups history.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="crosswalks")
    topic = models.SlugField(max_length=40)
    code = models.CharField(max_length=80)
    group_topic = models.SlugField(max_length=40)
    group_code = models.CharField(max_length=80)

    objects = ForCouncilQuerySet.as_manager()

    class Meta:
        ordering = ("topic", "group_topic", "code")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "code", "group_topic"],
                condition=Q(authority__isnull=True),
                name="shipped_crosswalk_once",
            ),
            models.UniqueConstraint(
                fields=["authority", "topic", "code", "group_topic"],
                condition=Q(authority__isnull=False),
                name="council_crosswalk_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.code} in {self.group_topic} {self.group_code}"


class ReturnCode(models.Model):
    """What a code of a SEN2 item means to the product: item "RequestOutcome", code "N", meaning "refused".

    Data and not code, because not every letter of the return is published where it can be read.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="return_codes")
    item = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    meaning = models.SlugField(max_length=60)

    objects = ForCouncilQuerySet.as_manager()

    class Meta:
        ordering = ("item", "code")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "code"], condition=Q(authority__isnull=True), name="shipped_return_code_once"
            ),
            models.UniqueConstraint(
                fields=["authority", "item", "code"],
                condition=Q(authority__isnull=False),
                name="council_return_code_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.code}: {self.meaning}"
