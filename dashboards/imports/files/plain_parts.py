"""A workbook without the parts that a reader beyond ours could be led astray by."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

from dashboards.imports.contract import Delivered
from dashboards.imports.files.limits import Limits
from dashboards.imports.files.xml_parts import walk
from dashboards.imports.files.zips import chunks, open_zip

_XML = (".xml", ".rels", ".vml")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")


def plain_parts(delivered: Delivered, *, limits: Limits) -> bytes:
    """The workbook again: its pictures, and its XML after a parser that refuses document types has read all of it.

    For openpyxl, which lets entities through: it follows a workbook to parts of any name and in any encoding. Raises
    ``UnusableDelivery`` (file-has-dtd, file-damaged, and what ``open_zip`` raises).
    """
    made = io.BytesIO()
    with (
        open_zip(delivered, unpacked=limits.workbook_unpacked, limits=limits) as archive,
        ZipFile(made, "w", ZIP_DEFLATED) as plain,
    ):
        for member in archive.infolist():
            content = b"".join(chunks(archive, member))
            if member.filename.lower().endswith(_XML):
                walk([content], delivered.name, start=lambda tag, attributes: None)
            elif not content.startswith(_PICTURES):
                continue
            plain.writestr(member.filename, content)
    return made.getvalue()
