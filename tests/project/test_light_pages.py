"""A process that only shows pages holds nothing in memory that only writes or reads files."""

import subprocess
import sys

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
