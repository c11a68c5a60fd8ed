"""Files for these tests: honest workbooks made by openpyxl, and zips made by hand that no program would write."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from dashboards.imports.contract import Delivered, UnusableDelivery
from dashboards.imports.files.archive import unpack
from dashboards.imports.files.limits import USUAL, Limits
from dashboards.imports.files.tables import Tables, read_tables

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = f'<worksheet xmlns="{NAMESPACE}"><sheetData>{{}}</sheetData></worksheet>'
ONE_CELL = '<row r="1"><c r="A1"><v>5</v></c></row>'


def book(fill: Callable[[Worksheet], None], name: str = "figures.xlsx") -> Delivered:
    """A workbook with one sheet, as Excel would save it."""
    workbook = openpyxl.Workbook()
    fill(workbook.active)
    return saved(workbook, name)


def saved(workbook: openpyxl.Workbook, name: str = "figures.xlsx") -> Delivered:
    content = BytesIO()
    workbook.save(content)
    return Delivered(name, content.getvalue())


def raw(rows: str = ONE_CELL, *, name: str = "figures.xlsx", **members: str | bytes) -> Delivered:
    """The smallest workbook, from the XML of its rows; ``members`` by path replace or add parts (__ for /)."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONS}">'
        '<sheets><sheet name="May" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": SHEET.format(rows),
    }
    parts.update({path.replace("__", "/"): content for path, content in members.items()})
    return zipped(parts, name)


def zipped(parts: dict[str, str | bytes], name: str = "files.zip") -> Delivered:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for path, part in parts.items():
            archive.writestr(path, part)
    return Delivered(name, content.getvalue())


def codes(tables: Tables) -> list[str]:
    return [problem.code for problem in tables.problems]


def refusal(delivered: Delivered, limits: Limits = USUAL) -> str:
    """The one reason why a file is not read; it always says what to do."""
    with pytest.raises(UnusableDelivery) as caught:
        read_tables(delivered, limits=limits)
    return _only(caught.value)


def refusal_to_unpack(delivered: Delivered, limits: Limits = USUAL) -> str:
    with pytest.raises(UnusableDelivery) as caught:
        unpack(delivered, limits=limits)
    return _only(caught.value)


def _only(error: UnusableDelivery) -> str:
    [problem] = error.problems
    assert problem.level == "fatal"
    assert problem.sentence.endswith(".")
    assert problem.fix.endswith(".")
    return problem.code
