"""A pack as a file ready to be stored or sent: the same pack gives the same bytes."""

import hashlib
from dataclasses import dataclass

from django.utils.text import slugify

from dashboards.models import PublishedFile
from dashboards.publishing.pack.packs import Pack

Kind = PublishedFile.Kind
CONTENT_TYPES = {
    Kind.PDF.value: "application/pdf",
    Kind.XLSX.value: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Change it with every change to what is printed: a stored file says which layout it was made with.
LAYOUT_VERSION = "edition-pack-2026.2"


@dataclass(frozen=True)
class MadeFile:
    """One file and what it is called."""

    kind: str
    name: str
    content: bytes

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES.get(self.kind, "text/csv; charset=utf-8")

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def file_name(pack: Pack, kind: str) -> str:
    """ "saltmarsh-send-dashboard-september-2026.pdf"."""
    stem = slugify(f"{pack.council} {pack.title} {pack.time}") or "pack"
    return f"{stem[:140].strip('-')}.{kind}"


def make(pack: Pack, kind: str) -> MadeFile:
    """Draw the pack in this process. Raises KeyError for a kind that does not exist."""
    # What draws a PDF or a workbook is large, and a process that only hands files out never needs it.
    if kind == Kind.PDF:
        from dashboards.publishing.pack.document import to_pdf as to_file
    elif kind == Kind.XLSX:
        from dashboards.publishing.pack.workbook import to_xlsx as to_file
    else:
        raise KeyError(kind)
    return MadeFile(kind, file_name(pack, kind), to_file(pack))
