"""The receipt: one page, and the same as JSON, that says what was submitted, when, and signed by whom."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from conditions.returns.dfe_document import LAYOUT_VERSION
from conditions.returns.facts import minute, period_words, return_title
from conditions.returns.files import RenderedFile, document_time, named
from safetyvalve.render.document import Document, Heading, KeyValues, Note, Prose
from safetyvalve.render.pdf import to_pdf

Facts = Mapping[str, Any]

SCHEMA_VERSION = 1
KIND_WORDS = {"docx": "Word", "xlsx": "Excel", "pdf": "PDF"}


def files(
    pack: Facts, envelope: Facts, *, envelope_sha256: str, documents: Sequence[RenderedFile]
) -> list[RenderedFile]:
    """The receipt as PDF and as JSON for these ``documents``."""
    facts = receipt_facts(pack, envelope, envelope_sha256=envelope_sha256, documents=documents)
    content = to_pdf(document(pack, envelope, facts), at=document_time(pack, envelope))
    return [named("receipt-pdf", pack, content), named("receipt-json", pack, as_json(facts))]


def receipt_facts(
    pack: Facts, envelope: Facts, *, envelope_sha256: str, documents: Sequence[RenderedFile]
) -> dict[str, Any]:
    """What the receipt says, as plain values with stable keys."""
    return {
        "schema": SCHEMA_VERSION,
        "council": dict(pack["council"]),
        "agreement": pack["programme"]["agreement"],
        "agreement_version": pack["agreement_version"],
        "period": dict(pack["period"]),
        "round": pack["round"],
        "submitted_at": envelope["submitted_at"],
        "submitted_by": envelope["submitted_by"],
        "signatures": [
            {name: each[name] for name in ("role", "role_name", "name", "actor", "signed_at", "declaration_version")}
            for each in envelope["signatures"]
        ],
        "layout_version": LAYOUT_VERSION,
        "pack_sha256": envelope["pack_sha256"],
        "envelope_sha256": envelope_sha256,
        "files": [{"name": each.name, "kind": each.kind, "sha256": each.sha256} for each in documents],
    }


def as_json(facts: Facts) -> bytes:
    return (json.dumps(facts, indent=2, ensure_ascii=False) + "\n").encode()


def document(pack: Facts, envelope: Facts, facts: Facts) -> Document:
    """The receipt on one page."""
    title = f"Receipt: {return_title(pack)}"
    what = KeyValues(
        (
            ("Local authority", f"{pack['council']['name']} ({pack['council']['gss_code']})"),
            ("Agreement", pack["programme"]["agreement"]),
            ("Return", f"{period_words(pack)}, {pack['period']['financial_year']}, round {pack['round']}"),
            ("Recorded as submitted", minute(envelope["submitted_at"])),
            ("Recorded by", f"Person {envelope['submitted_by']} of the council's register"),
        )
    )
    signed = KeyValues(
        tuple((each["role_name"], f"{each['name']}, {minute(each['signed_at'])}") for each in envelope["signatures"])
    )
    digests = KeyValues(
        (
            ("What was signed (the pack)", grouped(facts["pack_sha256"])),
            ("Signatures and dates (the envelope)", grouped(facts["envelope_sha256"])),
            *((f"{KIND_WORDS[each['kind']]} file", grouped(each["sha256"])) for each in facts["files"]),
        )
    )
    return Document(
        title=title,
        blocks=(
            Heading(2, "What was submitted"),
            what,
            Heading(2, "Who signed it"),
            signed,
            Heading(2, "How to recognise it"),
            Prose.literal(
                "Each line is a SHA-256 digest, a fingerprint that changes when a single character changes. "
                "The spaces are for reading only. The evidence bundle holds everything named here, signed."
            ),
            digests,
            Note(f"Layout {facts['layout_version']}. Submitted to the Department for Education by the council."),
        ),
        author=pack["council"]["name"],
        subject="Receipt for a submitted monitoring return",
        digest=facts["pack_sha256"],
    )


def grouped(digest: str) -> str:
    """A digest in groups of eight, which a line can break between and an eye can follow."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
