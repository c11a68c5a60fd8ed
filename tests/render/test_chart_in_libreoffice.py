"""Another program opens the workbook of one chart: the chart is whole on the first page, every page has a header."""

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from safetyvalve.render.data import Series
from safetyvalve.render.xlsx_chart_sheet import chart_book
from tests.render.examples import AT, PLANS

pytestmark = pytest.mark.slow
MONTHS = tuple(f"Month {number}" for number in range(1, 61))
SAID = "There were 1,484 plans at March 2024, two more than agreed, "


def test_a_long_table_repeats_its_header_and_leaves_the_chart_whole(tmp_path: Path) -> None:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    assert soffice, "This test needs LibreOffice: install it, or leave out the slow tests."
    series = Series("Plans", tuple(range(1400, 1460)), statuses=("provisional",) * 60)
    chart = replace(PLANS, categories=MONTHS, series=(series,), breaks=(), band=None, summary=f"{SAID * 4}so far.")
    (tmp_path / "chart.xlsx").write_bytes(chart_book(chart, None, title="T", at=AT))
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", tmp_path / "out", tmp_path / "chart.xlsx"], check=True, timeout=180)
    pages = PdfReader(io.BytesIO((tmp_path / "out" / "chart.pdf").read_bytes())).pages
    words = [page.extract_text() for page in pages]
    assert len(pages) in (2, 3)
    assert all("Plans: status" in each for each in words)
    assert "Month 1" in words[0]
    assert "Month 60" in words[-1]
    assert " ".join(words[0].split()).count("so far.") == 1
    assert {round(float(page.mediabox[2])) for page in pages} == {842}
