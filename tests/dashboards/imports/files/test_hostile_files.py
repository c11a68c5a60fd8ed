"""Files made to do harm, or to fool a reader: each is refused by name, quickly, and nothing in them is followed."""

import struct
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_STORED, ZipFile, ZipInfo

import pytest

from dashboards.imports.contract import Delivered
from dashboards.imports.files.archive import unpack
from dashboards.imports.files.limits import Limits
from dashboards.imports.files.tables import read_tables
from tests.dashboards.imports.files.books import ONE_CELL, SHEET, raw, refusal, refusal_to_unpack, zipped

ENTITY = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
BILLION = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize(
    "path",
    [
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
        "docProps/app.xml",
        "xl/media/picture.png",
    ],
)
@pytest.mark.parametrize("trick", [ENTITY, BILLION], ids=["external entity", "billion laughs"])
def test_a_document_type_in_any_part_is_refused(path: str, trick: str) -> None:
    assert refusal(raw(**{path: trick + SHEET.format(ONE_CELL)})) == "file-has-dtd"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_hides_in_no_encoding(codec: str) -> None:
    content = f'<?xml version="1.0" encoding="{codec[:6]}"?>{ENTITY}{SHEET.format(ONE_CELL)}'
    assert refusal(raw(**{"xl/worksheets/sheet1.xml": content.encode(codec)})) == "file-has-dtd"


def test_a_document_type_across_two_pieces_is_found() -> None:
    padding = "<!--" + "x" * (1024 * 1024 - 12) + "-->"
    assert refusal(raw(**{"docProps/app.xml": padding + ENTITY}), Limits(ratio=10_000)) == "file-has-dtd"


