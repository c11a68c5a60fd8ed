"""What pyproject.toml gives a reason for is what is installed, and the locks name no place to install from."""

import re
import tomllib
from itertools import pairwise

import pytest

from tests.project.source import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def by_hand(name: str) -> list[str]:
    lines = (line.strip() for line in (ROOT / name).read_text().splitlines())
    return [line for line in lines if line and not line.startswith(("#", "-r"))]


def pinned(name: str) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[a-z,]+\])?==([^\s;\\]+)", (ROOT / name).read_text(), re.MULTILINE)
    return {package.lower().replace("_", "-"): version for package, version in found}


def name_of(requirement: str) -> str:
    return re.split(r"[\[<>=]", requirement)[0].lower()


LISTS = [
    ("requirements.in", PROJECT["project"]["dependencies"]),
    ("requirements-dev.in", PROJECT["dependency-groups"]["dev"]),
]


@pytest.mark.parametrize(("name", "reasoned"), LISTS)
def test_both_lists_are_the_same(name: str, reasoned: list[str]) -> None:
    assert by_hand(name) == reasoned


@pytest.mark.parametrize(("name", "reasoned"), LISTS)
def test_every_requirement_is_bounded_above(name: str, reasoned: list[str]) -> None:
    assert [line for line in reasoned if not re.search(r">=[\d.]+,<[\d.]+$", line)] == []


def test_a_reason_stands_above_every_requirement() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    unexplained = [
        line
        for before, line in pairwise(lines)
        if re.match(r'\s+"[A-Za-z].*[<>]=', line) and not before.strip().startswith("#")
    ]
    assert unexplained == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_names_no_server(name: str) -> None:
    content = (ROOT / name).read_text()
    assert "://" not in content
    assert not re.search(r"^\s*--(?!hash=)", content, re.MULTILINE)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pinned_package_has_hashes(name: str) -> None:
    blocks = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / name).read_text())
    pins = [block for block in blocks if re.match(r"[A-Za-z0-9_.\[\],-]+==", block)]
    assert len(pins) >= 20
    assert [block.split()[0] for block in pins if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_holds_every_requirement(name: str) -> None:
    assert {name_of(line) for line in by_hand(f"{name}.in")} <= set(pinned(f"{name}.txt"))


def test_developers_run_the_very_versions_that_are_shipped() -> None:
    shipped = pinned("requirements.txt")
    assert {name: pinned("requirements-dev.txt").get(name) for name in shipped} == shipped
