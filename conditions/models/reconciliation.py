from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from conditions.models.agreement import Agreement, financial_year_field, pounds_field
from conditions.models.response import Answer

USUAL_SHARE = Decimal(10)
SHARE_SINCE = date(2026, 2, 9)
SHARE_SOURCE = "Trade press, February 2026: the government pays 90%. Confirm it against the government’s own note"


class Reconciliation(Answer):
    """The deficit at the end of one financial year, held against every document that states it.

    ``outside_high_needs`` is what other blocks and claims such as equal pay overspent: pounds, never negative, empty
    when nobody has said. ``own_share`` is the part, in per cent, that a council bears itself: 10 as was reported of the
    grant announced on 9 February 2026; it can be changed, and says since when it holds and where that stands.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="reconciliations")
    financial_year = financial_year_field()
    outside_high_needs = pounds_field()
    outside_reason = models.TextField(blank=True)
    own_share = models.DecimalField(max_digits=5, decimal_places=2, default=USUAL_SHARE)
    own_share_since = models.DateField(default=SHARE_SINCE)
    own_share_source = models.CharField(max_length=300, default=SHARE_SOURCE)

    FIELDS: ClassVar[tuple[str, ...]] = (
        *("outside_high_needs", "outside_reason", "own_share", "own_share_since", "own_share_source"),
    )

    class Meta:
        ordering = ("agreement", "financial_year")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "financial_year"], name="reconciliation_once_per_year"),
            models.CheckConstraint(
                condition=Q(outside_high_needs__isnull=True) | Q(outside_high_needs__gte=0),
                name="reconciliation_outside_is_no_surplus",
            ),
            models.CheckConstraint(
                condition=Q(own_share__gte=0) & Q(own_share__lte=100), name="reconciliation_share_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"Reconciliation of {self.financial_year}"


class ReconciliationSource(Answer):
    """What one document says the balance was. Pounds, a deficit negative, whatever sign the document prints.

    Section 251 prints a deficit on line 1.9.3 as a positive figure: here it has a minus sign like every other.
    """

    class Source(models.TextChoices):
        S251 = "s251", "Section 251, line 1.9.3"
        DRAFT_NOTE = "draft-note", "DSG note in the draft accounts"
        NOTE = "note", "DSG note in the published accounts"
        S151 = "s151", "Section 151 officer’s statement"
        OUTTURN = "outturn", "Revenue Outturn"
        ACCOUNTS = "accounts", "Statement of accounts: DSG unusable reserve"

    reconciliation = models.ForeignKey(Reconciliation, models.PROTECT, related_name="sources")
    source = models.CharField(max_length=10, choices=Source.choices)
    amount = pounds_field()
    reference = models.CharField(max_length=300, blank=True)
    dated_on = models.DateField(null=True, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("amount", "reference", "dated_on")

    class Meta:
        ordering = ("reconciliation", "pk")
        constraints = [models.UniqueConstraint(fields=["reconciliation", "source"], name="reconciliation_source_once")]

    def __str__(self) -> str:
        return f"{self.get_source_display()}, {self.reconciliation.financial_year}"


class DifferenceExplanation(Answer):
    """A part of a difference, and why it is there. The parts of one difference come to it, to the penny."""

    source = models.ForeignKey(ReconciliationSource, models.PROTECT, related_name="explanations")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.TextField()
    evidence = models.TextField(blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("amount", "reason", "evidence")

    class Meta:
        ordering = ("source", "pk")
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="explanation_explains_something")]

    def __str__(self) -> str:
        return f"Explanation for {self.source.get_source_display()}"


class Attestation(models.Model):
    """The Section 151 officer's word that the year is reconciled, with everything it was about. Written once.

    It holds as long as ``digest`` is that of the facts as they stand; a change afterwards voids it in plain sight.
    """

    append_only = True

    reconciliation = models.ForeignKey(Reconciliation, models.PROTECT, related_name="attestations")
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=160)
    declaration = models.TextField()
    attested_at = models.DateTimeField()
    attested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("reconciliation", "attested_at", "pk")

    def __str__(self) -> str:
        return f"Attestation of {self.reconciliation.financial_year}"
