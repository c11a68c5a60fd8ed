"""Collected static files carry their content's hash in their names, in JavaScript imports too."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.source import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "safetyvalve.settings",
            "ENV_FILE": os.devnull,
            "STATIC_MANIFEST": "true",
            "DATA_DIR": str(folder),
        },
        capture_output=True,
        check=True,
    )
    return folder / "static"


@pytest.fixture(scope="module")
def names(collected: Path) -> dict[str, str]:
    return json.loads((collected / "staticfiles.json").read_text())["paths"]


def test_every_file_is_served_under_a_name_that_changes_with_it(names: dict[str, str]) -> None:
    assert "vendor/govuk/govuk-frontend.min.js" in names
    assert [name for name, hashed in names.items() if not re.search(r"\.[0-9a-f]{12}(\.\w+)?$", hashed)] == []


def test_scripts_import_each_other_under_those_names(collected: Path, names: dict[str, str]) -> None:
    # The words import and export stand in minified scripts' texts as well; only addresses count.
    address = re.compile(r"""(?:from|import)\s*["'](\.{1,2}/[^"']+)["']""")
    plain = [
        f"{name} imports {target}"
        for name, hashed in names.items()
        if name.startswith("js/") and name.endswith(".js")
        for target in address.findall((collected / hashed).read_text())
        if not re.search(r"\.[0-9a-f]{12}\.js$", target)
    ]
    assert plain == []


def test_large_files_are_stored_compressed(collected: Path, names: dict[str, str]) -> None:
    for name in ("vendor/govuk/govuk-frontend.min.css", "vendor/plotly/plotly-basic.min.js"):
        for ending in (".gz", ".br"):
            assert (collected / (names[name] + ending)).is_file()
