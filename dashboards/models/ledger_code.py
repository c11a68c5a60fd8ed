from collections.abc import Callable

from django.conf import settings
from django.db import models
from django.db.models import Q

from safetyvalve.core.models import Authority

NO_CODE = "words that were no code"


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

    @staticmethod
    def fields_in_audit() -> dict[str, Callable[[str], str]]:
        """What codes are called in the audit: by themselves, unless they would be refused as codes now. Events of an
        older release may have words there that are about somebody, and are sealed."""
        from dashboards.finance.coming_in.ledger_words import is_code

        def called(code: str) -> str:
            parts = code.split(" ")
            return code if len(parts) <= 2 and all(map(is_code, parts)) else NO_CODE

        return {"ledger_codes_changed": called}
