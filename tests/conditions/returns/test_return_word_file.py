"""The Word return, read back with another library than wrote its facts."""

import io
from typing import Any

import docx
import pytest
import time_machine
from docx.oxml.ns import qn

from conditions.returns.files import RenderedFile, render_file
from safetyvalve.render.document import DRAFT_WORDS
from tests.conditions.returns import examples


@pytest.fixture(scope="module")
def issued() -> RenderedFile:
    return render_file("docx", examples.pack(), examples.envelope(), pack_sha256=examples.pack_sha256())


@pytest.fixture(scope="module")
def file(issued: RenderedFile) -> Any:
    return docx.Document(io.BytesIO(issued.content))


def table_after(file: Any, caption: str) -> Any:
    """The table beneath a caption."""
    seen = False
    for element in file.element.body:
        if element.tag == qn("w:p"):
            seen = "".join(each.text or "" for each in element.iter(qn("w:t"))) == caption
        elif element.tag == qn("w:tbl") and seen:
            return docx.table.Table(element, file)
    raise AssertionError(f"No table under {caption}")


def test_the_name_is_in_the_fields_words(issued: RenderedFile) -> None:
    assert issued.name == "isle-of-sarn-safety-valve-update-2-2024-25-round-1.docx"


def test_rag_words_read_back_with_their_colour(file: Any) -> None:
    fills = {"Blue": "1D70B8", "Green": "00703C", "Amber": "F47738", "Red": "D4351C"}
    for n, rag in enumerate(examples.RAGS, start=1):
        row = table_after(file, f"Condition 3.{n}: assurance level").rows[1]
        word = examples.level(rag)["word"]
        assert row.cells[0].text == f"3.{n}"
        assert row.cells[3].text == word
        assert row.cells[3]._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == fills[word]
        assert row.cells[4].text == "Not yet due"


def test_headings_are_headings_and_bullets_are_lists(file: Any) -> None:
    styles = {paragraph.text: paragraph.style.name for paragraph in file.paragraphs}
    assert styles["Isle of Sarn Safety Valve monitoring return, Update 2 (September 2024)"] == "Heading 1"
    assert styles["Agreement conditions"] == "Heading 2"
    assert styles["Condition 3.1: Ordinarily available provision"] == "Heading 3"
    assert styles["Progress"] == "Heading 4"
    assert styles["First step taken in April 2024."] == "List Bullet"
    assert styles["In 12 schools."] == "List Bullet 2"
    assert styles["Mitigation:"] == "List Bullet"
    assert styles["Two more officers from July."] == "List Bullet 2"
    assert styles["Recovery:"] == "List Bullet"


def test_every_table_with_columns_repeats_its_header_row_and_is_described(file: Any) -> None:
    headed = [
        table for table in file.tables if table._tbl.tr_lst[0].find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    ]
    assert len(headed) >= 7 + 4 + 5
    for table in file.tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_language_title_and_pictures_are_told_to_assistive_technology(file: Any) -> None:
    assert file.core_properties.title.startswith("Isle of Sarn Safety Valve monitoring return")
    assert file.core_properties.language == "en-GB"
    described = [each.get("descr") for each in file.element.body.iter(qn("wp:docPr"))]
    assert len(described) == 4
    assert all(described)


def test_a_submitted_return_is_not_marked_draft(file: Any) -> None:
    assert file.sections[0].header.paragraphs[0].text == ""


def test_the_digest_stands_in_the_footer(file: Any) -> None:
    assert examples.pack_sha256() in file.sections[0].footer.paragraphs[0].text


def test_a_draft_says_so_on_every_page_and_in_its_name() -> None:
    made = render_file("docx", examples.pack(), examples.envelope(submitted=False), pack_sha256=None)
    assert made.name.endswith("-round-1-draft.docx")
    sections = docx.Document(io.BytesIO(made.content)).sections
    assert [section.header.paragraphs[0].text for section in sections] == [DRAFT_WORDS]


def test_bytes_repeat_whatever_the_clock_says(issued: RenderedFile) -> None:
    with time_machine.travel("2031-02-03 04:05:06Z", tick=False):
        again = render_file("docx", examples.pack(), examples.envelope(), pack_sha256=examples.pack_sha256())
    assert again == issued


def test_a_hundred_thousand_characters_and_control_characters_are_printed() -> None:
    pack = examples.pack()
    pack["sections"]["conditions"]["facts"]["conditions"][0]["narrative"] = (
        "\x0b“Smart” – words \x00" + "word " * 20_000
    )
    content = render_file("docx", pack, None, pack_sha256=None).content
    words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    assert "“Smart” – words" in words
    assert words.count("word ") >= 19_999
