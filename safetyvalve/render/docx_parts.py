"""The XML that python-docx has no words for: table descriptions, repeated headers, shading, alternative text."""

import re
from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

MARGIN_CM = 2.0
PAGE_WIDTH_CM = 21.0 - 2 * MARGIN_CM
HEADER_FILL = "#e8edf2"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(text: str) -> str:
    """`text` without what XML cannot hold."""
    return _ILLEGAL.sub("", text)


def element(name: str, **attributes: str) -> Any:
    """`<w:name w:key="value"/>`."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key.rstrip('_')}"), value)
    return made


def add_table(parent: Any, rows: int, weights: Sequence[int], caption: str, description: str) -> Any:
    """A grid as wide as the page, its columns sharing the width by `weights`, named and described."""
    table = parent.add_table(rows=rows, cols=len(weights))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblW")):
        properties.remove(old)
    total = sum(weights)
    widths = [PAGE_WIDTH_CM * weight / total for weight in weights]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    cells = table._cells
    for index, cell in enumerate(cells):
        cell.width = Cm(widths[index % len(weights)])
    width = element("tblW", w=str(round(PAGE_WIDTH_CM * 567)), type="dxa")
    later = ["jc", "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook"]
    properties.insert_element_before(width, *(f"w:{name}" for name in later))
    # The schema wants these two last, in this order.
    properties.append(element("tblCaption", val=legal(caption)))
    properties.append(element("tblDescription", val=legal(description)))
    return table


def rows_of(table: Any) -> list[list[Any]]:
    """The cells row by row. python-docx looks every cell up anew otherwise, which is slow."""
    cells = table._cells
    width = len(table.columns)
    return [cells[start : start + width] for start in range(0, len(cells), width)]


def mark_row(row: Sequence[Any], *, header: bool, splits: bool = False) -> None:
    """A header row repeats on each page and reads as one; other rows stay whole unless they may split."""
    properties = row[0]._tc.getparent().get_or_add_trPr()
    if not splits:
        properties.append(element("cantSplit"))
    if header:
        properties.append(element("tblHeader"))


def keep_with_next(row: Sequence[Any]) -> None:
    """Keep a row on the page of the row that follows."""
    for cell in row:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def first_paragraph(cell: Any, *, right: bool = False, small: bool = False) -> Any:
    paragraph = cell.paragraphs[0]
    paragraph.style = "Table text small" if small else "Table text"
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return paragraph


def remove_first_paragraph(cell: Any) -> None:
    """For a cell that starts with a list. The caller adds at least one paragraph: a cell may not be empty."""
    first = cell.paragraphs[0]._p
    first.getparent().remove(first)


def write_text(paragraph: Any, words: str, *, bold: bool = False, colour: str = "") -> None:
    run = paragraph.add_run(legal(words))
    run.bold = bold or None
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())


def _fill(colour: str) -> Any:
    return element("shd", val="clear", color="auto", fill=colour.removeprefix("#").upper())


def shade(cell: Any, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(_fill(colour))


def shade_paragraph(paragraph: Any, colour: str) -> None:
    paragraph._p.get_or_add_pPr().insert_element_before(
        _fill(colour), "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def describe_picture(paragraph: Any, number: int, name: str, words: str) -> None:
    """Name and alternative text of the picture in `paragraph`; `number` must be new in the document."""
    for properties in paragraph._p.iter(qn("wp:docPr")):
        properties.set("id", str(1000 + number))
        properties.set("name", f"Chart {number}")
        properties.set("title", legal(name))
        properties.set("descr", legal(words))


def field(paragraph: Any, code: str, size: float) -> None:
    """A field that Word fills in, such as PAGE or NUMPAGES, with a result for readers that do not."""
    for kind, content in (("begin", None), ("", code), ("separate", None), ("text", "1"), ("end", None)):
        run = paragraph.add_run()
        run.font.size = Pt(size)
        if kind == "text":
            run.text = content or ""
        elif kind:
            run._r.append(element("fldChar", fldCharType=kind))
        else:
            instruction = element("instrText")
            instruction.text = f" {content} "
            run._r.append(instruction)
