"""Telling from its first bytes what a file really is, whatever its name says."""

from dashboards.imports.contract import Delivered
from dashboards.imports.files.problems import unusable

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK"
CSV_ENDINGS = (".csv", ".tsv", ".txt")
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm")
_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "a text document"),
    (b"SQLite format 3", "a database"),
)
_MARKUP = ((b"<?xml", "an XML file"), (b"<!doctype", "a web page"), (b"<html", "a web page"), (b"<table", "a web page"))


def refuse_other(delivered: Delivered) -> None:
    """Raise ``UnusableDelivery`` unless it may be a CSV file or a workbook and its name says the same."""
    name, content = delivered.name, delivered.content
    ending = _ending(name)
    if content.startswith(OLE2):
        raise _old_office(name, content)
    is_zip = content.startswith(ZIP) and content[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08")
    kind = _other_kind(content)
    if kind:
        raise unusable("file-wrong-kind", f"{name} is {kind}, not a table that can be read.")
    if ending in WORKBOOK_ENDINGS and not is_zip:
        raise unusable(
            "file-wrong-kind",
            f"{name} is called an Excel workbook but is not one.",
            fix="Open it in Excel, save it as an Excel workbook (.xlsx), and upload that one.",
        )
    if ending in CSV_ENDINGS and is_zip:
        raise unusable(
            "file-wrong-kind",
            f"{name} is called a CSV file but is a workbook or a zip.",
            fix="Give it the right ending (.xlsx or .zip), or save it as CSV, and upload that one.",
        )
    if ending not in (*CSV_ENDINGS, *WORKBOOK_ENDINGS):
        raise unusable("file-wrong-kind", f"{name} is neither an Excel workbook (.xlsx) nor a CSV file.")


def _ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""


def _other_kind(content: bytes) -> str:
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, kind in _OTHERS:
        if content.startswith(mark):
            return kind
    return next((kind for mark, kind in _MARKUP if start.startswith(mark)), "")


def _old_office(name: str, content: bytes) -> Exception:
    """A workbook with a password is wrapped in the same container as the formats before 2007."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return unusable("file-password", f"{name} is protected with a password.")
    return unusable(
        "file-wrong-kind",
        f"{name} is in an old format (Excel 97 to 2003) that cannot be read.",
        fix="Open it in Excel, save it as an Excel workbook (.xlsx), and upload that one.",
    )
