"""The evidence of a reconciled year as a document, for a tagged PDF."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from dashboards.finance.reconciliation.reading import Year
from safetyvalve.core.dates import in_words
from safetyvalve.core.money import in_pence
from safetyvalve.render.document import Document, GridBlock, Heading, Inset, KeyValues, Prose
from safetyvalve.render.pdf import to_pdf

SAFETY_VALVE = (
    "How the government’s note of 9 February 2026 treats an authority with a Safety Valve agreement is not known here, "
    "nor what becomes of instalments still unpaid. This page assumes neither."
)
ROUNDING = "The council’s own share is rounded to the nearest penny, half a penny up; the rest is what remains."
EXPLANATIONS = ("Document", "Amount", "Why", "Evidence")


def state_of(year: Year) -> str:
    """Whether the year is attested, in a sentence."""
    attestation = year.attestation
    if attestation is None:
        return "Not attested."
    at = timezone.localtime(attestation.attested_at)
    who = f"{attestation.name}, Section 151 officer, on {in_words(at.date())} at {at:%H:%M}"
    if year.is_attested:
        return f"Attested by {who}."
    return f"Void: attested by {who}, and changed since. {' '.join(year.changed_since)}"


def document(year: Year) -> Document:
    """The evidence as a document: documents, explanations, what may be eligible, the attestation."""
    found, terms = year.eligible, year.reconciliation
    share = f"{terms.own_share.normalize():f}"
    outside = f"{in_pence(terms.outside_high_needs)} {terms.outside_reason}".strip()
    rows = tuple(
        (
            each.label,
            in_pence(each.stated.amount),
            in_pence(each.difference),
            in_pence(each.unexplained),
            _place(each.row.reference if each.row else "", each.row.dated_on if each.row else None),
        )
        for each in year.documents
    )
    parts = tuple(
        (each.label, in_pence(part.amount), Prose.of(part.reason), Prose.of(part.evidence or "None recorded."))
        for each in year.documents
        for part in each.explanations
    )
    blocks: list[Any] = [
        Inset(state_of(year)),
        KeyValues(
            (
                ("The record’s own closing balance after DfE payments", in_pence(year.own.amount)),
                ("Place", year.own.place or "–"),
            )
        ),
        Heading(2, "Documents beside the record"),
        GridBlock(
            "A deficit has a minus sign; difference = document − record",
            (("Document", "Balance stated", "Difference", "Unexplained", "Document and place"),),
            rows,
            weights=(26, 17, 17, 17, 23),
        ),
    ]
    if parts:
        grid = GridBlock("Why they differ", (EXPLANATIONS,), parts, weights=(24, 16, 30, 30))
        blocks += [Heading(2, "Explanations"), grid]
    blocks += [
        Heading(2, "What may be eligible"),
        KeyValues(
            (
                ("Deficit that counts", in_pence(found.base) if found else "not known"),
                ("Why that figure", _why(year)),
                ("Overspends outside high needs", outside),
                ("Eligible", in_pence(found.eligible) if found else "–"),
                (f"The council’s own share, {share}%", in_pence(found.own_part) if found else "–"),
                ("The rest", in_pence(found.rest) if found else "–"),
                ("Where the share stands", f"{terms.own_share_source}, {in_words(terms.own_share_since)}"),
            )
        ),
        Prose.literal(SAFETY_VALVE),
        Prose.literal(ROUNDING),
        Heading(2, "Attestation"),
        Prose.literal(year.attestation.declaration if year.attestation else "Nobody has attested this year."),
        KeyValues((("Digest of what stands here", year.digest),)),
    ]
    authority = year.agreement.authority.name
    return Document(
        f"{authority}: reconciliation of the deficit at the end of {label_of(year)}",
        tuple(blocks),
        author=authority,
        subject="Evidence for the Section 151 officer",
        digest=year.digest[:12],
    )


def pdf(year: Year, *, at: datetime) -> bytes:
    """The document as tagged PDF."""
    return to_pdf(document(year), at=at)


def _why(year: Year) -> str:
    if year.eligible is None:
        return "No balance is known."
    if year.eligible.is_lowest:
        return "The lowest figure, because something is missing or unexplained."
    return "The deficit of the DSG unusable reserve, because every difference is explained."


def _place(reference: str, dated_on: date | None) -> str:
    return ", ".join(part for part in (reference, in_words(dated_on) if dated_on else "") if part) or "–"


def label_of(year: Year) -> str:
    return year.reconciliation.financial_year
