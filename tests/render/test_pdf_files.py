"""The PDF: tagged, in English, numbered, the same bytes every time, and it fetches nothing."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from pypdf import PdfReader

from safetyvalve.render.document import DRAFT_WORDS, Document, Prose
from safetyvalve.render.pdf import page_html, style_sheet, to_pdf
from tests.render.examples import AT, DEFICIT, NASTY, PLANS, RETURN


@pytest.fixture(scope="module")
def data() -> bytes:
    return to_pdf(RETURN, at=AT)


@pytest.fixture(scope="module")
def reader(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def tags(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, dict):
        yield node
        kids = node.get("/K")
        for kid in kids if isinstance(kids, list) else [kids]:
            if hasattr(kid, "get_object"):
                yield from tags(kid)


def test_the_bytes_repeat_whatever_the_clock_says(data: bytes) -> None:
    with time_machine.travel("2031-02-03 04:05:06Z", tick=False):
        assert to_pdf(RETURN, at=AT) == data


def test_it_is_tagged_and_says_its_language_and_title(reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Return for Update 1", "A council")
    assert reader.metadata["/CreationDate"] == "D:20240531090000Z"


def test_headings_lists_tables_and_figures_are_structure(reader: PdfReader) -> None:
    found = list(tags(reader.trailer["/Root"]["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/H3", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure"} <= {node.get("/S") for node in found}
    assert [node["/Alt"] for node in found if node.get("/S") == "/Figure"] == [PLANS.title, DEFICIT.title]


def test_every_page_has_draft_number_and_digest(reader: PdfReader) -> None:
    assert len(reader.pages) >= 2
    for number, page in enumerate(reader.pages, start=1):
        words = page.extract_text()
        assert DRAFT_WORDS in words
        assert f"Page {number} of {len(reader.pages)}" in words
        assert "sha256:4f1ca92b" in words


def test_figures_and_levels_can_be_read_in_it(reader: PdfReader) -> None:
    # Lines break where the column ends, so the comparison is of letters.
    words = "".join("".join(page.extract_text().split()) for page in reader.pages)
    for expected in ("−£2,732,000", "Amber", "On target", PLANS.summary, NASTY, "c: hidden to protect children."):
        assert "".join(expected.split()) in words


def test_it_is_set_in_the_shipped_font(reader: PdfReader) -> None:
    names = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert names
    assert all(name.startswith("/Liberation-Sans") or name.startswith("Liberation-Sans") for name in names)


def test_what_was_typed_stays_words() -> None:
    markup = page_html(Document("<img src=file:///etc/passwd>", (Prose.of("<link rel=attachment href=x>"),)), AT)
    assert "<img" not in markup
    assert "<link" not in markup


def test_the_style_sheet_points_nowhere() -> None:
    assert "url(" not in style_sheet()
    assert "@import" not in style_sheet()
    assert DRAFT_WORDS in style_sheet()
