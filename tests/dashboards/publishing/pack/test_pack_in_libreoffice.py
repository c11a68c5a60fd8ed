"""Another program than the one that wrote it opens the workbook, and prints every figure on A4 across."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from dashboards.publishing.pack.workbook import to_xlsx
from tests.dashboards.publishing.pack.examples import PACK, rows_in_words, squeezed

pytestmark = pytest.mark.slow
A4_ACROSS = (842, 595)


def test_libreoffice_opens_it_and_prints_every_figure(tmp_path: Path) -> None:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    assert soffice, "This test needs LibreOffice: install it, or leave out the slow tests."
    (tmp_path / "pack.xlsx").write_bytes(to_xlsx(PACK))
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", tmp_path / "out", tmp_path / "pack.xlsx"], check=True, timeout=180)
    pages = PdfReader(io.BytesIO((tmp_path / "out" / "pack.pdf").read_bytes())).pages
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages} == {A4_ACROSS}
    words = squeezed(" ".join(page.extract_text() for page in pages)).replace("–", "")
    for item in PACK.items:
        for table in (item.chart.as_table(), item.table):
            rows = rows_in_words(table) if table else []
            assert [row for row in rows if row.replace("–", "") not in words] == []
