"""Reading the XML inside a workbook. A document type is refused while parsing, in whatever encoding it hides."""

from collections.abc import Callable, Iterable
from xml.parsers import expat

from dashboards.imports.files.problems import unusable

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def walk(pieces: Iterable[bytes], name: str, *, start: Start, end: End | None = None, text: Text | None = None) -> None:
    """Send the elements of a document to the three functions, by their names without prefix.

    Raises ``UnusableDelivery`` (file-has-dtd, file-damaged). ``name`` is the file's, for the sentence.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise has_dtd(name)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
    if end:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    if text:
        parser.CharacterDataHandler = text
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, OverflowError) as error:
        raise unusable("file-damaged", f"{name} is damaged: a part of the workbook cannot be read.") from error


def has_dtd(name: str) -> Exception:
    """The refusal of a file with a document type: a way to make a reader open other files or run out of memory."""
    return unusable("file-has-dtd", f"{name} holds a document type definition, which no spreadsheet program writes.")


def attribute(attributes: dict[str, str], wanted: str) -> str:
    """An attribute by its name without prefix ("id" of r:id); "" when it is not there."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == wanted), "")
