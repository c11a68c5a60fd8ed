"""A process that only shows pages holds nothing in memory that only writes or reads files."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.project.source import ROOT

HEAVY = {"openpyxl", "numpy", "lxml", "PIL", "docx", "weasyprint", "fontTools", "plotly", "highspy", "pandas"}
LOADED = """
import sys
import safetyvalve.wsgi
from django.urls import get_resolver
assert get_resolver().url_patterns
# A package that is only promised (safetyvalve/later.py) has no modules of its own yet.
print(*sorted({name.partition(".")[0] for name in sys.modules if "." in name}))
"""
PACKAGES = ("safetyvalve", "conditions", "workstreams", "dashboards")
# What a file imports when it is loaded: an import within a function or for type checkers is indented.
IMPORT = re.compile(r"^(?:from ([\w.]+) import (\([^)]*\)|.+)|import ([\w., ]+))$", re.MULTILINE)


def imported(text: str) -> Iterator[str]:
    """Every name that may be a module."""
    for found in IMPORT.finditer(text):
        names = [name.split(" as ")[0].strip() for name in (found[2] or found[3]).strip("()").split(",")]
        yield from (found[1], *(f"{found[1]}.{name}" for name in names)) if found[1] else names


def heavy_modules() -> set[str]:
    """Our modules that load one of them, or load another of ours that does."""
    files = {path.relative_to(ROOT): path.read_text() for each in PACKAGES for path in (ROOT / each).rglob("*.py")}
    loads = {".".join(path.with_suffix("").parts): set(imported(text)) for path, text in files.items()}
    heavy = {name for name, found in loads.items() if HEAVY & {each.partition(".")[0] for each in found}}
    while more := {name for name, found in loads.items() if found & heavy} - heavy:
        heavy |= more
    return heavy


def test_pages_and_what_reads_files_back_load_nothing_that_writes_them() -> None:
    heavy = heavy_modules()
    assert {"safetyvalve.render.xlsx_sheet", "dashboards.finance.workbook"} <= heavy, "it sees what there is"
    pages = {name for name in heavy if re.search(r"(^|\.)(urls|views|forms|models|services|wsgi|coming_in)\b", name)}
    assert pages == set(), "import what writes a file in the function that does"


@pytest.mark.slow
def test_what_files_need_is_loaded_when_a_file_is_asked_for() -> None:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADED],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "safetyvalve.settings", "ENV_FILE": "/dev/null"},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(run.stdout.split())
    assert {"django", "dashboards"} <= loaded, "the pages themselves"
    assert loaded & HEAVY == set()
