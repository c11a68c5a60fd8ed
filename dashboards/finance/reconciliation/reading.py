"""A year's deficit as the record has it, beside every document that states it: read, worked out and put into facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from conditions.models import (
    Agreement,
    Attestation,
    DifferenceExplanation,
    Reconciliation,
    ReconciliationSource,
)
from conditions.rules.reconciliation import Eligible, Stated, eligible, looks_turned, why_not_attested
from conditions.services.reconciliation import digest_of
from dashboards.finance import blocks as grid
from dashboards.finance.blocks import Book
from dashboards.finance.plain import text
from dashboards.finance.reconciliation.year_end import Own, other_blocks, own_balance
from safetyvalve.core import money
from safetyvalve.core.models import User

Source = ReconciliationSource.Source
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Document:
    """One document: what it says, how that differs, and why."""

    key: str
    label: str
    row: ReconciliationSource | None
    explanations: tuple[DifferenceExplanation, ...]
    stated: Stated
    difference: Decimal | None
    unexplained: Decimal | None
    looks_turned: bool

    @property
    def explained(self) -> Decimal | None:
        return None if self.stated.amount is None else sum(self.stated.explained, NOTHING)

    @property
    def words(self) -> str:
        """Which way it differs; empty where it does not."""
        if not self.difference:
            return ""
        return f"{'more' if self.difference < 0 else 'less'} deficit than the record"


@dataclass(frozen=True)
class Year:
    """Everything about the reconciliation of one year. ``reconciliation`` is not saved where nothing was entered."""

    agreement: Agreement
    reconciliation: Reconciliation
    own: Own
    documents: tuple[Document, ...]
    eligible: Eligible | None
    other_blocks: Decimal | None
    attestation: Attestation | None

    @property
    def facts(self) -> dict[str, Any]:
        """Everything that the Section 151 officer attests, as text, always in the same order."""
        terms, found = self.reconciliation, self.eligible
        return {
            "agreement": self.agreement.title,
            "year": terms.financial_year,
            "own": {"amount": text(self.own.amount), "place": self.own.place},
            "documents": [_facts(each) for each in self.documents if each.row is not None],
            "outside_high_needs": text(terms.outside_high_needs),
            "outside_reason": terms.outside_reason,
            "own_share": text(terms.own_share),
            "own_share_since": terms.own_share_since.isoformat(),
            "own_share_source": terms.own_share_source,
            "eligible": text(found.eligible) if found else None,
            "own_part": text(found.own_part) if found else None,
            "rest": text(found.rest) if found else None,
        }

    @property
    def digest(self) -> str:
        return digest_of(self.facts)

    @property
    def is_attested(self) -> bool:
        """Whether the newest attestation is about exactly what stands here now."""
        return self.attestation is not None and self.attestation.digest == self.digest

    @property
    def is_void(self) -> bool:
        return self.attestation is not None and not self.is_attested

    @property
    def is_begun(self) -> bool:
        return self.reconciliation.pk is not None

    @property
    def against(self) -> list[str]:
        """What still stands against attesting, in sentences."""
        stated = [each.stated for each in self.documents]
        return [self._sentence(key) for key in why_not_attested(self.own.amount, stated, self._outside)]

    @property
    def _outside(self) -> Decimal | None:
        return self.reconciliation.outside_high_needs

    def _sentence(self, key: str) -> str:
        kind, _, which = key.partition(":")
        if kind == "own":
            return "The record has no closing balance of this year: enter the outturn in the finance grid."
        if kind == "outside":
            return "Nobody has said what was overspent outside high needs. Enter £0 if nothing was."
        document = next(each for each in self.documents if each.key == which)
        if kind == "missing":
            return f"{document.label}: nothing is entered."
        return f"{document.label}: {money.in_pence(document.unexplained)} is unexplained."

    @property
    def editors(self) -> list[User | None]:
        """Who last edited each part."""
        rows = [each.row for each in self.documents if each.row]
        explanations = [part for each in self.documents for part in each.explanations]
        return [each.updated_by for each in (self.reconciliation, *rows, *explanations)]

    @property
    def changed_since(self) -> list[str]:
        """What is different from what was attested, in sentences; empty when nothing is."""
        return differences(self.attestation.facts, self.facts) if self.attestation and self.is_void else []


def read(agreement: Agreement, financial_year: str, book: Book | None = None) -> Year:
    """The year with its documents, explanations and newest attestation. Four queries besides the book's six."""
    book = book or grid.read(agreement)
    found = (
        Reconciliation.objects.filter(agreement=agreement, financial_year=financial_year)
        .select_related("updated_by")
        .prefetch_related("sources__updated_by", "sources__explanations__updated_by")
        .first()
    ) or Reconciliation(agreement=agreement, financial_year=financial_year)
    newest = Attestation.objects.filter(reconciliation=found).order_by("-attested_at", "-pk") if found.pk else None
    return _year(agreement, found, book, newest.first() if newest is not None else None)


