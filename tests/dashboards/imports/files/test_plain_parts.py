"""What is left of a workbook before openpyxl opens it."""

import io
from zipfile import ZipFile

import pytest

from dashboards.imports.contract import Delivered, UnusableDelivery
from dashboards.imports.files.limits import Limits
from dashboards.imports.files.plain_parts import plain_parts
from tests.dashboards.imports.files.books import ONE_CELL, SHEET, raw
from tests.dashboards.imports.files.test_hostile_files import BILLION, ENTITY


def left_of(delivered: Delivered) -> list[str]:
    with ZipFile(io.BytesIO(plain_parts(delivered, limits=Limits()))) as plain:
        return plain.namelist()


def test_xml_and_pictures_stay_and_what_cannot_be_told_goes() -> None:
    odd = {"xl/printerSettings/printerSettings1.bin": "<w/>", "xl/media/picture.png": b"\x89PNG\r\n\x1a\n"}
    names = left_of(raw(**odd))
    assert {"xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/media/picture.png"} <= set(names)
    assert "xl/printerSettings/printerSettings1.bin" not in names


@pytest.mark.parametrize("trick", [ENTITY, BILLION], ids=["external entity", "billion laughs"])
@pytest.mark.parametrize("path", ["xl/theme/theme1.xml", "docProps/core.xml", "xl/_rels/workbook.xml.rels"])
def test_a_document_type_is_refused_in_parts_that_our_reader_does_not_read(path: str, trick: str) -> None:
    with pytest.raises(UnusableDelivery) as refused:
        left_of(raw(**{path: trick + SHEET.format(ONE_CELL)}))
    assert refused.value.problems[0].code == "file-has-dtd"


@pytest.mark.parametrize("codec", ["cp037", "utf-32", "utf-7"])
def test_a_part_in_an_encoding_that_hides_a_document_type_is_refused(codec: str) -> None:
    content = f'<?xml version="1.0" encoding="{codec}"?>{ENTITY}{SHEET.format(ONE_CELL)}'
    with pytest.raises(UnusableDelivery) as refused:
        left_of(raw(**{"xl/theme/theme1.xml": content.encode(codec)}))
    assert refused.value.problems[0].code in {"file-damaged", "file-has-dtd"}
