"""`.env.example` lists exactly the variables that the product reads."""

import ast
import re

from tests.project.source import ROOT, tracked_files

READERS = {"text", "choice", "flag", "whole_number", "words", "path", "database", "email"}
PACKAGES = ("safetyvalve", "conditions", "workstreams", "dashboards")
DOCUMENTED = re.compile(r"^#?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


def python_of_the_product(*words: str) -> list[tuple[str, ast.Module]]:
    """The files that hold one of the words, parsed."""
    files = [file for file in tracked_files() if file.relative_to(ROOT).parts[0] in PACKAGES and file.suffix == ".py"]
    texts = [(str(file.relative_to(ROOT)), file.read_text()) for file in files]
    return [(name, ast.parse(text)) for name, text in texts if any(word in text for word in words)]


def variables_read() -> set[str]:
    return {
        call.args[0].value
        for _, tree in python_of_the_product(*(f"{reader}(" for reader in READERS))
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and (getattr(call.func, "attr", None) or getattr(call.func, "id", None)) in READERS
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and re.fullmatch(r"[A-Z][A-Z0-9_]+", str(call.args[0].value))
    }


def test_every_variable_read_is_explained_and_every_one_explained_is_read() -> None:
    read = variables_read()
    assert {"SECRET_KEY", "DATABASE_URL", "BIND", "ENV_FILE"} <= read
    assert set(DOCUMENTED.findall((ROOT / ".env.example").read_text())) == read


def test_the_example_changes_nothing_until_it_is_edited() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []


def test_the_demonstration_is_loaded_without_the_settings_of_whoever_starts_it() -> None:
    before_loading = (ROOT / "bin" / "demo").read_text().partition("\nbootstrap ")[0]
    lines = re.findall(r"^(?:export|unset) (.+)$", before_loading, re.MULTILINE)
    settled = {word.partition("=")[0] for line in lines for word in line.split()}
    how_it_is_served = {"BIND", "WEB_WORKERS", "WEB_THREADS", "LARGEST_UPLOAD_MB"}
    assert variables_read() - settled == how_it_is_served


def test_the_environment_is_read_through_the_typed_readers_only() -> None:
    allowed = {"safetyvalve/wsgi.py": "names the settings module"}
    elsewhere = {
        name
        for name, tree in python_of_the_product("environ", "getenv")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
        if isinstance(node.value, ast.Name) and node.value.id == "os"
    }
    assert elsewhere - set(allowed) == set()
