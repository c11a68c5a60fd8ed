"""A document as a tagged PDF (written to the rules of PDF/UA-1), drawn from the same HTML as the page."""

import base64
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from safetyvalve.render.archive import w3c_time
from safetyvalve.render.document import Document
from safetyvalve.render.html import document_html
from safetyvalve.render.palette import RAG_COLOURS, text_on
from safetyvalve.render.png import FONTS

STYLE_SHEET = Path(__file__).with_name("print.css")


def to_pdf(document: Document, *, at: datetime) -> bytes:
    """The PDF: A4, page numbers, the digest in the footer, DRAFT on every page of a draft.

    `at` becomes its creation time; the same arguments give the same bytes.
    """
    return html_to_pdf(page_html(document, at))


def html_to_pdf(markup: str, *, extra_style: str = "") -> bytes:
    """A whole HTML page laid out with the print style sheet and, after it, `extra_style`.

    The same arguments give the same bytes. Nothing is fetched from anywhere: the fonts are the shipped ones and every
    address but `data:` is refused.
    """
    # Loading the library takes most of a second, so only those who ask for a PDF wait for it.
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fetcher: Any = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    fonts = FontConfiguration()
    css = CSS(string=_font_faces() + style_sheet() + extra_style, font_config=fonts, url_fetcher=fetcher)
    page = HTML(string=markup, url_fetcher=fetcher)
    pdf: bytes = page.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1", uncompressed_pdf=False)
    return pdf


def page_html(document: Document, at: datetime) -> str:
    """The complete HTML page that is laid out; everything in it is escaped."""
    footer = document.title + (f" · Digest {document.digest}" if document.digest else "")
    return format_html(
        '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="author" content="{author}"><meta name="description" content="{subject}">'
        '<meta name="dcterms.created" content="{at}"><meta name="dcterms.modified" content="{at}"></head>'
        '<body{draft}><div class="app-footer">{footer}</div>{body}</body></html>',
        lang=document.language,
        title=document.title,
        author=document.author,
        subject=document.subject,
        at=w3c_time(at),
        draft=mark_safe(' class="draft"') if document.draft else "",
        footer=footer,
        body=document_html(document, for_print=True),
    )


@cache
def style_sheet() -> str:
    """The print style sheet with the RAG colours, which have one home in Python."""
    rag = "".join(
        f".app-rag--{key} {{ background: {colour}; color: {text_on(colour)}; }}\n"
        for key, colour in RAG_COLOURS.items()
    )
    widths = "".join(f"col.app-width-{share} {{ width: {share}%; }}\n" for share in range(1, 101))
    return STYLE_SHEET.read_text(encoding="utf-8") + rag + widths


@cache
def _font_faces() -> str:
    """The shipped fonts as data, so that a bare server prints what every other does."""
    faces = []
    for name, weight in (("Regular", "normal"), ("Bold", "bold")):
        data = base64.b64encode((FONTS / f"LiberationSans-{name}.ttf").read_bytes()).decode("ascii")
        faces.append(
            f'@font-face {{ font-family: "Liberation Sans"; font-weight: {weight}; '
            f'src: url("data:font/ttf;base64,{data}"); }}\n'
        )
    return "".join(faces)
