from typing import Self

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models

from safetyvalve.core.models.user import User

PLAIN_COLOUR = "#1d4f91"
"""As in the style sheet of every page, which a council's own colour overrides."""


class AuthorityQuerySet(models.QuerySet["Authority"]):
    def of(self, user: User, *, on: object) -> Self:
        """Councils in which ``user`` holds a role on that date."""
        from safetyvalve.core.models.membership import Membership

        return self.filter(pk__in=Membership.objects.filter(user=user).in_force(on).values("authority"))

    def by_code(self, code: str) -> "Authority":
        """The council with this GSS code (E06000046) or three-digit LA code (921)."""
        return self.get(models.Q(gss_code__iexact=code) | models.Q(la_code=code))


class Authority(models.Model):
    """A local authority: the council whose record this is."""

    gss_code = models.CharField(
        "GSS code",
        max_length=9,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]\d{8}$", "Enter a GSS code, for example E06000046.")],
    )
    la_code = models.CharField(
        "LA code",
        max_length=3,
        unique=True,
        validators=[RegexValidator(r"^\d{3}$", "Enter the three-digit LA code, for example 921.")],
    )
    name = models.CharField(max_length=120, unique=True)
    colour = models.CharField(
        max_length=7,
        default=PLAIN_COLOUR,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Enter a colour such as #1d4f91.")],
    )
    small_count_threshold = models.PositiveSmallIntegerField(
        default=5,
        validators=[MinValueValidator(1)],
        help_text="Counts below this number, other than zero, are hidden from people outside the programme.",
    )
    is_illustrative = models.BooleanField(
        default=False, help_text="A demonstration: some figures, people and states are not real."
    )
    notice = models.TextField(blank=True, help_text="Shown on every page of this council.")

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.name

    @property
    def has_own_colour(self) -> bool:
        """Whether it chose one: what every page has without that is the product's own."""
        return self.colour.lower() != PLAIN_COLOUR
