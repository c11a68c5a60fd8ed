"""The Word file before its first word: page, fonts, styles, language, properties, header and footer."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from safetyvalve.render.document import DRAFT_WORDS, Document
from safetyvalve.render.docx_parts import MARGIN_CM, field, legal

FONT = "Arial"
_HEADING_SIZES = {1: 22, 2: 16, 3: 13, 4: 11.5}
_INK = RGBColor(0x0B, 0x0C, 0x0C)
_QUIET = RGBColor(0x50, 0x5A, 0x5F)


def prepare(file: Any, document: Document, at: datetime) -> None:
    """Set up an empty python-docx file for `document`."""
    _page(file)
    _styles(file, document.language)
    _properties(file, document, at)
    _header_and_footer(file, document)
    # Otherwise python-docx reads through every style for every paragraph, which takes most of its time.
    file.part.get_style_id = cache(file.part.get_style_id)


def _page(file: Any) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(2.0)


def _styles(file: Any, language: str) -> None:
    for style in file.styles:
        if style.type in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER):
            _plain_font(style)
    _language(file, language)
    normal = file.styles["Normal"]
    normal.font.size = Pt(11)
    normal.font.color.rgb = _INK
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.1
    for level, size in _HEADING_SIZES.items():
        heading = file.styles[f"Heading {level}"]
        heading.font.size, heading.font.bold, heading.font.italic = Pt(size), True, False
        heading.font.color.rgb = _INK
        heading.paragraph_format.space_before = Pt(0 if level == 1 else 14 if level == 2 else 10)
        heading.paragraph_format.space_after = Pt(6 if level < 3 else 4)
    caption = file.styles["Caption"]
    caption.font.size, caption.font.bold = Pt(10.5), True
    caption.font.color.rgb = _INK
    caption.paragraph_format.space_before = Pt(6)
    caption.paragraph_format.space_after = Pt(3)
    caption.paragraph_format.keep_with_next = True
    for bullets in ("List Bullet", "List Bullet 2"):
        file.styles[bullets].paragraph_format.space_after = Pt(3)
    _own_styles(file)
    for border in file.styles["Table Grid"].element.iter(qn("w:tblBorders")):
        for side in border:
            side.set(qn("w:color"), "8C9398")


def _own_styles(file: Any) -> None:
    note = _style(file, "Note", "Normal", 9)
    note.font.color.rgb = _QUIET
    note.paragraph_format.space_before = Pt(3)
    note.paragraph_format.space_after = Pt(4)
    inset = _style(file, "Inset", "Normal", 11)
    inset.paragraph_format.left_indent = Cm(0.5)
    inset.paragraph_format.space_before = inset.paragraph_format.space_after = Pt(6)
    _bar_at_side(inset)
    table_text = _style(file, "Table text", "Normal", 10)
    table_text.paragraph_format.space_before = table_text.paragraph_format.space_after = Pt(2)
    table_text.paragraph_format.line_spacing = 1.0
    _style(file, "Table text small", "Table text", 8.5)
    for bullets, indent in (("List Bullet", 0.4), ("List Bullet 2", 0.8)):
        listed = _style(file, f"{bullets} table", bullets, 10)
        listed.paragraph_format.left_indent = Cm(indent)
        listed.paragraph_format.first_line_indent = Cm(-0.4)
        listed.paragraph_format.space_after = Pt(2)
        listed.paragraph_format.line_spacing = 1.0
    gap = _style(file, "Gap", "Normal", 4)
    gap.paragraph_format.space_after = Pt(0)


def _style(file: Any, name: str, base: str, size: float) -> Any:
    style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = file.styles[base]
    style.font.size = Pt(size)
    return style


def _plain_font(style: Any) -> None:
    """Arial in every script; the template's theme fonts would win over a name otherwise."""
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    if fonts is None:
        if style.name != "Normal":
            return
        style.font.name = FONT
        fonts = style.element.rPr.rFonts
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{key}"), FONT)


def _language(file: Any, language: str) -> None:
    """The language of the whole document, and nowhere another one beneath it."""
    root = file.styles.element
    defaults = root.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in list(root.iter(qn("w:lang"))):
        old.getparent().remove(old)
    made = OxmlElement("w:lang")
    for key in ("val", "eastAsia"):
        made.set(qn(f"w:{key}"), language)
    defaults.append(made)


def _bar_at_side(style: Any) -> None:
    borders = OxmlElement("w:pBdr")
    bar = OxmlElement("w:left")
    for key, value in (("val", "single"), ("sz", "36"), ("space", "8"), ("color", "B1B4B6")):
        bar.set(qn(f"w:{key}"), value)
    borders.append(bar)
    style.element.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _properties(file: Any, document: Document, at: datetime) -> None:
    core = file.core_properties
    core.title, core.author, core.subject = document.title[:255], document.author[:255], document.subject[:255]
    core.language, core.comments, core.keywords = document.language, "", document.digest or ""
    core.last_modified_by, core.revision = document.author[:255], 1
    moment = (at.astimezone(UTC) if at.tzinfo else at).replace(tzinfo=None, microsecond=0)
    core.created = core.modified = moment


def _header_and_footer(file: Any, document: Document) -> None:
    section = file.sections[0]
    header = section.header.paragraphs[0]
    if document.draft:
        header.paragraph_format.space_after = Pt(10)
        header.alignment = WD_ALIGN_PARAGRAPH.CENTER
        words = header.add_run(DRAFT_WORDS)
        words.bold, words.font.size, words.font.color.rgb = True, Pt(14), RGBColor(0xB1, 0x00, 0x0E)
    footer = section.footer.paragraphs[0]
    footer.add_run(legal(document.title)).font.size = Pt(8)
    if document.digest:
        footer.add_run(f"   Digest {legal(document.digest)}").font.size = Pt(8)
    footer.add_run("   Page ").font.size = Pt(8)
    field(footer, "PAGE", 8)
    footer.add_run(" of ").font.size = Pt(8)
    field(footer, "NUMPAGES", 8)
