"""The README says what the code does: its diagram and its roles are the code's own."""

import re

from conditions import lifecycle
from safetyvalve.core.roles import Role
from tests.project.source import ROOT

README = (ROOT / "README.md").read_text()


def roles_table() -> str:
    rows = [f"| {role.label} | {role.description} |" for role in Role]
    return "\n".join(["| Role | What it is for |", "|---|---|", *rows])


def test_the_state_diagram_is_the_transition_table():
    found = re.search(r"```mermaid\n(.*?)\n```", README, re.DOTALL)

    assert found
    assert found[1] == lifecycle.diagram()


def test_the_roles_are_described_as_administrators_read_them():
    assert roles_table() in README


def test_every_file_and_folder_the_readme_names_is_there():
    named = set(re.findall(r"`([a-z_]+(?:/[\w.]+)+)(?::\w+)?`", README))
    missing = sorted(path for path in named if not (ROOT / path.rstrip("/")).exists())

    assert named
    assert missing == []


def test_every_command_the_readme_names_is_there():
    from django.core.management import get_commands

    named = set(re.findall(r"manage\.py (\w+)", README))

    assert named <= set(get_commands())
