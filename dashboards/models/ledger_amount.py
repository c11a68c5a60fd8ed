from django.conf import settings
from django.db import models

from safetyvalve.core.models import Authority


class LedgerAmount(models.Model):
    """Which column of a council's ledger extracts is the amount, where their headings leave it open.

    ``headings`` are the columns in question ("balance|forecast|period"), ``heading`` the one that was chosen;
    ``by_month`` says that each of its amounts is of its row's own period, and not of the year.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="ledger_amounts")
    headings = models.CharField(max_length=200)
    heading = models.CharField(max_length=60)
    by_month = models.BooleanField(default=True)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("headings",)
        constraints = [models.UniqueConstraint(fields=["authority", "headings"], name="ledger_amount_once")]

    def __str__(self) -> str:
        return self.heading
