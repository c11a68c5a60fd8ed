"""A document before anybody lays it out: a title and a sequence of blocks.

The title is printed as the one heading of level 1, so headings among the blocks have level 2, 3 or 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from safetyvalve.render.data import ChartData, Table
from safetyvalve.render.palette import RAG_COLOURS, text_on
from safetyvalve.render.prose import Block as ProseBlock
from safetyvalve.render.prose import Paragraph, Run, parse

# Stands on every page until the return has left, signed or not.
DRAFT_WORDS = "DRAFT: not submitted"


@dataclass(frozen=True)
class Heading:
    level: int
    text: str

    def __post_init__(self) -> None:
        if self.level not in (2, 3, 4):
            raise ValueError("A heading has level 2, 3 or 4: level 1 is the document's title")


@dataclass(frozen=True)
class Prose:
    """Paragraphs and bullets, already parsed."""

    blocks: tuple[ProseBlock, ...]

    @classmethod
    def of(cls, text: str) -> "Prose":
        """Parse what a person typed."""
        return cls(parse(text))

    @classmethod
    def literal(cls, text: str) -> "Prose":
        """One paragraph in which nothing is read as Markdown: for sentences the product writes itself."""
        return cls((Paragraph((Run(text),)),) if text.strip() else ())


Text = str | Prose


def as_prose(text: Text) -> Prose:
    return Prose.literal(text) if isinstance(text, str) else text


@dataclass(frozen=True)
class RagCell:
    """A level as word and colour together, with what was written beneath it. The word is never left out."""

    word: str
    colour: str
    text: Text = ""

    def __post_init__(self) -> None:
        if not self.word.strip():
            raise ValueError("A RAG cell always prints its word")
        if self.colour not in RAG_COLOURS:
            raise ValueError(f"Unknown RAG colour {self.colour!r}: use one of {', '.join(RAG_COLOURS)}")

    @property
    def background(self) -> str:
        return RAG_COLOURS[self.colour]

    @property
    def ink(self) -> str:
        return text_on(self.background)


@dataclass(frozen=True)
class TableBlock:
    table: Table


GridCell = str | Prose | RagCell


def is_lead(row: Sequence[GridCell]) -> bool:
    """Whether a row holds levels alone, so that it should stay on the page of the row that follows."""
    return any(isinstance(cell, RagCell) and not as_prose(cell.text).blocks for cell in row)


def may_split(row: Sequence[GridCell]) -> bool:
    """Whether a row may break over two pages: only where somebody wrote prose that could fill one."""
    return any(bool(cell.blocks if isinstance(cell, Prose) else _written(cell)) for cell in row)


def _written(cell: str | RagCell) -> bool:
    return isinstance(cell, RagCell) and bool(as_prose(cell.text).blocks)


@dataclass(frozen=True)
class GridBlock:
    """A labelled table of words: header rows, then cells of text or RAG. `weights` share out the width."""

    caption: str
    header: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[GridCell, ...], ...]
    weights: tuple[int, ...] = ()
    row_headers: bool = True
    description: str = ""

    def __post_init__(self) -> None:
        if not self.header or not self.header[0]:
            raise ValueError(f"{self.caption}: a grid needs a header row")
        sizes = {len(row) for row in (*self.header, *self.rows)}
        if self.weights:
            sizes.add(len(self.weights))
        if len(sizes) != 1:
            raise ValueError(f"{self.caption}: rows, headers and weights differ in length")


@dataclass(frozen=True)
class KeyValues:
    """Names with their values, such as "Date submitted" and "31 May 2024"."""

    items: tuple[tuple[str, Text], ...]
    caption: str = ""


@dataclass(frozen=True)
class Figure:
    """A chart with its finding, its sentence, its source and, unless refused, its table."""

    chart: ChartData
    with_table: bool = True


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class Inset:
    """Words set apart by a bar at the side: something the reader must not miss."""

    text: Text


@dataclass(frozen=True)
class Note:
    """Small print beneath what it belongs to."""

    text: str


Block = Heading | Prose | TableBlock | GridBlock | KeyValues | Figure | PageBreak | Inset | Note


@dataclass(frozen=True)
class Document:
    """`digest` goes in the footer; `draft` puts DRAFT on every page. `language` is a tag such as "en-GB"."""

    title: str
    blocks: tuple[Block, ...] = field(default=())
    language: str = "en-GB"
    author: str = ""
    subject: str = ""
    draft: bool = False
    digest: str | None = None

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A document needs a title")
