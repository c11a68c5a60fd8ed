"""Reading an Excel workbook as a stranger made it: its own promises are checked, nothing in it is run or followed."""

import posixpath
from dataclasses import dataclass
from zipfile import ZipFile

from dashboards.imports.contract import Delivered, Problem
from dashboards.imports.files.archive import too_large
from dashboards.imports.files.cells import CellRow
from dashboards.imports.files.limits import Limits
from dashboards.imports.files.number_formats import Styles, read_styles
from dashboards.imports.files.problems import note, unusable
from dashboards.imports.files.worksheet import WorksheetReader
from dashboards.imports.files.xml_parts import attribute, has_dtd, walk
from dashboards.imports.files.zips import chunks, open_zip

WORKSHEET = "/worksheet"
_DOCTYPE = b"<!DOCTYPE"
_DOCTYPES = tuple(_DOCTYPE.decode().encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be"))
_LONGEST_MARK = 2 * len(_DOCTYPE)
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "macrosheets/")
_OTHER_OFFICE = {
    "xl/workbook.bin": "an Excel binary workbook (.xlsb)",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "content.xml": "an OpenDocument file (.ods)",
}


@dataclass(frozen=True)
class FoundSheet:
    """A worksheet that people see in the workbook."""

    name: str
    rows: tuple[CellRow, ...]
    is_1904: bool


@dataclass(frozen=True)
class Listed:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    is_hidden: bool


def read(delivered: Delivered, *, limits: Limits) -> tuple[list[FoundSheet], list[Problem]]:
    """The visible sheets, and notes about what was left out or may be misread. Raises ``UnusableDelivery``."""
    if len(delivered.content) > limits.workbook_size:
        raise unusable("file-too-large", too_large(delivered, limits.workbook_size))
    with open_zip(delivered, unpacked=limits.workbook_unpacked, limits=limits) as archive:
        return _Reader(archive, delivered.name, limits).read()


class _Reader:
    def __init__(self, archive: ZipFile, name: str, limits: Limits) -> None:
        self.archive, self.name, self.limits = archive, name, limits
        self.members = {member.filename.lower().lstrip("/"): member for member in archive.infolist()}
        self.is_1904 = False

    def read(self) -> tuple[list[FoundSheet], list[Problem]]:
        self._refuse_kinds()
        self._refuse_document_types()
        listed = self._sheets()
        styles = read_styles(self._part("xl/styles.xml"), self.name, is_1904=self.is_1904)
        strings = self._shared_strings()
        sheets, problems, cells = [], [], 0
        for sheet in listed:
            if sheet.is_hidden:
                problems.append(_hidden(sheet.name))
                continue
            reader = self._worksheet(sheet, strings, styles, self.limits.cells - cells)
            cells += reader.cells
            sheets.append(FoundSheet(sheet.name, reader.finished_rows(), self.is_1904))
            problems.extend(reader.notes())
        return sheets, problems

    def _worksheet(self, sheet: Listed, strings: list[str], styles: Styles, room: int) -> WorksheetReader:
        reader = WorksheetReader(sheet.name, strings, styles, limits=self.limits, room=room)
        walk(self._part(sheet.part), self.name, start=reader.start, end=reader.end, text=reader.text)
        return reader

    def _part(self, path: str) -> list[bytes]:
        """The pieces of a member; none when it is not there."""
        member = self.members.get(path.lower())
        return list(chunks(self.archive, member)) if member else []

    def _refuse_kinds(self) -> None:
        for part, words in _OTHER_OFFICE.items():
            if part in self.members:
                raise unusable("file-wrong-kind", f"{self.name} is {words}, not an Excel workbook (.xlsx).")
        if self.name.lower().endswith((".xlsm", ".xltm")) or any(
            mark in path for path in self.members for mark in _MACRO_PARTS
        ):
            raise unusable("file-has-macros", f"{self.name} holds macros, and files with macros are never opened.")
        if "xl/workbook.xml" not in self.members:
            raise unusable("file-wrong-kind", f"{self.name} is a zip archive, not an Excel workbook (.xlsx).")

    def _refuse_document_types(self) -> None:
        for member in self.members.values():
            before = b""
            for piece in chunks(self.archive, member):
                if any(mark in before + piece for mark in _DOCTYPES):
                    raise has_dtd(self.name)
                before = piece[-_LONGEST_MARK:]

    def _sheets(self) -> list[Listed]:
        """The worksheets in the order of their tabs. Chart sheets hold no cells."""
        parts: dict[str, str] = {}
        found: list[tuple[str, str, str]] = []

        def relation(tag: str, attributes: dict[str, str]) -> None:
            is_inside = attribute(attributes, "TargetMode") != "External"
            if tag == "Relationship" and is_inside and attribute(attributes, "Type").endswith(WORKSHEET):
                target = posixpath.join("/xl", attribute(attributes, "Target"))
                parts[attribute(attributes, "Id")] = posixpath.normpath(target).lstrip("/")

        def listed(tag: str, attributes: dict[str, str]) -> None:
            if tag == "sheet":
                found.append((attribute(attributes, "name"), _relation_id(attributes), attribute(attributes, "state")))
            elif tag == "workbookPr":
                self.is_1904 = attribute(attributes, "date1904") in ("1", "true")

        walk(self._part("xl/_rels/workbook.xml.rels"), self.name, start=relation)
        walk(self._part("xl/workbook.xml"), self.name, start=listed)
        return [
            Listed(name, parts[key], state in ("hidden", "veryHidden")) for name, key, state in found if key in parts
        ]

    def _shared_strings(self) -> list[str]:
        pieces = self._part("xl/sharedStrings.xml")
        strings: list[str] = []
        if pieces:
            collector = _Strings(strings)
            walk(pieces, self.name, start=collector.start, end=collector.end, text=collector.text)
        return strings


class _Strings:
    """Collects shared strings. Reading aids for East Asian text (rPh) are no part of what a cell says."""

    def __init__(self, strings: list[str]) -> None:
        self.strings = strings
        self.parts: list[str] = []
        self.is_text, self.is_aid = False, False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self.parts = []
        self.is_aid = self.is_aid or tag == "rPh"
        self.is_text = tag == "t" and not self.is_aid

    def end(self, tag: str) -> None:
        if tag == "si":
            self.strings.append("".join(self.parts))
        elif tag == "rPh":
            self.is_aid = False
        self.is_text = False

    def text(self, text: str) -> None:
        if self.is_text:
            self.parts.append(text)


def _relation_id(attributes: dict[str, str]) -> str:
    """r:id, whatever the prefix is; sheetId is another thing."""
    return next((value for key, value in attributes.items() if key.endswith(":id")), "")


def _hidden(name: str) -> Problem:
    return note(
        "hidden-sheet-left-out",
        f"The sheet {name} is hidden and was left out.",
        fix="If its figures are wanted, show the sheet in Excel, save the workbook, and upload it again.",
        sheet=name,
    )