def _year(agreement: Agreement, found: Reconciliation, book: Book, attestation: Attestation | None) -> Year:
    label = found.financial_year
    own = own_balance(book, label)
    rows = {row.source: row for row in found.sources.all()} if found.pk else {}
    documents = tuple(_document(source, rows.get(source.value), own) for source in Source)
    stated = [each.stated for each in documents]
    return Year(
        agreement,
        found,
        own,
        documents,
        eligible(own.amount, stated, outside=found.outside_high_needs, own_share=found.own_share),
        other_blocks(book, label),
        attestation,
    )


def _document(source: Source, row: ReconciliationSource | None, own: Own) -> Document:
    explanations = tuple(row.explanations.all()) if row else ()
    amounts = tuple(each.amount for each in explanations)
    stated = Stated(source.value, row.amount if row else None, amounts)
    return Document(
        source.value,
        str(source.label),
        row,
        explanations,
        stated,
        stated.difference(own.amount),
        stated.unexplained(own.amount),
        looks_turned(stated.amount, own.amount),
    )


def _facts(document: Document) -> dict[str, Any]:
    row = document.row
    return {
        "document": document.label,
        "amount": text(document.stated.amount),
        "reference": row.reference if row else "",
        "dated_on": row.dated_on.isoformat() if row and row.dated_on else "",
        "difference": text(document.difference),
        "explanations": [
            {"amount": text(each.amount), "reason": each.reason, "evidence": each.evidence}
            for each in document.explanations
        ],
        "unexplained": text(document.unexplained),
    }


WORDS = {
    "own": "the record's own closing balance",
    "outside_high_needs": "overspends outside high needs",
    "outside_reason": "what was overspent outside high needs",
    "own_share": "the council's own share",
    "own_share_since": "since when the share holds",
    "own_share_source": "where the share stands",
}


def differences(attested: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What differs between what was attested and what stands now, named by its place."""
    found = [f"Changed: {words}." for key, words in WORDS.items() if attested.get(key) != now.get(key)]
    before: Sequence[Mapping[str, Any]] = attested.get("documents", [])
    old, new = ({each["document"]: each for each in facts} for facts in (before, now["documents"]))
    for name in dict.fromkeys([*old, *new]):
        was, stands = old.get(name), new.get(name)
        if was is None or stands is None:
            found.append(f"{name}: {'entered' if was is None else 'gone'} since.")
        elif any(was.get(key) != stands.get(key) for key in ("amount", "reference", "dated_on", "explanations")):
            amounts = was["amount"] != stands["amount"]
            said = f"{pounds_of(was['amount'])} then, {pounds_of(stands['amount'])} now" if amounts else "changed since"
            found.append(f"{name}: {said}.")
    return found or ["Changed since it was attested."]


def pounds_of(amount: str | None) -> str:
    return money.in_pence(None if amount is None else Decimal(amount))
