"""Reading SEN2 XML as a stream: piece by piece, keeping nothing but listed items, and trusting nothing.

Names are compared without case, every part is optional and no year's version is assumed. The text of an element that is
not listed (a surname, a forename, a postcode) is not even gathered.
"""

import codecs
import re
from collections.abc import Iterator
from typing import Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.expatreader import create_parser  # type: ignore[import-untyped]

from dashboards.imports.contract import Delivered, Level, Problem, Progress
from dashboards.imports.sen2.assembling import PARENTS, attach
from dashboards.imports.sen2.faults import place
from dashboards.imports.sen2.items import TABLES, put
from dashboards.imports.sen2.records import Case, Person
from dashboards.imports.sen2.refusals import refused
from dashboards.imports.sen2.returns import Return

PIECE = 256 * 1024
DEEPEST = 50
LONGEST_ITEM = 200
RECORDS = frozenset(TABLES) - {"header"}
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)""")


def parse(file: Delivered, progress: Progress) -> Return:
    """The return in one XML file. Raises ``UnusableDelivery``: a file that is read in part would count in part."""
    if not file.content.strip():
        raise refused("file-empty", f"{file.name} is empty.")
    try:
        found = _parsed(file, progress, _pieces(file.content))
    except SAXParseException as error:
        if not _is_windows_text(file.content):
            raise _unreadable(file, error) from None
        try:
            found = _parsed(file, progress, _as_utf8(file.content))
        except SAXParseException as again:
            raise _unreadable(file, again) from None
        words = f"{file.name} is not in the encoding that it says. It was read as Windows-1252."
        found.problems.append(Problem("read-as-windows-1252", words, level=Level.NOTE))
    _check_kind(file, found)
    return found


def _parsed(file: Delivered, progress: Progress, pieces: Iterator[bytes]) -> Return:
    found = Return(file.name)
    parser: Any = create_parser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(_Reader(found))
    done = 0
    try:
        for piece in pieces:
            parser.feed(piece)
            done += len(piece)
            progress(min(done, len(file.content)), len(file.content), f"Reading {file.name}")
        parser.close()
    except DefusedXmlException:
        raise _with_dtd(file) from None
    except SAXParseException:
        raise
    except (SAXException, LookupError, ValueError):
        raise refused("file-encoding", f"{file.name} is in an encoding that cannot be read.") from None
    return found


class _Reader(ContentHandler):
    """Builds records from events. ``open`` is the chain of records that are being read, the innermost last."""

    def __init__(self, found: Return) -> None:
        super().__init__()
        self.found = found
        self.open: list[tuple[str, object]] = []
        self.elements: list[str] = []
        self.item = ""
        self.text: list[str] = []
        self.length = 0
        self.place = "Header"

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        local = name.rpartition(":")[2].lower()
        self.elements.append(local)
        if len(self.elements) > DEEPEST:
            raise refused("file-damaged", f"{self.found.name} has elements inside each other without end.")
        self.item = ""
        if local in RECORDS:
            self._begin(local)
        elif local in TABLES[self._table]:
            self.item, self.text, self.length = local, [], 0

    def characters(self, content: str) -> None:
        if self.item and self.length < LONGEST_ITEM:
            self.text.append(content)
            self.length += len(content)

    def endElement(self, name: str) -> None:
        local = self.elements.pop()
        if self.item == local:
            self._keep("".join(self.text))
        self.item = ""
        if self.open and self.open[-1][0] == local:
            self.open.pop()

    @property
    def _table(self) -> str:
        return self.open[-1][0] if self.open else "header"

    def _begin(self, table: str) -> None:
        record = self.found.new(table)
        parent = self._parent(record)
        if isinstance(record, Person):
            self.found.people.append(record)
            self.open.clear()
            self.place = f"Person {len(self.found.people)}"
        elif parent is None:
            self.found.faults.add("part-astray", self.place)
        else:
            attach(parent, record, self.found.faults, self.place)
        if isinstance(record, Case) and self.found.people:
            self.place = place(len(self.found.people) - 1, len(self.found.people[-1].cases) - 1)
        self.open.append((table, record))

    def _parent(self, record: object) -> object | None:
        """The innermost open record that this one can belong to."""
        wanted = PARENTS[type(record)]
        return next((each for _, each in reversed(self.open) if isinstance(each, wanted)), None)

    def _keep(self, text: str) -> None:
        if not text.strip():
            return
        table = self._table
        record = self.open[-1][1] if self.open else self.found.header
        self.found.items.add(self.item)
        put(record, table, self.item, text, self.found.faults, self.place)


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[start : start + PIECE] for start in range(0, len(content), PIECE))


def _is_windows_text(content: bytes) -> bool:
    """Whether it says or is taken to be UTF-8 and is not."""
    declared = _DECLARED.match(content[:200])
    if (declared and declared[1].lower() not in (b"utf-8", b"utf8")) or b"\0" in content[:200]:
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in _pieces(content):
            decoder.decode(piece)
    except UnicodeDecodeError:
        return True
    return False


def _as_utf8(content: bytes) -> Iterator[bytes]:
    return (piece.decode("cp1252", "replace").encode() for piece in _pieces(content))


def _unreadable(file: Delivered, error: SAXParseException) -> Exception:
    """The refusal, by line. What the parser says is left out: it may quote."""
    if _is_web_page(file):
        return refused("file-wrong-kind", f"{file.name} is a web page, not a SEN2 return.")
    if b"<" not in file.content[:1000].replace(b"\0", b""):
        return refused("file-wrong-kind", f"{file.name} is not an XML file.")
    line = error.getLineNumber()
    return refused("file-damaged", f"{file.name} breaks off or is damaged at line {line}.", row=line)


def _with_dtd(file: Delivered) -> Exception:
    if _is_web_page(file):
        return refused("file-wrong-kind", f"{file.name} is a web page, not a SEN2 return.")
    return refused("file-has-dtd", f"{file.name} holds a document type or entities, which can be used to do harm.")


def _is_web_page(file: Delivered) -> bool:
    start = file.content[:1000].replace(b"\0", b"").lower()
    return b"<!doctype html" in start or b"<html" in start


def _check_kind(file: Delivered, found: Return) -> None:
    """Refuse XML of another kind, and a return of nobody."""
    if found.people and (not found.header.collection or "SEN" in found.header.collection):
        return
    if _is_web_page(file):
        raise refused("file-wrong-kind", f"{file.name} is a web page, not a SEN2 return.")
    if "SEN" in found.header.collection:
        raise refused("no-people", f"There is nobody in {file.name}.")
    raise refused("not-sen2", f"{file.name} is XML, but not a SEN2 return.")
