"""Packages import in one direction; import-linter knows the contracts, written in pyproject.toml."""

import subprocess
import sys
import tomllib

from tests.project.source import ROOT

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def test_the_contracts_hold() -> None:
    checked = subprocess.run([sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert " 0 broken." in checked.stdout


def test_the_layers_are_those_of_the_design() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    assert layers == [
        "safetyvalve.demo",
        "dashboards",
        "workstreams",
        "conditions",
        "safetyvalve.core",
        "safetyvalve.render",
    ]
