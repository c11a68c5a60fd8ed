"""The evidence of a reconciled year as files: a workbook that computes itself, and a PDF."""

import io
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from pypdf import PdfReader

from conditions.models import DifferenceExplanation
from conditions.services import reconciliation as services
from dashboards.finance.reconciliation.document import document
from dashboards.finance.reconciliation.workbook import workbook
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter
from tests.dashboards.finance.reconciled import OWN, PAGE, complete, say, year_of
from tests.factories import NOW, World

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def world(db: None) -> World:
    """The outturn of 2023-24 closes with a deficit of £5,410,000."""
    world = factories.make_world()
    enter(world, "2023-24", a_year(), column="actual")
    return world


def test_the_evidence_computes_itself_and_reads_as_a_tagged_pdf(finance: Client, world: World) -> None:
    complete(world)
    assert workbook(year_of(world), at=NOW) == workbook(year_of(world), at=NOW)
    response = finance.get(f"{PAGE}evidence.xlsx")
    page = openpyxl.load_workbook(io.BytesIO(response.content))["Reconciliation"]
    assert str(page["C7"].value).startswith("=IF(COUNT(B7,B$4)<2")
    assert page["B4"].value == OWN
    pdf = PdfReader(io.BytesIO(finance.get(f"{PAGE}evidence.pdf").content))
    assert "/StructTreeRoot" in pdf.trailer["/Root"]
    assert "−£5,460,000.01" in "".join(sheet.extract_text() for sheet in pdf.pages)
    assert finance.get(f"{PAGE}evidence.docx").status_code == 404


def test_what_somebody_typed_is_never_a_formula(world: World) -> None:
    row = say(world, "note", str(OWN - 1))
    part = {"amount": Decimal(-1), "reason": "=1+1", "evidence": ""}
    services.explain(row, part, by=world.people["finance_officer"], now=NOW)
    page = openpyxl.load_workbook(io.BytesIO(workbook(year_of(world), at=NOW)))["Explanations"]
    assert (page["C2"].data_type, page["C2"].value) == ("s", "=1+1")
    assert document(year_of(world)).digest == year_of(world).digest[:12]


@pytest.mark.slow
def test_libreoffice_recalculates_the_evidence_to_the_figures_of_the_page(world: World, tmp_path: Path) -> None:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    assert soffice, "This test needs LibreOffice: install it, or leave out the slow tests."
    complete(world)
    for name in ("explained", "open"):
        if name == "open":
            DifferenceExplanation.objects.filter(amount=Decimal("-0.01")).delete()
        year = year_of(world)
        openpyxl.load_workbook(io.BytesIO(workbook(year, at=NOW))).save(tmp_path / f"{name}.xlsx")
        command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
        subprocess.run([*command, "--outdir", tmp_path / "out", tmp_path / f"{name}.xlsx"], check=True, timeout=180)
        page = openpyxl.load_workbook(tmp_path / "out" / f"{name}.xlsx", data_only=True)["Reconciliation"]
        found = {str(row[0]): row for row in page.iter_rows(values_only=True) if row[0]}
        for each in year.documents:
            shown = [None if value == "not known" else Decimal(str(value)) for value in found[each.label][2:5]]
            assert shown == [each.difference, each.explained, each.unexplained], each.label
        assert year.eligible is not None
        for label, amount in (
            ("Eligible", year.eligible.eligible),
            ("The council’s own share", year.eligible.own_part),
            ("The rest", year.eligible.rest),
        ):
            assert Decimal(str(found[label][1])) == amount, label
        assert found["Is everything explained?"][1] == ("yes" if name == "explained" else "no")
