"""The PDF of a pack: tagged, in English, with contents, every figure of its charts, and what hides."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from dashboards.publishing.pack.document import page_html, to_pdf
from dashboards.publishing.pack.packs import HIDDEN
from tests.dashboards.publishing.pack.examples import PACK, rows_in_words, squeezed, words_of_pdf
from tests.render.examples import NASTY


@pytest.fixture(scope="module")
def content() -> bytes:
    return to_pdf(PACK)


@pytest.fixture(scope="module")
def reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def tags(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, dict):
        yield node
        kids = node.get("/K")
        for kid in kids if isinstance(kids, list) else [kids]:
            if hasattr(kid, "get_object"):
                yield from tags(kid)


def test_it_is_tagged_in_english_and_titled(reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.title == f"{PACK.council}: {PACK.full_title}"
    assert reader.metadata.author == PACK.council
    found = list(tags(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/L", "/Link"} <= {node.get("/S") for node in found}
    assert [node["/Alt"] for node in found if node.get("/S") == "/Figure"] == [item.chart.title for item in PACK.items]


def test_every_figure_of_every_chart_and_table_is_in_it(content: bytes) -> None:
    words = words_of_pdf(content)
    for item in PACK.items:
        rows = rows_in_words(item.chart.as_table()) + (rows_in_words(item.table) if item.table else [])
        missing = [row for row in rows if row not in words]
        assert missing == []
        assert squeezed(item.chart.summary) in words


def test_the_contents_name_every_finding_with_its_page(reader: PdfReader) -> None:
    first = squeezed(reader.pages[0].extract_text())
    for item in PACK.items:
        assert squeezed(item.chart.title) in first
    links = [each.get_object() for each in reader.pages[0]["/Annots"]]
    # A line that breaks has a link on each part.
    assert len({link["/Dest"] for link in links}) == len(PACK.items)


def test_the_first_page_says_who_when_and_what_hides(reader: PdfReader) -> None:
    first = squeezed(reader.pages[0].extract_text())
    for said in (PACK.council, PACK.title, "May 2024", HIDDEN, "Corrected. One plan too few.", "Figures are made up."):
        assert squeezed(said) in first
    for number, page in enumerate(reader.pages, start=1):
        assert squeezed(f"Page {number} of {len(reader.pages)}") in squeezed(page.extract_text())


def test_what_was_typed_stays_words() -> None:
    markup = page_html(PACK)
    assert "<script" not in markup
    assert "<b>now" not in markup
    assert NASTY not in markup.replace("&quot;", "'")


def test_a_preview_says_so_on_every_page() -> None:
    short = replace(PACK, items=PACK.items[1:3], standing="Preview: not published")
    pages = PdfReader(io.BytesIO(to_pdf(short))).pages
    assert len(pages) > 2
    assert all("Preview: not published" in page.extract_text() for page in pages)
