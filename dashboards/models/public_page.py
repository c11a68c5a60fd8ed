"""Whether a council shows editions to everybody, at one address of its own."""

from django.conf import settings
from django.db import models

from safetyvalve.core.models import Authority


class PublicPage(models.Model):
    """The council's choice to have a page that anybody can read. Closed, it and its editions say so and show nothing.

    ``contact`` is whom readers can ask, in the council's words: a team, an e-mail address or a telephone number.
    """

    authority = models.OneToOneField(Authority, models.PROTECT, related_name="public_page")
    is_open = models.BooleanField(default=False)
    contact = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Public page of {self.authority}"
