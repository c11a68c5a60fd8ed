"""The small Markdown that people may type: paragraphs, bullets with one nested level, bold and italics.

One parse gives frozen blocks that HTML, Word, PDF and plain text all read, so no two faces can differ.
Everything else (raw HTML, links, images, headings, numbered lists) is shown as it was typed. Text pasted
from Word is understood: its bullet signs become bullets and its control characters go.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.list import list_block
from markdown_it.token import Token


@dataclass(frozen=True)
class Run:
    """A stretch of text in one weight. A newline in `text` is a line break inside the paragraph."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Bullet:
    """One item; `children` are the single nested level and have no children of their own."""

    runs: tuple[Run, ...]
    children: tuple["Bullet", ...] = ()


@dataclass(frozen=True)
class Bullets:
    items: tuple[Bullet, ...]


Block = Paragraph | Bullets

# Word's Symbol and Wingdings bullets arrive as private-use characters.
_PASTED_SIGNS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "•", 0xF0FC: "•"}
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = {0x00AD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TRANSLATION = {**_PASTED_SIGNS, **dict.fromkeys(_INVISIBLE, "")}

_MARKED = re.compile(r"^(?P<indent>[ \t\xa0]*)(?P<sign>[-*+•●▪·‣–◦o])(?P<gap>[ \t\xa0]+)(?P<rest>\S.*)$")
_OUTER_SIGNS = "-*+•●▪·‣"


def clean_text(text: str) -> str:
    """`text` without control and invisible characters, with "\\n" line ends and no trailing spaces.

    Smart quotes and dashes stay as they are. Word's private bullet signs become "•".
    """
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).translate(_TRANSLATION)
    lines = (line.rstrip() for line in _UNWANTED.sub("", text).split("\n"))
    return "\n".join(lines).strip("\n")


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of `text`. Never raises, whatever was typed or pasted."""
    tokens = _PARSER.parse(_with_plain_bullets(clean_text(text)))
    return tuple(_blocks(tokens))


def plain_text(blocks: Sequence[Block]) -> str:
    """The blocks as text for an e-mail or a comparison: "- " before a bullet, "  - " before a nested one."""
    return "\n\n".join(_plain_block(block) for block in blocks)


def runs_text(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def _plain_block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return runs_text(block.runs)
    lines = []
    for item in block.items:
        lines.append("- " + runs_text(item.runs).replace("\n", "\n  "))
        lines.extend("  - " + runs_text(child.runs).replace("\n", "\n    ") for child in item.children)
    return "\n".join(lines)


def _with_plain_bullets(text: str) -> str:
    """Pasted bullet signs become Markdown bullets of level one or two.

    "o", "◦" and "–" are Word's second level when they follow another sign, and a first level when they
    do not. A line at the margin after a bullet starts a new paragraph, as it does in Word.
    """
    result: list[str] = []
    sign_before, level_before, gap = "", 0, False
    for line in text.split("\n"):
        match = _MARKED.match(line)
        if match:
            sign = match["sign"]
            level = _level(sign, _width(match["indent"]), sign_before, level_before)
            if gap and sign not in _OUTER_SIGNS and sign != sign_before:
                level = 1
            if not level_before and result and result[-1]:
                result.append("")
            result.append("  " * (level - 1) + "- " + match["rest"])
            sign_before, level_before, gap = sign, level, False
        elif not line:
            result.append("")
            gap = True
        elif level_before and line[0] in " \t\xa0" and result[-1]:
            result.append("  " * level_before + line.strip())
        else:
            if level_before and result[-1]:
                result.append("")
            result.append(line.strip())
            sign_before, level_before, gap = "", 0, False
    return "\n".join(result)


def _level(sign: str, indent: int, sign_before: str, level_before: int) -> int:
    if not level_before:
        return 1
    if sign in _OUTER_SIGNS:
        return 2 if indent >= 2 else 1
    return level_before if sign == sign_before else 2


def _width(indent: str) -> int:
    return sum(4 if character == "\t" else 1 for character in indent)


def _bullets_only(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """The library's list rule for "-" alone, so that "1." and "2024." stay text."""
    position = state.bMarks[start_line] + state.tShift[start_line]
    if position >= len(state.src) or state.src[position] != "-":
        return False
    return list_block(state, start_line, end_line, silent)


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(["list", "emphasis"])
    parser.block.ruler.at("list", _bullets_only, {"alt": ["paragraph"]})
    return parser


_PARSER = _make_parser()


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    depth, items = 0, _ItemBuilder()
    for token in tokens:
        if token.type == "bullet_list_open":
            depth += 1
        elif token.type == "bullet_list_close":
            depth -= 1
            if not depth:
                if built := items.finish():
                    yield Bullets(built)
                items = _ItemBuilder()
        elif token.type == "list_item_open":
            items.open(depth)
        elif token.type == "inline":
            runs = tuple(_runs(token.children or []))
            if depth:
                items.add(runs)
            elif runs:
                yield Paragraph(runs)


class _ItemBuilder:
    """Collects items while walking the tokens; anything deeper than two levels joins the second."""

    def __init__(self) -> None:
        self.items: list[tuple[list[Run], list[list[Run]]]] = []
        self.current: list[Run] = []

    def open(self, depth: int) -> None:
        self.current = []
        if depth == 1:
            self.items.append((self.current, []))
        else:
            self.items[-1][1].append(self.current)

    def add(self, runs: tuple[Run, ...]) -> None:
        if self.current and runs:
            self.current.append(Run("\n"))
        self.current.extend(runs)

    def finish(self) -> tuple[Bullet, ...]:
        return tuple(
            Bullet(tuple(runs), tuple(Bullet(tuple(child)) for child in children if child))
            for runs, children in self.items
            if runs or any(children)
        )


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    bold = italic = 0
    for token in tokens:
        if token.type == "strong_open":
            bold += 1
        elif token.type == "strong_close":
            bold -= 1
        elif token.type == "em_open":
            italic += 1
        elif token.type == "em_close":
            italic -= 1
        elif token.content:
            yield Run(re.sub(r" *\n[ \t]*", "\n", token.content), bold > 0, italic > 0)
