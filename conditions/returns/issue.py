"""The files of a return: drawn live and marked DRAFT until submission, then issued once and served ever after."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conditions.models import Envelope, IssuedFile, Pack, Submission
from conditions.packs import envelope as envelopes
from conditions.packs import pack as packs
from conditions.returns import dfe_document, evidence, receipt
from conditions.returns.files import DOCUMENTS, RenderedFile, render_file
from conditions.services.sending import acceptances_of, checked
from safetyvalve.core import audit
from safetyvalve.render.document import Document

KINDS = ("docx", "xlsx", "pdf", "receipt-pdf", "receipt-json", "evidence")
DRAFT_KINDS = DOCUMENTS


@dataclass(frozen=True)
class Reading:
    """A return ready to be read: its facts, its envelope so far, and the document they make."""

    pack: dict[str, Any]
    envelope: dict[str, Any] | None
    document: Document


def reading(submission: Submission, *, now: datetime) -> Reading:
    """The return as it stands: from its pack once sent, else from the answers as they are now."""
    facts, envelope, digest = _facts_of(submission, now=now)
    return Reading(facts, envelope, dfe_document.document(facts, envelope, pack_sha256=digest))


def live_facts(submission: Submission, *, now: datetime) -> dict[str, Any]:
    """The facts a pack would hold if the return were sent now."""
    context, findings = checked(submission, now=now)
    facts = packs.build(
        submission,
        sections=context.sections,
        findings=findings,
        acceptances=acceptances_of(submission),
        by=None,
        now=now,
    )
    # Read back from text, so that a draft holds what a pack holds: lists for tuples, text for amounts.
    read_back: dict[str, Any] = json.loads(audit.canonical(facts))
    return read_back


def files_of(submission: Submission) -> list[IssuedFile]:
    """The files as issued, without their bytes, in the order of ``KINDS``; empty before submission. One query."""
    return sorted(submission.issued_files.defer("content"), key=lambda each: KINDS.index(each.kind))


def issue_files(submission: Submission, pack: Pack, envelope: Envelope, *, now: datetime) -> list[IssuedFile]:
    """Make and store every file, in the order of ``KINDS``. Called inside the submitting transaction."""
    return [
        IssuedFile.objects.create(
            submission=submission,
            kind=made.kind,
            name=made.name,
            content_type=made.content_type,
            content=made.content,
            sha256=made.sha256,
            layout_version=dfe_document.LAYOUT_VERSION,
            issued_at=now,
        )
        for made in files_to_issue(pack, envelope)
    ]


def files_to_issue(pack: Pack, envelope: Envelope) -> list[RenderedFile]:
    """Everything that is issued for a sealed envelope: the documents, the receipt twice, the evidence of all."""
    facts, sealed = packs.read(pack), json.loads(envelope.text)
    documents = [render_file(kind, facts, sealed, pack_sha256=pack.sha256) for kind in DOCUMENTS]
    receipts = receipt.files(facts, sealed, envelope_sha256=envelope.sha256, documents=documents)
    bundle = evidence.bundle(facts, pack_text=pack.text, envelope_text=envelope.text, files=[*documents, *receipts])
    return [*documents, *receipts, bundle]


def draft_file(kind: str, submission: Submission, *, now: datetime) -> RenderedFile:
    """One file of a return that has not been submitted, marked DRAFT on every page."""
    facts, envelope, digest = _facts_of(submission, now=now)
    return render_file(kind, facts, envelope, pack_sha256=digest)


def _facts_of(submission: Submission, *, now: datetime) -> tuple[dict[str, Any], dict[str, Any] | None, str | None]:
    """Pack facts, envelope facts and the pack's digest; without a pack the live answers, and nothing else."""
    pack = submission.current_pack
    if pack is None:
        return live_facts(submission, now=now), None, None
    sealed = Envelope.objects.filter(submission=submission).first()
    if sealed is not None:
        return packs.read(pack), json.loads(sealed.text), pack.sha256
    signed_so_far = envelopes.facts_of(submission, pack, submitted_by=None, submitted_at=None)
    return packs.read(pack), signed_so_far, pack.sha256
