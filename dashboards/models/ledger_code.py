from django.conf import settings
from django.db import models
from django.db.models import Q

from safetyvalve.core.models import Authority


class LedgerCode(models.Model):
    """Where a code of a council's ledger goes: to a line of the finance grid, or knowingly nowhere.

    An empty ``subjective`` stands for a whole cost centre; one that is named goes before it. Codes alone are kept: what
    ledgers call them may name a child.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="ledger_codes")
    cost_centre = models.CharField(max_length=40)
    subjective = models.CharField(max_length=40, blank=True)
    line = models.CharField(max_length=40, blank=True)
    is_ignored = models.BooleanField(default=False)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("cost_centre", "subjective")
        constraints = [
            models.UniqueConstraint(fields=["authority", "cost_centre", "subjective"], name="ledger_code_once"),
            models.CheckConstraint(
                condition=(Q(is_ignored=True) & Q(line="")) | (Q(is_ignored=False) & ~Q(line="")),
                name="ledger_code_goes_to_a_line_or_nowhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cost_centre} {self.subjective}".strip()
