"""The evidence of a reconciled year as a workbook that computes itself."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Protection
from openpyxl.worksheet.properties import PageSetupProperties

from dashboards.finance.reconciliation.document import EXPLANATIONS, ROUNDING, SAFETY_VALVE, label_of, state_of
from dashboards.finance.reconciliation.reading import Year
from dashboards.finance.workbook import POUNDS, UNKNOWN
from safetyvalve.core.dates import in_words
from safetyvalve.render.archive import normalised
from safetyvalve.render.xlsx_package import PackageEdit
from safetyvalve.render.xlsx_parts import BORDER, HEADER_FILL, TOTAL_BORDER, font, put_text

SIGNS = (
    "Pounds and pence. A deficit has a minus sign, whatever sign a document prints. Difference = document − record. "
    "White cells can be changed and the sums follow; an empty cell is not known, never £0."
)
HEADER = ("Document", "Balance stated", "Difference", "Explained", "Unexplained", "Document and place", "Date")
OWN_ROW, FIRST = 4, 7


def workbook(year: Year, *, at: datetime) -> bytes:
    """Documents with live differences, explanations, what may be eligible, and the attestation."""
    made: Any = Workbook()
    name = f"{year.agreement.authority.name}: reconciliation of the deficit at the end of {label_of(year)}"
    explanations = made.create_sheet("Explanations")
    _explanations(explanations, year)
    _reconciliation(made.worksheets[0], year, name)
    _attestation(made.create_sheet("Attestation"), year)
    for page in made.worksheets:
        page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    made.properties.title, made.properties.creator = name, ""
    made.properties.created = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    buffer = io.BytesIO()
    made.save(buffer)
    return normalised(buffer.getvalue(), PackageEdit(at, []))


def _reconciliation(page: Any, year: Year, name: str) -> None:
    page.title = "Reconciliation"
    put_text(page.cell(1, 1), name, bold=True, size=14, wrap=False)
    put_text(page.cell(2, 1), SIGNS, wrap=False)
    put_text(page.cell(OWN_ROW, 1), "The record’s own closing balance after DfE payments", bold=True)
    _input(page.cell(OWN_ROW, 2), year.own.amount)
    put_text(page.cell(OWN_ROW, 6), year.own.place)
    _header(page, FIRST - 1, HEADER)
    last = FIRST + len(year.documents) - 1
    for row, document in enumerate(year.documents, start=FIRST):
        put_text(page.cell(row, 1), document.label)
        _input(page.cell(row, 2), document.stated.amount)
        _formula(page.cell(row, 3), f'=IF(COUNT(B{row},B${OWN_ROW})<2,"{UNKNOWN}",ROUND(B{row}-B${OWN_ROW},2))')
        sum_of = f"SUMIF(Explanations!$A$2:$A$1000,A{row},Explanations!$B$2:$B$1000)"
        _formula(page.cell(row, 4), f'=IF(COUNT(B{row})=0,"{UNKNOWN}",ROUND({sum_of},2))')
        _formula(page.cell(row, 5), f'=IF(COUNT(C{row}:D{row})<2,"{UNKNOWN}",ROUND(C{row}-D{row},2))')
        put_text(page.cell(row, 6), document.row.reference if document.row else "")
        put_text(page.cell(row, 7), in_words(document.row.dated_on) if document.row and document.row.dated_on else "")
    _eligible(page, year, last)
    for column, width in zip("ABCDEFG", (48, 20, 20, 20, 20, 44, 20), strict=True):
        page.column_dimensions[column].width = width
    page.freeze_panes = f"B{FIRST}"
    page.protection.sheet = True


def _eligible(page: Any, year: Year, last: int) -> None:
    """Below the documents: everything explained?, the deficit that counts, what is deducted, and how it divides."""
    row = last + 2
    terms = year.reconciliation
    put_text(page.cell(row, 1), "What may be eligible", bold=True, size=12, wrap=False)
    needed = ",".join(f"B{FIRST + n}" for n, each in enumerate(year.documents) if each.stated.is_needed)
    count = sum(each.stated.is_needed for each in year.documents)
    open_ones = f'COUNTIF(E{FIRST}:E{last},">0")+COUNTIF(E{FIRST}:E{last},"<0")'
    own, every = f"B{OWN_ROW}", f"B{FIRST}:B{last}"
    lines: list[tuple[str, str | Decimal | None, str]] = [
        ("Is everything explained?", f'=IF(AND(ISNUMBER({own}),COUNT({needed})={count},{open_ones}=0),"yes","no")', ""),
        (
            "Deficit that counts: of the unusable reserve where everything is explained, else the lowest",
            f'=IF(B{row + 1}="yes",MAX(-B{last},0),IF(COUNT({own},{every})=0,"{UNKNOWN}",MAX(0,-MAX({own},{every}))))',
            "",
        ),
        (
            "Less overspends outside high needs",
            year.reconciliation.outside_high_needs,
            year.reconciliation.outside_reason,
        ),
        ("Eligible", f'=IF(COUNT(B{row + 2}:B{row + 3})<2,"{UNKNOWN}",MAX(0,ROUND(B{row + 2}-B{row + 3},2)))', ""),
        (
            "The council’s own share, per cent",
            terms.own_share,
            f"{terms.own_share_source}, {in_words(terms.own_share_since)}",
        ),
        (
            "The council’s own share",
            f'=IF(COUNT(B{row + 4}:B{row + 5})<2,"{UNKNOWN}",ROUND(ROUND(B{row + 4}*100,0)*B{row + 5}/100,0)/100)',
            ROUNDING,
        ),
        ("The rest", f'=IF(COUNT(B{row + 4},B{row + 6})<2,"{UNKNOWN}",ROUND(B{row + 4}-B{row + 6},2))', ""),
    ]
    for n, (words, value, note) in enumerate(lines, start=row + 1):
        put_text(page.cell(n, 1), words)
        if isinstance(value, str):
            _formula(page.cell(n, 2), value)
        else:
            _input(page.cell(n, 2), value, number_format="0.00" if "per cent" in words else POUNDS)
        put_text(page.cell(n, 6), note)
    put_text(page.cell(row + len(lines) + 2, 1), SAFETY_VALVE, wrap=False)


def _explanations(page: Any, year: Year) -> None:
    _header(page, 1, EXPLANATIONS)
    parts = [(document.label, each) for document in year.documents for each in document.explanations]
    for row, (label, each) in enumerate(parts, start=2):
        put_text(page.cell(row, 1), label)
        _input(page.cell(row, 2), each.amount)
        put_text(page.cell(row, 3), each.reason)
        put_text(page.cell(row, 4), each.evidence)
    for column, width in zip("ABCD", (48, 20, 60, 60), strict=True):
        page.column_dimensions[column].width = width


def _attestation(page: Any, year: Year) -> None:
    found = year.attestation
    rows = [
        ("State", state_of(year)),
        ("Declaration", found.declaration if found else ""),
        ("Digest of what was attested", found.digest if found else ""),
        ("Digest of what stands here", year.digest),
    ]
    for row, (words, value) in enumerate(rows, start=1):
        put_text(page.cell(row, 1), words, bold=True)
        put_text(page.cell(row, 2), value)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 30, 100


def _header(page: Any, row: int, words: Sequence[str]) -> None:
    for column, each in enumerate(words, start=1):
        cell = page.cell(row, column)
        put_text(cell, each, bold=True)
        cell.fill, cell.border = HEADER_FILL, BORDER


def _input(cell: Any, value: Decimal | None, *, number_format: str = POUNDS) -> None:
    cell.value, cell.number_format, cell.border = value, number_format, BORDER
    cell.protection, cell.font = Protection(locked=False), font()


def _formula(cell: Any, formula: str) -> None:
    cell.value, cell.number_format = formula, POUNDS
    cell.font, cell.border = font(bold=True), TOTAL_BORDER
    cell.fill, cell.alignment = HEADER_FILL, Alignment(horizontal="right")
