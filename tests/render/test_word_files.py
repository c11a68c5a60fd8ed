"""The Word file: accessible, marked as a draft, the same bytes every time."""

import io
from typing import Any
from zipfile import ZipFile

import docx
import pytest
import time_machine
from docx.oxml.ns import qn

from safetyvalve.render.document import DRAFT_WORDS, Document, GridBlock, Prose, RagCell
from safetyvalve.render.docx import to_docx
from tests.render.examples import AT, DEFICIT, NASTY, PLANS, RETURN


@pytest.fixture(scope="module")
def data() -> bytes:
    return to_docx(RETURN, at=AT)


@pytest.fixture(scope="module")
def file(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def test_the_bytes_repeat_whatever_the_clock_says(data: bytes) -> None:
    with time_machine.travel("2031-02-03 04:05:06Z", tick=False):
        assert to_docx(RETURN, at=AT) == data


def test_headings_and_lists_are_real(file: Any) -> None:
    styles = [(paragraph.style.name, paragraph.text) for paragraph in file.paragraphs]
    assert ("Heading 1", "Return for Update 1") in styles
    assert ("Heading 3", "Condition 3.1") in styles
    assert ("List Bullet", "First unit") in styles
    assert ("List Bullet 2", "nested point") in styles


def test_every_table_is_named_and_the_header_row_repeats(file: Any) -> None:
    for table in file.tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    headed = [table for table in file.tables if table._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None]
    assert len(headed) == len(file.tables) - 1, "only the list of names and values has no header row"


def test_a_level_is_a_word_on_its_colour(file: Any) -> None:
    cell = next(table for table in file.tables if table.cell(0, 0).text == "Update 1").cell(1, 0)
    assert cell.text == "Amber"
    assert cell._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == "F47738"
    assert str(cell.paragraphs[0].runs[0].font.color.rgb) == "000000"


def test_pictures_speak_their_summary(file: Any) -> None:
    described = [item.get("descr") for item in file.element.body.iter(qn("wp:docPr"))]
    assert described == [PLANS.summary, DEFICIT.summary]


def test_language_title_and_author_are_set(file: Any) -> None:
    core = file.core_properties
    assert (core.title, core.author, core.language) == ("Return for Update 1", "A council", "en-GB")
    assert core.created == core.modified == AT
    languages = {item.get(qn("w:val")) for item in file.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_a_draft_says_so_at_the_head_of_every_page_and_a_signed_return_does_not(file: Any) -> None:
    assert [section.header.paragraphs[0].text for section in file.sections] == [DRAFT_WORDS]
    signed = docx.Document(io.BytesIO(to_docx(Document("Signed", ()), at=AT)))
    assert signed.sections[0].header.paragraphs[0].text == ""


def test_the_footer_has_digest_and_page_numbers(file: Any) -> None:
    footer = file.sections[0].footer.paragraphs[0]
    assert "sha256:4f1ca92b" in footer.text
    codes = [item.text.strip() for item in footer._p.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_tables_fit_between_the_margins(file: Any) -> None:
    section = file.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in file.tables:
        assert sum(column.width for column in table.columns) <= room + 10_000


def test_control_characters_and_formulas_are_only_words() -> None:
    grid = GridBlock(
        "G\x00", (("A\x07",),), ((Prose.of(f"bell\x07\n\n{NASTY}"),), (RagCell("Red\x1b", "red", "\x0c"),))
    )
    built = docx.Document(io.BytesIO(to_docx(Document("T\x00".strip("\x00"), (grid,)), at=AT)))
    assert [row.cells[0].text for row in built.tables[0].rows] == ["A", f"bell\n{NASTY}", "Red"]


def test_the_archive_holds_no_time_of_day(data: bytes) -> None:
    with ZipFile(io.BytesIO(data)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.infolist()[0].filename == "[Content_Types].xml"
