"""Where the project's own files are, for the tests that read them."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NOT_OURS = {".git", ".venv", "var", "node_modules", "__pycache__", ".env"}


def tracked_files() -> list[Path]:
    """Every file that a clone brings; without git, every file that is not made on the machine."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [file for name in listed.stdout.split("\0") if name and (file := ROOT / name).is_file()]
    return [
        file
        for file in ROOT.rglob("*")
        if file.is_file() and not _NOT_OURS.intersection(file.relative_to(ROOT).parts) and file.suffix != ".pyc"
    ]


def text_lines(file: Path) -> Iterator[tuple[int, str]]:
    """The numbered lines of a file that holds text; nothing for a picture or a font."""
    try:
        content = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    yield from enumerate(content.splitlines(), start=1)


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()
