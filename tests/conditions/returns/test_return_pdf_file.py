"""The PDF return: tagged, numbered, with the digest on every page."""

import io

import pytest
import time_machine
from pypdf import PdfReader

from conditions.returns.files import RenderedFile, render_file
from safetyvalve.render.document import DRAFT_WORDS
from tests.conditions.returns import examples


@pytest.fixture(scope="module")
def issued() -> RenderedFile:
    return render_file("pdf", examples.pack(), examples.envelope(), pack_sha256=examples.pack_sha256())


def pages(made: RenderedFile) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages]


def test_it_is_tagged_in_english_and_titled(issued: RenderedFile) -> None:
    reader = PdfReader(io.BytesIO(issued.content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.title == "Isle of Sarn Safety Valve monitoring return, Update 2 (September 2024)"
    assert reader.metadata["/CreationDate"] == "D:20240926131500Z"


def test_every_page_has_its_number_and_the_digest(issued: RenderedFile) -> None:
    found = pages(issued)
    for number, words in enumerate(found, start=1):
        assert f"Page {number} of {len(found)}" in words
        assert examples.pack_sha256() in words.replace("\n", "")
        assert "DRAFT" not in words


def test_rag_words_and_charts_are_in_it(issued: RenderedFile) -> None:
    words = "\n".join(pages(issued))
    for said in ("Amber", "Green", "Blue", "Red", "Not yet due", "Not reported", "£14.7 million deficit"):
        assert said in words


def test_a_draft_is_marked_on_every_page() -> None:
    made = render_file("pdf", examples.pack(), None, pack_sha256=None)
    found = pages(made)
    assert len(found) > 5
    assert all(DRAFT_WORDS in words for words in found)


def test_bytes_repeat_whatever_the_clock_says(issued: RenderedFile) -> None:
    with time_machine.travel("2031-02-03 04:05:06Z", tick=False):
        again = render_file("pdf", examples.pack(), examples.envelope(), pack_sha256=examples.pack_sha256())
    assert again.content == issued.content