@pytest.mark.parametrize("path", ["xl/vbaProject.bin", "xl/vbaData.xml", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused_wherever_they_are(path: str) -> None:
    assert refusal(raw(**{path: "x"})) == "file-has-macros"


def test_a_workbook_called_a_macro_workbook_is_refused() -> None:
    assert refusal(raw(name="figures.xlsm")) == "file-has-macros"


def test_a_workbook_with_a_password_is_told_from_an_old_one() -> None:
    assert refusal(Delivered("figures.xlsx", OLE2 + "EncryptedPackage".encode("utf-16-le"))) == "file-password"
    assert refusal(Delivered("figures.xlsx", OLE2 + "Workbook".encode("utf-16-le"))) == "file-wrong-kind"
    assert refusal(Delivered("figures.xls", OLE2 + "Workbook".encode("utf-16-le"))) == "file-wrong-kind"


@pytest.mark.parametrize(
    "path", ["xl/workbook.bin", "word/document.xml", "ppt/presentation.xml", "content.xml", "some.txt"]
)
def test_other_zips_that_are_called_workbooks_are_refused(path: str) -> None:
    assert refusal(zipped({path: "x"}, "figures.xlsx")) == "file-wrong-kind"


def bomb(size: int = 40 * 1024 * 1024) -> bytes:
    return b"0" * size


def test_a_member_that_is_packed_too_tightly_is_not_unpacked() -> None:
    assert refusal(raw(**{"xl/media/picture.png": bomb()})) == "unpacked-too-large"
    assert refusal_to_unpack(zipped({"persons.csv": bomb()})) == "unpacked-too-large"


def test_more_than_may_be_unpacked_is_not_unpacked() -> None:
    loose = Limits(ratio=10_000, archive_unpacked=1024 * 1024)
    assert refusal_to_unpack(zipped({"persons.csv": bomb(2 * 1024 * 1024)}), loose) == "unpacked-too-large"


def test_very_many_members_are_not_unpacked() -> None:
    many: dict[str, str | bytes] = {f"{number}.csv": "a" for number in range(300)}
    assert refusal_to_unpack(zipped(many)) == "unpacked-too-large"


def test_members_that_share_their_bytes_are_refused() -> None:
    """The list of members is made to point twice at one packed file."""
    content = bytearray(zipped({"a.csv": bomb(5000), "b.csv": bomb(5000)}).content)
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = struct.pack("<I", 0)
    assert refusal_to_unpack(Delivered("files.zip", bytes(content))) == "unpacked-too-large"


def test_a_member_that_lies_about_its_size_gives_no_more_than_it_said() -> None:
    content = bytearray(zipped({"a.csv": bomb(5000)}).content)
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 10)
    assert refusal_to_unpack(Delivered("files.zip", bytes(content))) == "file-damaged"


def test_a_zip_in_a_zip_is_refused() -> None:
    assert refusal_to_unpack(zipped({"inner.zip": zipped({"a.csv": "x"}).content})) == "archive-nested"
    assert refusal_to_unpack(zipped({"inner.csv": zipped({"a.csv": "x"}).content})) == "archive-nested"


@pytest.mark.parametrize("path", ["../a.csv", "/etc/a.csv", "C:\\a.csv", "a/../../b.csv", "..\\a.csv", "C:/a.csv"])
def test_names_that_lead_out_of_the_zip_are_refused(path: str) -> None:
    assert refusal_to_unpack(zipped({path: "x"})) == "archive-unsafe-name"


def test_two_files_of_one_name_are_refused_rather_than_one_lost() -> None:
    assert refusal_to_unpack(zipped({"2023/Persons.csv": "x", "2024/persons.csv": "y"})) == "archive-same-name"


def test_a_zip_with_a_password_is_refused() -> None:
    content = bytearray(zipped({"a.csv": "x"}).content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert refusal_to_unpack(Delivered("files.zip", bytes(content))) == "file-password"


def test_packing_that_no_office_program_uses_is_refused() -> None:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_BZIP2) as archive:
        archive.writestr("a.csv", "x")
    assert refusal_to_unpack(Delivered("files.zip", content.getvalue())) == "file-damaged"


@pytest.mark.parametrize("cut", [30, 60, 150])
def test_half_a_zip_is_damaged(cut: int) -> None:
    whole = raw().content
    assert refusal(Delivered("figures.xlsx", whole[:cut])) == "file-damaged"
    assert (
        refusal_to_unpack(Delivered("files.zip", zipped({"a.csv": ONE_CELL * 9, "b.csv": "x"}).content[:cut]))
        == "file-damaged"
    )


def test_a_zip_with_wrong_bytes_is_damaged() -> None:
    content = bytearray(zipped({"a.csv": "".join(map(str, range(5000)))}).content)
    content[200:260] = b"\xff" * 60
    assert refusal_to_unpack(Delivered("files.zip", bytes(content))) == "file-damaged"


def test_an_empty_zip_is_empty() -> None:
    assert refusal_to_unpack(zipped({"folder/": "", "__MACOSX/._a.csv": "x"})) == "file-empty"


def test_a_zip_too_large_is_refused_before_it_is_opened() -> None:
    assert refusal_to_unpack(zipped({"a.csv": "x"}), Limits(size=10)) == "file-too-large"


def test_files_of_a_zip_come_without_folders_and_without_litter() -> None:
    files = unpack(zipped({"return/": "", "return/persons.csv": "a,b\n", "__MACOSX/x": "x", "return/.DS_Store": "x"}))
    assert [(file.name, file.content) for file in files] == [("persons.csv", b"a,b\n")]


def test_what_is_no_zip_and_a_workbook_pass_through_as_they_are() -> None:
    for delivered in (Delivered("a.csv", b"a,b\n"), raw()):
        assert unpack(delivered) == (delivered,)


def test_sheets_elsewhere_are_not_followed() -> None:
    relations = (
        '<Relationships><Relationship Id="rId1" TargetMode="External" Type="x/worksheet" Target="http://x/"/>'
        '<Relationship Id="rId2" Type="x/worksheet" Target="../../../etc/passwd"/></Relationships>'
    )
    assert refusal(raw(**{"xl/_rels/workbook.xml.rels": relations})) == "file-empty"


def test_a_sheet_named_like_a_formula_is_only_a_name() -> None:
    info = ZipInfo("xl/comments1.xml")
    info.compress_type = ZIP_STORED
    assert read_tables(raw(**{info.filename: "<comments/>"})).sheets[0].name == "May"
