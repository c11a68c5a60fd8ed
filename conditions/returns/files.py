"""Every file of a return, made from pack and envelope alone: the same facts give the same bytes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import slugify

from conditions.returns import dfe_document, dfe_workbook
from safetyvalve.render.document import Document
from safetyvalve.render.pdf import to_pdf

Facts = Mapping[str, Any]

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "receipt-pdf": "application/pdf",
    "receipt-json": "application/json",
    "evidence": "application/zip",
}
ENDINGS = {
    "docx": ".docx",
    "xlsx": ".xlsx",
    "pdf": ".pdf",
    "receipt-pdf": "-receipt.pdf",
    "receipt-json": "-receipt.json",
    "evidence": "-evidence.zip",
}
DOCUMENTS = ("docx", "xlsx", "pdf")


@dataclass(frozen=True)
class RenderedFile:
    """A file ready to be stored or sent."""

    kind: str
    name: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def _to_docx(document: Document, at: datetime) -> bytes:
    # Loaded when it is needed, as WeasyPrint is: most processes only show pages.
    from safetyvalve.render.docx import to_docx

    return to_docx(document, at=at)


def render_file(kind: str, pack: Facts, envelope: Facts | None, *, pack_sha256: str | None) -> RenderedFile:
    """The return as "docx", "xlsx" or "pdf"; marked DRAFT throughout while the envelope has no submission date."""
    at = document_time(pack, envelope)
    if kind == "xlsx":
        content = dfe_workbook.workbook(pack, envelope, pack_sha256=pack_sha256, at=at)
    else:
        document = dfe_document.document(pack, envelope, pack_sha256=pack_sha256)
        content = _to_docx(document, at) if kind == "docx" else to_pdf(document, at=at)
    return named(kind, pack, content, is_draft=is_draft(envelope))


def named(kind: str, pack: Facts, content: bytes, *, is_draft: bool = False) -> RenderedFile:
    """``content`` under the name that this kind of file has in this return."""
    return RenderedFile(kind, file_name(kind, pack, is_draft=is_draft), CONTENT_TYPES[kind], content)


def file_name(kind: str, pack: Facts, *, is_draft: bool = False) -> str:
    """ "isle-of-wight-safety-valve-update-1-2024-25-round-1.docx", with "-draft" before submission."""
    council = slugify(pack["council"]["name"])
    stem = f"{council}-{pack['programme']['agreement_slug']}-{pack['period']['slug']}-round-{pack['round']}"
    # The column that keeps the name holds 160 characters, and names longer than this trouble some mail programs.
    return stem[:120] + ("-draft" if is_draft else "") + ENDINGS[kind]


def is_draft(envelope: Facts | None) -> bool:
    """A return is a draft until it has been submitted, signed or not."""
    return envelope is None or envelope["submitted_at"] is None


def document_time(pack: Facts, envelope: Facts | None) -> datetime:
    """The time that documents carry: when it was submitted, else when its facts were frozen or read."""
    if envelope is not None and envelope["submitted_at"]:
        return datetime.fromisoformat(envelope["submitted_at"])
    return datetime.fromisoformat(pack["frozen_at"])
