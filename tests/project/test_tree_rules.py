"""What a clone must hold, and what must not be in it."""

import ast
import os
import re
import subprocess

import pytest

from tests.project.source import ROOT, name, text_lines, tracked_files

TOP_LEVEL = re.compile(
    r"\..*|manage\.py|safetyvalve|conditions|workstreams|dashboards|templates|static|fixtures|tests|bin|docs|"
    r"deploy|pyproject\.toml|README\.md|LICENSE|CONTRIBUTING\.md|CHANGELOG\.md|SECURITY\.md|"
    r"requirements.*\.(in|txt)|Dockerfile|compose\.ya?ml"
)
# Written in pieces, so that this file does not find itself.
MACHINE_PATHS = re.compile(r"(?<![\w.:-])/(?:" + "|".join(("work", "farm", "root", "tmp", "home", "Users")) + r")/\w")
REGISTRIES = re.compile("|".join(("index" + "-url", "extra" + "-index", "find" + "-links", "registry" + "=")), re.I)
SHIPPED_ELSEWHERE = ("static/vendor/", "tests/look/fixtures/")


def own_text_files() -> list[tuple[str, int, str]]:
    return [
        (name(file), number, line)
        for file in tracked_files()
        if not name(file).startswith(SHIPPED_ELSEWHERE)
        for number, line in text_lines(file)
    ]


def test_the_top_level_is_the_agreed_one() -> None:
    tops = {file.relative_to(ROOT).parts[0] for file in tracked_files()}
    assert {top for top in tops if not TOP_LEVEL.fullmatch(top)} == set()


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRIES], ids=["machine paths", "package registries"])
def test_nothing_of_the_machine_it_was_written_on_is_in_the_project(pattern: re.Pattern[str]) -> None:
    found = [
        f"{file}:{number}: {line.strip()[:120]}" for file, number, line in own_text_files() if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("script", ["bin/bootstrap.sh", "bin/demo", "bin/test"])
def test_a_script_is_valid_posix_shell_and_can_be_started(script: str) -> None:
    file = ROOT / script
    checked = subprocess.run(["sh", "-n", str(file)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    if script != "bin/bootstrap.sh":
        assert file.read_text().startswith("#!/bin/sh\n")
        assert os.access(file, os.X_OK)


def test_the_help_of_both_scripts_installs_nothing() -> None:
    for script in ("bin/demo", "bin/test"):
        shown = subprocess.run([ROOT / script, "--help"], capture_output=True, text=True, check=False)
        assert shown.returncode == 0
        assert shown.stdout.startswith(f"Usage: {script}")
        assert "Installing" not in shown.stdout


def test_the_licence_is_mit() -> None:
    assert (ROOT / "LICENSE").read_text().startswith("MIT License\n\nCopyright (c) 2026 Safety Valve contributors")


def test_everything_from_elsewhere_has_its_licence_beside_it() -> None:
    brought = {file.parent for folder in ("vendor", "fonts") for file in ROOT.glob(f"static/{folder}/**/*")}
    packages = {
        folder
        for folder in brought
        if any(file.suffix in {".js", ".css", ".ttf", ".woff2"} for file in folder.iterdir())
    }
    assert packages
    unlicensed = [
        name(folder)
        for folder in packages
        if not any(
            re.match(r"(licen[cs]e|ofl|copying)", file.name, re.IGNORECASE)
            for above in (folder, folder.parent)
            for file in above.iterdir()
        )
    ]
    assert unlicensed == []


def test_the_renderers_know_no_database_and_no_models() -> None:
    known = [
        f"{name(file)}: {module}"
        for file in tracked_files()
        if name(file).startswith("safetyvalve/render/") and file.suffix == ".py"
        for module in imported(ast.parse(file.read_text()))
        if re.search(r"(^django\.(db|contrib|apps)|\bmodels\b)", module)
    ]
    assert known == []


def imported(tree: ast.Module) -> list[str]:
    modules = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules += [f"{node.module}.{alias.name}" for alias in node.names]
    return modules
